import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { replay } from '../../src/domain/state/events.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { buttons, eachRefused, line } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  live,
  MEI,
  MINUTE,
  press,
  pressed,
  RAJ,
  readAloud,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

/** Their daily messages, the oldest first. Mei's mornings are at 1:00 UTC, Raj's at 3:30, Ana's at 8:00 (from 29 March at 7:00), Tom's at 14:00. */
async function lists(story: Story, user: string): Promise<Message[]> {
  const all = await story.slack.dms(user)
  return all.filter((each) =>
    /^(\d+ things? waits? on you|Nothing waits on you|What waited on you)/.test(each.text),
  )
}

const newest = async (story: Story, user: string): Promise<Message> => {
  const found = (await lists(story, user)).at(-1)
  if (found) return found
  throw new Error(`${user} has no list`)
}

const said = (message: Message) => readAloud({ text: '', blocks: message.blocks })

async function expectReplay({ stairway: { db } }: Story, id = 1): Promise<void> {
  expect(replay(await historyOf(db, id), id)).toStrictEqual(await loadCampaign(db, { id }))
}

/** Monday 9:00 in Berlin: two campaigns of Ana's with tasks of hers and of Raj's, and a question to Raj. */
async function busy(): Promise<Story> {
  const story = await tell()
  for (const [name, key] of [
    ['Spring win-back', 'winback'],
    ['Loyalty', 'loyalty'],
  ] as const)
    await typed(story, ANA, [`new ${name} key:${key} template:short`, `brief ${key} partner <@U0RAJ|raj>`])
  await story.settle()
  return story
}

