import { expect, test } from 'vitest'
import { buttons, line, modal, posted, refused } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  MEI,
  MINUTE,
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

// It is Monday, 9:00 in Berlin.
const WEEKLY = `
freezes:
  - { weekly: "Mon 00:00 – Tue 12:00", zone: Europe/Berlin, reason: Quarter end, override: [U0MEI, U0ZOE] }
`
const BUTTON = 'Launch despite the freeze…'
const REASON = 'The offer ends today, the books are closed already'

async function frozen(more = WEEKLY): Promise<Story> {
  const story = await tell({ more })
  await approved(story)
  return story
}

/** Presses Launch on the card, and gives what was said to this person alone. */
async function launched(story: Story, who: string) {
  await press(story, who, await story.card('winback'), 'Launch')
  return line(story, who)
}

/** Fills in why it can't wait. */
async function givesReason(story: Story, who: string, why: string): Promise<void> {
  await story.client.fillAndSubmit(who, modal(story, who), { 'Why can’t it wait?': why })
  await story.settle()
}

test('a launch in a weekly freeze is refused with until when and who may override it; nobody else is offered that', async () => {
  const story = await frozen()
  expect(await refused(story, ANA, 'launch winback')).toMatch(
    /^Nothing launches until <!date\^1772535600\^[^>]*>: Quarter end\. Schedule it after that: `\/campaign launch winback at:&lt;when&gt;`\nOnly Mei or Zoe may launch despite it, with a reason: `\/campaign launch winback despite:&lt;reason&gt;`$/,
  )
  expect(buttons(line(story, ANA))).toEqual([])
  expect(await refused(story, ANA, `launch winback despite:${REASON}`)).toBe(
    'Only Mei or Zoe may launch winback despite the freeze.',
  )
  await story.pass(DAY + 4 * HOUR)
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  expect(readAloud(await story.card('winback'))).toContain('*live*')
})

test('who is named launches all the same with a reason, which stands on the card and in the history for ever', async () => {
  const story = await frozen()
  const no = await launched(story, MEI)
  expect(no.text).toContain('Nothing launches until')
  expect(buttons(no)).toEqual([BUTTON])
  await press(story, MEI, no, BUTTON)
  expect(readAloud({ text: '', blocks: modal(story, MEI).blocks })).toMatch(
    /launches now, though nothing launches until <!date[^>]*>: Quarter end/,
  )
  await givesReason(story, MEI, REASON)
  expect(story.receiver.requests).toHaveLength(1)
  const said = `despite a freeze (Quarter end): ${REASON}`
  const onCard = async () => (await cardText(story)).replace(/<!date[^>]*>/g, 'then')
  expect(await onCard()).toContain(`■ Mei launches it then ${said}`)
  for (const who of [ANA, TOM, RAJ])
    expect((await story.dm(who, 'despite a freeze')).text).toMatch(
      /^Mei launches \*Spring win-back\* despite a freeze \(Quarter end\), <!date[^>]*>: The offer ends today.*\nThat stays on its card and in its history\.$/,
    )
  await posted(story, 'despite a freeze (Quarter end)')
  await typed(story, ANA, ['stop winback Enough', 'conclude winback unclear bad It was too late'])
  await story.pass(30 * DAY)
  expect(await onCard()).toContain(`■ Mei launches it then ${said}`)
  expect((await story.say(ANA, 'history winback')).text.replace(/<!date[^>]*>/g, 'then')).toContain(
    `Mei launches it then ${said}`,
  )
})

const cardText = async (story: Story) => readAloud(await story.card('winback'))

test('who is named may do so though they do not run it; without a reason nothing happens, and nothing else is let through', async () => {
  const story = await frozen()
  const no = await launched(story, ZOE)
  await press(story, ZOE, no, BUTTON)
  const kept = await story.client.fillAndSubmit(ZOE, modal(story, ZOE), { 'Why can’t it wait?': ' \u200b ' })
  expect(JSON.stringify(kept.ack)).toContain("Say why winback can't wait")
  await typed(story, ANA, ['task winback 1 reopen'])
  await story.settle()
  expect(await refused(story, ZOE, `launch winback despite:${REASON}`)).toMatch(
    /^winback is not ready any more/,
  )
  expect(story.receiver.requests).toEqual([])
  expect(await cardText(story)).not.toContain('despite a freeze')
})

test('outside of freezes there is nothing to override, and who does not run it may not launch it', async () => {
  const story = await frozen()
  const no = await launched(story, ZOE)
  await story.pass(2 * DAY)
  expect(await pressed(story, ZOE, no, BUTTON)).toMatch(/^The freeze is over, or was overridden/)
  expect(await refused(story, ANA, `launch winback despite:${REASON}`)).toMatch(
    /^No freeze is in the way of winback then/,
  )
  expect(await refused(story, ZOE, 'launch winback')).toMatch(/^Only Ana /)
})

test('a time in a freeze is overridden for that launch, which then starts by itself', async () => {
  const story = await frozen()
  expect(await refused(story, MEI, 'launch winback at:tomorrow 10:00')).toContain('Only Mei or Zoe may')
  const no = line(story, MEI)
  await press(story, MEI, no, BUTTON)
  await givesReason(story, MEI, REASON)
  expect(await cardText(story)).toMatch(/scheduled <!date[\s\S]*■ Mei launches it <!date/)
  for (let hour = 0; hour < 26; hour += 1) await story.pass(HOUR)
  expect(story.receiver.requests).toHaveLength(1)
  expect(await cardText(story)).toContain('*live*')
})

test('a freeze that is declared since holds it nevertheless', async () => {
  let story = await frozen()
  await typed(story, MEI, [`launch winback at:tomorrow 10:00 despite:${REASON}`])
  await story.settle()
  const outage = `${WEEKLY}  - { from: 2026-03-03, to: 2026-03-03, reason: An outage }\n`
  story = await story.restart({ more: outage })
  for (let hour = 0; hour < 26; hour += 1) await story.pass(HOUR)
  expect(story.receiver.requests).toEqual([])
  const told = await story.dm(ANA, 'did not start')
  expect(told.text).toMatch(/Nothing launches until <!date[^>]*>: An outage\./)
  expect(told.text).toContain('stairway.yaml names nobody who may launch despite it.')
})

test('two who override it at once launch it once', async () => {
  const story = await frozen()
  const [mine, theirs] = [await launched(story, MEI), await launched(story, ZOE)]
  await press(story, MEI, mine, BUTTON)
  await press(story, ZOE, theirs, BUTTON)
  const why = { 'Why can’t it wait?': REASON }
  await Promise.all([MEI, ZOE].map((who) => story.client.fillAndSubmit(who, modal(story, who), why)))
  await story.pass(MINUTE)
  expect(story.receiver.requests).toHaveLength(1)
  expect((await cardText(story)).match(/■ \w+ launches it/g)?.length).toBe(2) // text and block of one line
})
