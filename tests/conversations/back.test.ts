import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { buttons, line, modal, posted, refused } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  live,
  MEI,
  press,
  pressed,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from './story.ts'

/** The direct messages of a person that say `words`, the oldest first. */
async function dms(story: Story, user: string, words: string | RegExp): Promise<Message[]> {
  return (await story.slack.dms(user)).filter((each) => new RegExp(words).test(readAloud(each)))
}

const said = (message: Message) => readAloud(message).split('\n')[0] ?? ''

describe('a request that waits', () => {
  test('reminds who has not decided at half time and four hours before its end, with Approve; never over a weekend', async () => {
    const story = await tell()
    await ready(story)
    await story.pass(4 * DAY + HOUR) // Friday 10:00 in Berlin
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    const [request] = await dms(story, RAJ, 'asks you to approve')
    expect(readAloud(request as Message)).toContain(
      `^${Date.parse('2026-03-11T09:00:02Z') / 1000}^`.slice(0, 8),
    )
    await typed(story, TOM, ['approve winback'])
    await story.pass(3 * DAY) // Monday morning: a day has counted
    expect(await dms(story, RAJ, 'waits for you')).toEqual([])
    await story.pass(13 * HOUR)
    expect((await dms(story, RAJ, 'waits for you')).map(buttons)).toEqual([
      ['Approve', 'Request changes…', 'Decline…', 'Details'],
    ])
    expect(await dms(story, MEI, 'waits for you')).toHaveLength(1)
    expect(await dms(story, TOM, 'waits for you')).toEqual([])
    await story.pass(32 * HOUR)
    const reminders = await dms(story, RAJ, 'waits for you')
    expect(reminders).toHaveLength(2)
    await press(story, RAJ, reminders[1] as Message, 'Approve')
    expect((await story.card()).text).toContain('*approved*')
    const after = await dms(story, RAJ, 'does not wait for you any more')
    expect(after.map(buttons)).toEqual([[], []])
    await story.pass(5 * DAY)
    expect(await dms(story, RAJ, 'waits for you')).toEqual([])
  })

  test('an approval is taken back after a mistaken tap, until the launch begins', async () => {
    const story = await tell()
    await approved(story, { plan: 'manual <@U0RAJ|raj> Press send' })
    const [notice] = await dms(story, ANA, 'is approved')
    expect(buttons(notice as Message)).toEqual(['Launch'])
    const [copy] = await dms(story, RAJ, 'asked to approve')
    expect(buttons(copy as Message)).toEqual(['Take back…'])
    expect(await refused(story, MEI, 'takeback winback')).toBe(
      'Each takes back their own approval of winback: it was given by Tom and Raj.',
    )
    await story.client.clickButton(RAJ, copy as Message, 'Take back…')
    const form = modal(story, RAJ)
    expect(readAloud({ text: '', blocks: form.blocks })).toContain('nothing launches until then')
    await story.client.fillAndSubmit(RAJ, form, { 'Why?': 'wrong list' })
    await story.settle()
    expect((await story.card()).text).toMatch(/\*in review\*[\s\S]*data 0 of 1, waiting for Raj or Mei/)
    expect(said((await dms(story, ANA, 'took the approval'))[0] as Message)).toBe(
      'Raj took the approval of *Spring win-back* back: wrong list',
    )
    expect(buttons((await dms(story, ANA, 'is approved'))[0] as Message)).toEqual([])
    expect((await story.say(ANA, 'history winback')).text).toContain('Raj took the approval back: wrong list')
    await pressed(story, RAJ, (await dms(story, RAJ, 'asks you'))[0] as Message, 'Details')
    await story.client.clickButton(RAJ, line(story, RAJ), 'Approve with a note…')
    await story.client.fillAndSubmit(RAJ, modal(story, RAJ), { 'A note': 'the new list' })
    await story.settle()
    expect((await story.say(ANA, 'history winback')).text).toContain('approved for data: the new list')
    await typed(story, ANA, ['launch winback'])
    await story.settle()
    expect((await story.card()).text).toMatch(/\*launching\*[\s\S]*since <!date.*, waits for Raj/)
    expect(await refused(story, RAJ, 'takeback winback')).toContain('is launching')
  })
})