describe('one message a person a day', () => {
  test('in their own morning, the same list as /campaign, edited where it stands, closed by the next one', async () => {
    const story = await busy()
    expect(await lists(story, ANA)).toEqual([]) // who is new hears in the morning after
    await story.pass(19 * HOUR + 29 * MINUTE)
    expect(await lists(story, RAJ)).toEqual([])
    await story.pass(MINUTE) // 9:00 where Raj is
    expect((await newest(story, RAJ)).text).toMatch(
      /^2 things wait on you\.\n○ \*Events seen for a test user\*/,
    )
    expect(await lists(story, ANA)).toEqual([])
    await story.pass(4 * HOUR + 30 * MINUTE) // 9:00 in Berlin
    const anas = await newest(story, ANA)
    expect(buttons(anas)).toEqual([
      ...['Leave winback out of this', 'Leave loyalty out of this'],
      ...[
        'Mark done',
        'Blocked…',
        'Mark done',
        'Blocked…',
        'Mark done',
        'Blocked…',
        'Mark done',
        'Blocked…',
        'My work',
      ],
    ])
    const rows = (await story.say(ANA, '')).text.split('\n').slice(0, 5)
    expect(anas.text.split('\n').slice(0, 5)).toEqual(rows)
    await story.pass(5 * HOUR)
    expect([(await lists(story, ANA)).length, (await lists(story, RAJ)).length]).toEqual([1, 1])

    await press(story, ANA, anas, 'Mark done', 'Proof reads well on mobile*  `winback`')
    const after = await newest(story, ANA)
    expect([after.ts, after.text.split('\n')[0]]).toEqual([anas.ts, '3 things wait on you.'])
    await story.pass(19 * HOUR)
    const two = await lists(story, ANA)
    expect(two.map(({ text }) => text.split('\n')[0])).toEqual([
      expect.stringMatching(/^What waited on you on .*\. The newest list is below\.$/),
      '3 things wait on you.',
    ])
    expect(buttons(two[0] as Message)).toEqual([])
    expect(said(two[1] as Message)).toMatch(
      /\*Overdue\*\n○ \*Proof reads well on mobile\* {2}`loyalty` · 1 day late · holds the launch/,
    )
  })

  test('once, whatever restarts and however many processes; silent when empty, at weekends, and after who has left', async () => {
    const story = await busy()
    await typed(story, ANA, [
      'cancel loyalty not now',
      'task winback 2 done read',
      'task winback 3 done told',
    ])
    await story.pass(DAY)
    expect(await lists(story, ANA)).toEqual([]) // nothing waits on her
    expect(await lists(story, RAJ)).toHaveLength(1)
    const again = await story.restart()
    await Promise.all([runSchedules(again.stairway.deps), runSchedules(again.stairway.deps)])
    await again.pass(MINUTE)
    expect(await lists(again, RAJ)).toHaveLength(1)
    await again.pass(20 * HOUR)
    await Promise.all([runSchedules(again.stairway.deps), runSchedules(again.stairway.deps)])
    await again.pass(MINUTE)
    expect(await lists(again, RAJ)).toHaveLength(2)
    await again.pass(DAY)
    await again.pass(DAY)
    expect(await lists(again, RAJ)).toHaveLength(4) // Friday
    await again.pass(DAY)
    await again.pass(DAY)
    expect(await lists(again, RAJ)).toHaveLength(4)
    again.slack.deactivate(RAJ)
    await again.pass(DAY)
    await again.pass(DAY)
    expect(await lists(again, RAJ)).toHaveLength(4)
    await expectReplay(again)
  })

  test('at nine by their clocks, over both changes; after an outage still in their day, not in their evening', async () => {
    const story = await busy()
    await story.pass(DAY)
    const at = async () => new Date(Number((await newest(story, ANA)).ts) * 1000).toISOString().slice(0, 16)
    expect(await at()).toBe('2026-03-03T08:00')
    const jump = async (to: string) => story.pass(Date.parse(to) - story.clock.at)
    await jump('2026-03-27T08:00:00Z') // Friday before the change
    await jump('2026-03-30T06:59:00Z')
    expect(await at()).toBe('2026-03-27T08:00')
    await jump('2026-03-30T07:00:00Z')
    expect(await at()).toBe('2026-03-30T07:00')
    await jump('2026-10-23T07:00:00Z')
    await jump('2026-10-26T07:59:00Z')
    expect(await at()).toBe('2026-10-23T07:00')
    await jump('2026-10-26T08:00:00Z')
    expect(await at()).toBe('2026-10-26T08:00')
    await jump('2026-10-27T13:00:00Z')
    expect(await at()).toBe('2026-10-27T13:00')
    await jump('2026-10-28T20:00:00Z')
    expect(await at()).toBe('2026-10-27T13:00')
    await jump('2026-10-29T08:00:00Z')
    expect(await at()).toBe('2026-10-29T08:00')
  })

  test('says what falls due and what is late, which then comes by no other message, morning after morning', async () => {
    const story = await live0()
    await typed(story, ANA, [
      'ask winback Why does Web buy less? due:+2wd',
      'task winback add Send the list <@U0RAJ|raj> required due:+1wd',
    ])
    await story.settle()
    const before = (await story.slack.dms(RAJ)).length
    const mornings = [1, 2, 3, 4]
    for (const _ of mornings) await story.pass(DAY)
    const daily = await lists(story, RAJ)
    expect(daily).toHaveLength(mornings.length)
    // Beside them, once, that no exposure of the launch has come.
    const all = (await story.slack.dms(RAJ)).map(({ text }) => text)
    expect(all.filter((text) => text.includes('exposure'))).toHaveLength(1)
    expect(all).toHaveLength(before + mornings.length + 1)
    expect(said(daily.at(-1) as Message)).toMatch(
      /\*Overdue\*[\s\S]*Send the list[\s\S]*\*Answer\* `winback-1` Why does Web buy less/,
    )
    const history = readAloud({ ...(await story.say(ANA, 'history winback')), blocks: [] })
    expect(history).toMatch(/told Raj that task 4 is late/)
    expect(history).toMatch(/reminded of follow-up 1/)
    await expectReplay(story)
  })
})

/** A live campaign of Ana's whose data partner is Raj, whom Mei leads. */
async function live0(): Promise<Story> {
  const teams = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM], lead: U0TOM }
  data: { kind: data, members: [U0RAJ, U0MEI], lead: U0MEI }
