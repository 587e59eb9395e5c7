import { describe, expect, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { digests, figures, NOTHING } from './measured.ts'
import { buttons, eachRefused, line, modal, posted, refusedClick } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  live,
  MEI,
  press,
  pressed,
  RAJ,
  readAloud,
  type Story,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

const TEAMS = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM], lead: U0TOM }
  data: { kind: data, members: [U0RAJ, U0MEI], lead: U0MEI }
`

/** A live campaign whose split is off; it is Monday morning. */
async function asking(): Promise<Story> {
  const story = await tell({ teams: TEAMS })
  await live(story)
  await story.shop.expose('control', 900, story.now())
  await story.shop.expose('mail', 1_100, story.now())
  await typed(story, ANA, ['digest winback daily 09:30 Europe/Berlin', 'digest winback now'])
  await story.settle()
  return story
}

/** The newest digest as the channel has it, and all its figures. */
const newest = async (story: Story) => readAloud((await digests(story)).at(-1) ?? NOTHING)
const newestFigures = async (story: Story) => readAloud((await figures(story)).at(-1) ?? NOTHING)
const sentTo = async (story: Story, user: string, words: RegExp) =>
  (await story.slack.dms(user)).filter((message) => words.test(readAloud(message))).length

async function expectReplay({ stairway: { db } }: Story): Promise<void> {
  const { id } = await db('campaigns').first('id')
  expect(replay(await historyOf(db, id), id)).toStrictEqual(await loadCampaign(db, { id }))
}

describe('a question that was suggested', () => {
  test('says what was seen and why it matters, is accepted, and answered with all that follows from it', async () => {
    const story = await asking()
    await press(story, ANA, await posted(story, 'Worth asking'), 'Ask Raj')
    const question = await story.dm(RAJ, 'Where do people get lost')
    expect(question.text).toMatch(
      /^Ana asks about .*\nSeen {2}The split is off, p = .*\nMatters {2}The arms no longer hold people .*\nWhere do people get lost.*\ncollect · due <!date.*$/,
    )
    expect(buttons(question)).toEqual(['Answer…', 'Accept', 'Reassign…', 'Decline…'])
    await press(story, RAJ, question, 'Accept')
    const accepted = await story.dm(RAJ, 'Where do people get lost')
    expect(accepted.text).toContain('accepted by Raj')
    expect(buttons(accepted)).toEqual(['Answer…', 'Reassign…', 'Decline…'])
    expect(readAloud(await posted(story, 'Worth asking'))).toMatch(
      /◐ `winback-1` .*accepted by Raj, due in 3 days/,
    )

    await press(story, RAJ, accepted, 'Answer…')
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), {
      'What was found?': 'Exposure was logged before the send filter',
      'How sure is it?': 'High: it would be found again',
      Link: 'https://bi.example/q/12',
      'What was decided because of it?': 'Log after the filter',
      Ideas: 'Try the filter per country\n\nMail only those who opened',
    })
    await story.settle()
    const answered = await posted(story, 'was answered by Raj')
    expect(answered.text).toMatch(
      /\nFound {2}Exposure was logged before the send filter\nconfidence high · <https:\/\/bi\.example\/q\/12\|.*>\nDecided {2}Log after the filter\nIdea {2}Try the filter per country\nIdea {2}Mail only those who opened\nAsked {2}Where/,
    )
    expect((await story.dm(ANA, 'was answered by Raj')).text).toBe(answered.text)
    await story.pass(DAY)
    expect(await newest(story)).toMatch(
      /Answered\* {2}#1 Where do people get lost.* {2}Raj: Exposure was logged before the send filter$/m,
    )
    const next = await newestFigures(story)
    expect(next).toMatch(
      /Answered[\s\S]*● `winback-1` .*answered by Raj .*: Exposure was logged before the send filter \(confidence high\) Decided: Log after the filter \(2 ideas\)/,
    )
    expect(next).toMatch(/Seen again\* {2}The split is off.* Asked as `winback-1`: answered by Raj/)
    expect(next).not.toMatch(/Worth asking\* {2}The split/)
    await expectReplay(story)
  })

  test('a link that is none is refused under its input, and what was typed stays', async () => {
    const story = await asking()
    await typed(story, ANA, ['ask winback Why?'])
    await story.settle()
    await press(story, RAJ, await story.dm(RAJ, 'Why?'), 'Answer…')
    const submitted = await story.client.fillAndSubmit(RAJ, modal(story, RAJ), {
      'What was found?': 'Because',
      Link: 'javascript:alert(1)',
    })
    expect(submitted.ack).toMatchObject({
      response_action: 'errors',
      errors: { link: expect.stringMatching(/^I can't read "javascript:alert\(1\)" as a link/) },
    })
  })
})

describe('handed on and declined', () => {
  test('a new person is asked, the old one sees to whom it went, and it can come back', async () => {
    const story = await asking()
    await typed(story, ZOE, ['ask winback Why does Web buy less? due:+2wd'])
    await story.settle()
    await press(story, RAJ, await story.dm(RAJ, 'Web buy less'), 'Reassign…')
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), {
      'Who looks into it?': MEI,
      'Why?': 'You know the tags',
    })
    await story.settle()
    const old = await story.dm(RAJ, 'Web buy less')
    expect(old.text).toMatch(/^\*winback-1\* of .* waits for Mei now/)
    expect(buttons(old)).toEqual([])
    const asked = await story.dm(MEI, 'Web buy less')
    expect(asked.text).toMatch(/^Raj hands you \*winback-1\* of .*: You know the tags\n/)
    expect((await posted(story, 'winback-1 waits for Mei now')).text).toMatch(/, by Raj: You know the tags\n/)
    expect(await refusedClick(story, RAJ, asked, 'Accept')).toMatch(
      /^winback-1 waits for Mei\. Take it over: `\/campaign followup winback-1 reassign @you`$/,
    )
    await typed(story, MEI, ['followup winback-1 reassign <@U0RAJ|raj>'])
    await story.settle()
    expect(await sentTo(story, RAJ, /Web buy less/)).toBe(2)
    await typed(story, RAJ, ['followup winback-1 accept'])
    await story.settle()
    expect((await story.say(ANA, 'history winback')).text).toMatch(
      /Raj accepted follow-up 1 .*\n.*Mei handed follow-up 1 to Raj .*\n.*Raj handed follow-up 1 to Mei: You know the tags/,
    )
    await expectReplay(story)
  })

  test('a decline has a reason; who asked is told, and the next digest says it', async () => {
    const story = await asking()
    await typed(story, ZOE, ['ask winback Why does Web buy less?'])
    await story.settle()
    await eachRefused(story, [
      [RAJ, 'followup winback-1 decline', /^Say why, so that nobody need ask\./],
      [RAJ, 'followup winback-9 accept', /^winback has no follow-up 9\./],
      [RAJ, 'followup winback-1 ignore', /^"ignore" is nothing that can be done with it\./],
    ])
    await press(story, RAJ, await story.dm(RAJ, 'Web buy less'), 'Decline…')
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), { 'Why?': 'Web has no coupon field <!channel>' })
    await story.settle()
    const told = await story.dm(ZOE, 'Raj declined winback-1')
    expect(told.text).toBe(
      'Raj declined winback-1: Web has no coupon field &lt;!channel&gt;\nWhy does Web buy less?',
    )
    expect(buttons(await story.dm(RAJ, 'Web buy less'))).toEqual([])
    await story.pass(DAY)
    expect(await newest(story)).toMatch(
      /Declined\* {2}#1 Why does Web buy less\? {2}Raj: Web has no coupon field &lt;!channel&gt;$/m,
    )
    expect(await newestFigures(story)).toMatch(
      /Declined[\s\S]*◌ `winback-1` Why does Web buy less\? {2}declined by Raj <!date.*>: Web has no coupon field/,
    )
    await eachRefused(story, [
      [MEI, 'answer winback-1 So', /^winback-1 was declined by Raj, .*: Web has no coupon field/],
    ])
    await story.pass(DAY)
    expect(await newest(story)).not.toContain('#1')
    expect(await newestFigures(story)).not.toContain('winback-1')
    await expectReplay(story)
  })

  test('the list offers what can be done, and stays a list', async () => {
    const story = await asking()
    await typed(story, ANA, ['ask winback Why?', 'ask winback Who?'])
    await story.say(RAJ, 'followups winback')
    expect(await pressed(story, RAJ, line(story, RAJ), 'Accept', 'winback-2')).toMatch(
      /○ `winback-1` Why\?[\s\S]*◐ `winback-2` Who\? {2}accepted by Raj/,
    )
    await story.say(RAJ, '')
    expect(await pressed(story, RAJ, line(story, RAJ), 'Accept', 'winback-1')).toContain(
      'things wait on you.',
    )
  })
})

describe('silence', () => {
  test('is reminded of, goes to the lead, and is named; each once, whatever restarts', async () => {
    let story = await asking()
    await typed(story, ANA, ['ask winback Why does Web buy less? due:+2wd'])
    await story.settle()
    // Due Wednesday 17:00 in Berlin, which is late in Raj's evening; it is Monday, 8:00 UTC, his mornings are 3:30 UTC.
    const told = (await story.slack.dms(RAJ)).length
    await story.pass(19 * HOUR)
    expect(await story.slack.dms(RAJ)).toHaveLength(told)
    await story.pass(HOUR)
    expect((await story.dm(RAJ, 'Web buy less')).text).toMatch(/^\d things? waits? on you\./)
    story = await story.restart()
    await story.pass(HOUR)
    await story.pass(DAY)
    expect(await sentTo(story, RAJ, /Web buy less/)).toBe(2) // the question, and the newest list
    await story.pass(DAY)
    expect(await sentTo(story, MEI, /No answer from Raj/)).toBe(0)
    await story.pass(12 * HOUR)
    const late = await story.dm(MEI, 'No answer from Raj')
    expect(late.text).toMatch(
      /^No answer from Raj on \*winback-1\* of .*, due <!date\^1772640000\^.*\. Answer it, hand it on or decline it\.\n/,
    )
    expect(buttons(late)).toEqual(['Answer…', 'Reassign…', 'Decline…']) // only Raj, who has it, can accept it
    story = await story.restart()
    await story.pass(DAY)
    expect(await sentTo(story, MEI, /^No answer from Raj/)).toBe(1)
    expect(await newest(story)).toMatch(
      /Asked\* {2}#1 .* {2}no answer from Raj, \d days? late; Mei has been told$/m,
    )
    expect(await newestFigures(story)).toMatch(
      /Asked[\s\S]*○ `winback-1` .* no answer from Raj, \d days? late; Mei has been told/,
    )
    expect(readAloud({ ...(await story.say(ANA, 'history winback')), blocks: [] })).toMatch(
      /Stairway told Mei that follow-up 1 is late[\s\S]*Stairway reminded of follow-up 1, due that day[\s\S]*Stairway reminded of follow-up 1/,
    )
    await press(story, MEI, late, 'Reassign…')
    await story.client.fillAndSubmit(MEI, modal(story, MEI), { 'Who looks into it?': TOM })
    await story.settle()
    expect(await sentTo(story, TOM, /Web buy less/)).toBe(1)
    await story.pass(2 * DAY)
    expect(await sentTo(story, MEI, /No answer from/)).toBe(1)
    await expectReplay(story)
  })

  test('ends with the answer', async () => {
    const story = await asking()
    await typed(story, ANA, ['ask winback Why does Web buy less? due:+1wd'])
    await story.settle()
    await typed(story, RAJ, ['answer winback-1 It does not'])
    await story.pass(10 * DAY)
    expect(await sentTo(story, RAJ, /\*Answer\* `winback-1`/)).toBe(0)
    expect(await sentTo(story, MEI, /No answer/)).toBe(0)
  })

  test('of nobody goes to who asked, then to the lead; whoever accepts has it', async () => {
    const story = await asking()
    await typed(story, ANA, ['brief winback partner none'])
    await typed(story, ZOE, ['ask winback Why does Web buy less? due:+1wd'])
    await story.pass(DAY + HOUR)
    expect((await story.dm(ZOE, 'is due <!date')).text).toContain('Why does Web buy less?')
    await story.pass(DAY + 8 * HOUR)
    const late = await story.dm(MEI, 'Nobody was asked')
    await press(story, MEI, late, 'Accept')
    expect(await newest(story)).toContain('Mei')
    expect((await story.say(MEI, 'followups mine')).text).toContain('`winback-1`')
  })
})

describe('somebody who has left', () => {
  test('who has the question: who asked is reminded in their place', async () => {
    const story = await asking()
    await press(story, ANA, await posted(story, 'Worth asking'), 'Ask Raj')
    story.slack.deactivate(RAJ)
    for (let days = 0; days < 3; days += 1) await story.pass(DAY)
    expect(await sentTo(story, ANA, /Where do people get lost/)).toBeGreaterThan(0)
    expect(
      (await story.slack.dms(ANA)).filter(({ text }) => text.includes('The question did not arrive')),
    ).toEqual([])
    await expectReplay(story)
  })

  test('the lead: the owner hears that it is late', async () => {
    const story = await asking()
    await press(story, ANA, await posted(story, 'Worth asking'), 'Ask Raj')
    story.slack.deactivate(MEI)
    for (let days = 0; days < 7; days += 1) await story.pass(DAY)
    expect(await sentTo(story, ANA, /^No answer from Raj/)).toBe(1)
    expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes("can't reach"))).toEqual([])
    await expectReplay(story)
  })
})