test('names lead to cards, digests and questions; starts and ends are lines in the channel, once', async () => {
  const story = await tell({ links: true })
  await live(story)
  const card = await story.card()
  const url = `https://stairway.slack.com/archives/C0GROWTH/p${card.ts.replace('.', '')}`
  const isLive = await posted(story, 'is live for')
  expect(isLive.thread_ts).toBeUndefined()
  expect(isLive.text).toMatch(
    new RegExp(`^\\*<${url}\\|Spring win-back>\\* is live for 42.610 people, Ana\\. No digest is set yet`),
  )
  expect(card.text).not.toContain('slack.com')
  await typed(story, ANA, ['digest winback daily 09:00', 'ask winback Why?  <@U0RAJ|raj>'])
  await story.pass(DAY)
  for (const list of ['list all', 'list live', '', 'show winback', 'followups'])
    expect((await story.say(ANA, list)).text, list).toContain(list === 'followups' ? 'slack.com' : `<${url}|`)
  const asked = await posted(story, 'Asked winback-1')
  const inThread = `https://stairway.slack.com/archives/C0GROWTH/p${asked.ts.replace('.', '')}`
  expect((await story.say(ANA, 'followups')).text).toContain(`<${inThread}?thread_ts=`)
  await typed(story, ANA, ['pause winback the offer ran out'])
  await story.settle()
  expect(said(await posted(story, 'is paused'))).toBe(
    '*Spring win-back* is paused, by Ana: the offer ran out',
  )
  await typed(story, ANA, ['stop winback the offer was wrong'])
  await story.settle()
  const stopped = await posted(story, 'is stopped')
  expect([stopped.thread_ts, said(stopped)]).toEqual([
    undefined,
    '*Spring win-back* is stopped, by Ana: the offer was wrong',
  ])
  expect((await story.card()).text).toContain('Stopped by Ana: the offer was wrong')
  await typed(story, ANA, ['conclude winback no bad Test the offer first'])
  await story.settle()
  const ended = (await story.slack.messages('C0GROWTH')).filter(({ text }) => text.includes('is concluded'))
  expect(ended.map(said)).toEqual([
    '*Spring win-back* is concluded, Ana. Goal: not reached. Growth: shrank. What was learned stands under its card.',
  ])
})

test('a link that Slack does not give is left out', async () => {
  const story = await tell()
  await typed(story, ANA, ['new Spring win-back key:winback template:short'])
  await story.settle()
  expect((await story.say(ANA, 'list')).text).toContain('*Spring win-back*  `winback`')
})

test('scheduled again, the one note says what it was moved from', async () => {
  const story = await tell()
  await approved(story)
  await typed(story, ANA, ['launch winback at:2026-03-10 9:00', 'launch winback at:2026-03-11 9:00'])
  await story.settle()
  await typed(story, ANA, ['launch winback at:2026-03-12 9:00'])
  await story.settle()
  const [card] = await story.slack.messages('C0GROWTH')
  const notes = card?.replies.filter(({ text }) => text.includes(' launches ')) ?? []
  expect(notes).toHaveLength(1)
  expect(notes[0]?.text).toMatch(/launches <!date\^1773\d+.*, moved from <!date/)
})

test('another hour keeps the zone of the plan, and says what it was and who set it', async () => {
  const story = await tell()
  await live(story)
  await typed(story, ANA, [
    'digest winback weekdays 09:00 Asia/Tokyo',
    'digest all weekly mon 09:00 Asia/Tokyo',
  ])
  expect((await story.say(TOM, 'digest winback weekdays 10:00')).text).toContain(
    'weekdays 10:00, Asia/Tokyo, to <#C0GROWTH>. It was weekdays 09:00, Asia/Tokyo, set by Ana.',
  )
  expect((await story.say(TOM, 'digest all weekly mon 08:00')).text).toContain(
    'weekly Mon 08:00, Asia/Tokyo, to <#C0GROWTH>. It was weekly Mon 09:00, Asia/Tokyo, set by Ana.',
  )
})

test('help is six commands, six groups and ways; all are a button away', async () => {
  const story = await tell()
  const help = await story.say(ANA, 'help')
  expect(help.text.split('\n')).toHaveLength(13)
  const shown = story.slack.ephemerals(ANA).at(-1)
  if (!shown) throw new Error('Nothing was said')
  expect(buttons(shown)).toEqual(['New…', 'My work', 'All', 'All commands'])
  const all = await story.client.clickButton(ANA, shown, 'All commands')
  expect((await all.answer()).text).toContain('`send-again`  ')
})

test('home of who leads says where all stand, worst first, and whom each waits for', async () => {
  const story = await tell()
  await live(story)
  await submitted(story, { key: 'relaunch' })
  const { slack, client } = story
  await client.event('app_home_opened', { user: TOM, tab: 'home', channel: 'D0HOME' })
  await slack.until('views.publish', () => slack.homes(TOM).length > 0)
  const home = slack.homes(TOM).at(-1)
  if (!home) throw new Error('Tom has no Home')
  const words = readAloud({ text: '', blocks: home.blocks })
  expect(buttons(home).slice(0, 5)).toEqual(['New…', 'All', 'Growth', 'I am away…', 'Help'])
  expect(words).toMatch(/Live campaigns\*\n1 campaign, none with anything late or wrong/)
  expect(words).toMatch(/\*Spring win-back\* {2}`winback`, day 1 of 14 {2}\*It was not read out yet\./)
  expect(words).toMatch(/Waiting for others[\s\S]*`relaunch` {2}to be approved by Tom, Raj or Mei/)
  for (const label of ['Help', 'Growth', 'All']) {
    const pressed = await client.clickButton(TOM, home, label)
    expect(pressed.status).toBe(200)
  }
})
