import { describe, expect, test } from 'vitest'
import { buttons, refused, refusedClick } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  MEI,
  press,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

const ASKS = 'asks you to approve'
const [TUESDAY, WEDNESDAY] = [1_772_524_800, 1_772_611_200]

/** Ana asks for Tuesday, and has it. */
async function approvedForTuesday(story: Story): Promise<void> {
  await ready(story)
  await typed(story, ANA, ['launch winback at:tue 9:00', 'submit winback'])
  for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
  await story.settle()
}

describe('the time of a launch', () => {
  test('is what was approved: moved, it falls, and nothing starts at either moment until it is asked anew', async () => {
    const story = await tell()
    await approvedForTuesday(story)
    expect(await refused(story, ANA, 'launch winback')).toMatch(
      /^winback is approved for <!date\^1772524800\^.*, and launches then\./,
    )
    await typed(story, ANA, ['launch winback at:wed 9:00'])
    await story.settle()
    const fallen = `Changed after it was submitted: go-live <!date^${TUESDAY}^`
    for (const message of [await story.card('winback'), await story.dm(TOM, 'asked to approve')]) {
      expect(readAloud(message)).toContain(fallen)
      expect(readAloud(message)).toMatch(/→ <!date\^1772611200\^.*, by Ana, <!date/)
    }
    expect(readAloud(await story.dm(TOM, 'asked to approve'))).not.toContain('launch is on')
    expect(buttons(await story.card('winback'))).toEqual(['Tasks', 'Brief', 'History', 'Submit'])

    await story.pass(DAY + HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    expect((await story.dm(RAJ, ASKS)).text).toContain(`people on <!date^${WEDNESDAY}^`)
    for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
    await story.pass(Date.parse('2026-03-04T08:00:00Z') - story.clock.at)
    expect(story.receiver.requests).toHaveLength(1)
  })

  test('moved while it is decided: a click on what was shown is refused; moved back it stands as before', async () => {
    const story = await tell()
    await ready(story)
    await typed(story, ANA, ['submit winback', 'launch winback at:tue 9:00'])
    await story.settle()
    const shown = await story.dm(RAJ, ASKS)
    await typed(story, TOM, ['approve winback', 'launch winback at:wed 9:00'])
    await story.settle()
    expect(await refusedClick(story, RAJ, shown, 'Approve')).toMatch(
      /^\*winback\* changed after it was submitted \(go-live <!date\^1772524800.* → <!date.*, by Tom, <!date.*\)\. Submit it again/,
    )
    await typed(story, ANA, ['launch winback at:tue 9:00'])
    await story.settle()
    await press(story, RAJ, await story.dm(RAJ, ASKS), 'Approve')
    await story.pass(DAY)
    expect(story.receiver.requests).toHaveLength(1)
  })

  test('that was left open is set and moved by who launches', async () => {
    const story = await tell()
    await approved(story)
    await typed(story, ANA, ['launch winback at:tue 9:00', 'launch winback at:wed 9:00'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).not.toContain('Changed after')
    await story.pass(Date.parse('2026-03-04T08:00:00Z') - story.clock.at)
    expect(story.receiver.requests).toHaveLength(1)
  })
})

describe('evidence', () => {
  test('that changes makes a request stale, with who changed it; as it was, it can be decided again', async () => {
    const story = await tell()
    await submitted(story)
    await typed(story, RAJ, ['task winback 1 check seen for one user more'])
    await story.settle()
    const copy = await story.dm(TOM, 'Changed after it was submitted')
    expect(readAloud(copy)).toMatch(
      /task 1 done \(seen for test user 7\) → done \(seen for one user more\), by Raj, <!date/,
    )
    expect(buttons(copy)).toEqual(['Details'])
    expect(await refused(story, TOM, 'approve winback')).toMatch(
      /^\*winback\* changed after it was submitted/,
    )
    expect((await story.say(TOM, '')).text).not.toContain('Approve Spring win-back')
    await typed(story, RAJ, ['task winback 1 check seen for test user 7'])
    await story.settle()
    expect(buttons(await story.dm(TOM, ASKS))).toContain('Approve')
  })
})

describe('who changed the brief', () => {
  const LARGER = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM, U0ZOE] }
  data: { kind: data, members: [U0RAJ, U0MEI] }
`
  test('can’t approve it, like its owner, until it was approved by others and changed by others', async () => {
    const story = await tell({ teams: LARGER })
    await ready(story)
    await typed(story, TOM, ['brief winback hypothesis A reminder helps'])
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('growth 0 of 1, waiting for Zoe')
    expect((await story.slack.dms(TOM)).map(({ text }) => text).join()).not.toContain(ASKS)
    expect(await refused(story, TOM, 'approve winback')).toContain("You changed its brief, so you can't.")
    // Asked once more with nothing new, he still has changed it.
    await typed(story, ZOE, ['decline winback not this week'])
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    expect(await refused(story, TOM, 'approve winback')).toContain("You changed its brief, so you can't.")
    await typed(story, ZOE, ['approve winback'])
    await typed(story, MEI, ['approve winback'])
    await typed(story, ANA, ['brief winback horizon 21 days', 'submit winback'])
    await typed(story, TOM, ['approve winback'])
  })
})