`
  const story = await tell({ teams })
  await live(story)
  return story
}

/** The mornings of Mei, Raj, Ana and Tom. */
async function throughDay(story: Story, day: string): Promise<void> {
  for (const time of ['01:30', '04:00', '08:00', '14:00'])
    await story.pass(Date.parse(`${day}T${time}:00Z`) - story.clock.at)
}

describe('what is late', () => {
  test('stands in the list of who leads too, until it is done; what waits for others blames nobody', async () => {
    const story = await live0()
    await typed(story, TOM, [
      'new Loyalty key:loyalty template:short',
      'brief loyalty partner <@U0RAJ|raj>',
      'task loyalty 2 after 1',
    ])
    await typed(story, ANA, ['ask winback Why does Web buy less? due:+1wd'])
    for (const day of ['05', '06']) await throughDay(story, `2026-03-${day}`) // both tasks were due on Wednesday
    expect(said(await newest(story, TOM))).toMatch(
      /○ \*Proof reads well on mobile\* {2}`loyalty` · 3 days late · waits for 1\nHolds the launch: 1 Events seen for a test user, Raj; 2 behind it is 3 days late/,
    )
    expect(said(await newest(story, MEI))).not.toContain('loyalty')
    await throughDay(story, '2026-03-09')
    const meis = said(await newest(story, MEI))
    expect(meis).toMatch(
      /\*Events seen for a test user\* {2}`loyalty` · Raj · 5 days late · holds the launch/,
    )
    expect(meis).toMatch(
      /\*Answer\* `winback-1` Why does Web buy less\? {2}no answer from Raj · \d days late/,
    )
    expect((await story.say(ANA, 'history loyalty')).text).not.toContain('task 2 is late')
    await throughDay(story, '2026-03-10')
    expect(said(await newest(story, MEI))).toContain('Raj · 6 days late') // never once only
    await typed(story, RAJ, ['task loyalty 1 done seen', 'answer winback-1 It does not'])
    await story.settle()
    expect((await newest(story, MEI)).text).toContain('Nothing waits on you.')
    expect(said(await newest(story, TOM))).toMatch(
      /Proof reads well on mobile\* {2}`loyalty` · \d days late · holds the launch/,
    )
    await expectReplay(story, 2)
  })
})

test('a request that came to nothing waits for its owner, morning after morning', async () => {
  const story = await tell()
  await submitted(story)
  await typed(story, RAJ, ['decline winback the list is stale'])
  await story.settle()
  for (const day of ['03', '04']) {
    await throughDay(story, `2026-03-${day}`)
    expect(said(await newest(story, ANA))).toMatch(
      /\*Today\*\n\*Submit Spring win-back again\* {2}`winback` · declined by Raj\nSubmit/,
    )
  }
  await press(story, ANA, await newest(story, ANA), 'Submit')
  expect(said(await newest(story, ANA))).not.toContain('again')
  expect((await story.card()).text).toContain('*in review*')
})

describe('a campaign that somebody mutes', () => {
  test('stays out of their list and nobody else’s; by command, in the message and on the whole list', async () => {
    const story = await busy()
    await story.pass(DAY)
    await press(story, ANA, await newest(story, ANA), 'Leave winback out of this')
    expect(said(await newest(story, ANA))).not.toContain('`winback` ·')
    expect(said(await newest(story, ANA))).toContain('Left out of your daily message: `winback`')
    expect((await story.say(ANA, '')).text).toContain('`winback` ·')
    await eachRefused(story, [
      [ANA, 'mute winback', /^winback is left out of your daily message already\./],
      [RAJ, 'unmute winback', /^winback is in your daily message already\./],
      [ANA, 'mute nothing', /no campaign "nothing"/],
    ])
    expect((await story.say(ANA, 'mute loyalty')).text).toMatch(
      /^\*Loyalty\* is left out of your daily message\. My work and `\/campaign` still list .* `\/campaign unmute loyalty` takes it in again\.$/,
    )
    await story.settle()
    const before = (await lists(story, ANA)).length
    await story.pass(DAY)
    expect((await lists(story, ANA)).length).toBe(before) // silent: all that waits is left out
    expect(await lists(story, RAJ)).toHaveLength(2)
    await story.say(ANA, '')
    expect(await pressed(story, ANA, line(story, ANA), 'Take winback in again')).toContain(
      'Left out of your daily message: `loyalty`',
    )
    await story.pass(DAY)
    expect(said(await newest(story, ANA))).toMatch(/`winback` · .*\n/)
    expect((await story.say(ANA, 'unmute loyalty')).text).toBe('*Loyalty* is in your daily message again.')
    expect((await story.say(ANA, 'history winback')).text).toMatch(
      /Ana took it into their daily message again[\s\S]*Ana left it out of their daily message/,
    )
    await expectReplay(story)
  })

  test('an approval that only they can give is told all the same', async () => {
    const story = await tell()
    await submitted(story)
    for (const person of [TOM, RAJ, MEI, ZOE]) await typed(story, person, ['mute winback'])
    await story.settle()
    await throughDay(story, '2026-03-03')
    // Ana can't, and nobody else is of growth; of data there are two.
    expect(said(await newest(story, TOM))).toContain('*Approve Spring win-back*')
    for (const person of [RAJ, MEI, ZOE]) expect(await lists(story, person)).toEqual([])
    await press(story, TOM, await newest(story, TOM), 'Approve')
    expect((await newest(story, TOM)).text).toMatch(/^Nothing waits on you\./)
  })
})
