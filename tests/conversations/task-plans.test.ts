import { expect, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { watched } from './machines.ts'
import { NOTHING } from './measured.ts'
import { buttons, eachRefused, line, modal, posted } from './seen.ts'
import { ANA, DAY, HOUR, MEI, press, RAJ, readAloud, type Story, tell, typed } from './story.ts'

const TEMPLATES = `
  planned:
    tasks:
      - { title: Events seen, step: collect, team: data, due: T-3d }
      - { title: Model scored, step: model, team: data, due: T-2 working days, depends-on: Events seen }
      - { title: Proof reads well, step: collect, team: growth, due: T-4h, evidence: a picture from two phones, depends-on: [2] }
      - { title: Support knows, step: collect, team: growth, optional: true, evidence: required }
`

async function begun(): Promise<Story> {
  const story = await tell({ templates: TEMPLATES })
  await typed(story, ANA, [
    'new Spring win-back key:winback template:planned',
    'brief winback partner <@U0RAJ|raj>',
  ])
  await story.settle()
  return story
}

const sent = async (story: Story, user: string, words: RegExp) =>
  (await story.slack.dms(user)).filter((message) => words.test(readAloud(message)))

async function expectReplay({ stairway: { db } }: Story): Promise<void> {
  expect(replay(await historyOf(db, 1), 1)).toStrictEqual(await loadCampaign(db, { id: 1 }))
}

const due = async (story: Story, n: number) => {
  const { tasks } = await loadCampaign(story.stairway.db, { id: 1 })
  return tasks.find((each) => each.n === n)?.dueAt?.toISOString() ?? null
}

test('tasks wait for others by template, command and form; who has one is told when it is free, and nobody else', async () => {
  const story = await begun()
  const list = readAloud(await story.say(ANA, 'tasks winback'))
  expect(list).toMatch(/○ 2 Model scored · Raj · 2 working days before go-live · waits for 1/)
  expect(list).toMatch(/○ 3 Proof reads well · Ana · .*waits for 2/)
  expect((await story.say(ANA, 'task winback 4 after 2, 3')).text).toBe(
    'Task 4 of `winback` waits for 2 and 3: Support knows',
  )
  await eachRefused(story, [
    [
      ANA,
      'task winback 1 after 4',
      /can't wait for 4: 4 waits for 2 waits for 1, so none of them could begin/,
    ],
    [ANA, 'task winback 1 after 9', /winback has no task 9/],
    [ANA, 'task winback 1 after two', /"two" is not the number of a task/],
    [ANA, 'task winback 4 after 3 and 2', /waits for 2 and 3 already/],
    [ANA, 'task winback add Ask legal after:9', /winback has no task 9/],
  ])
  expect((await story.say(ANA, 'task winback add Ask legal after:1 <@U0MEI|mei>')).text).toMatch(
    /for Mei, waits for 1\. Required/,
  )
  await story.say(ANA, 'tasks winback')
  await story.client.clickButton(ANA, line(story, ANA), 'Change…', 'Support knows')
  await story.client.fillAndSubmit(ANA, modal(story, ANA), {
    'What does it wait for?': ['3 Proof reads well'],
  })
  expect(JSON.stringify(modal(story, ANA).blocks)).toContain('Task 4 of `winback` waits for 3: Support knows')

  await typed(story, RAJ, ['task winback 1 done seen for test user 7'])
  await story.settle()
  const [free] = await sent(story, MEI, /You can begin task 5 of \*Spring win-back\*: Ask legal/)
  expect(readAloud(free ?? { text: '', blocks: [] })).toContain('What it waited for is settled: task 1.')
  expect(buttons(free ?? { blocks: [] })).toEqual(['Mark done…', 'Blocked…', 'Tasks'])
  expect(await sent(story, RAJ, /You can begin/)).toEqual([]) // he knows
  expect(await sent(story, ANA, /You can begin/)).toEqual([])
  await typed(story, RAJ, ['task winback 2 waive the score of last week serves'])
  await story.settle()
  expect(await sent(story, ANA, /You can begin task 3/)).toHaveLength(1)
  await typed(story, MEI, ['task winback 3 remove one phone is enough'])
  await story.settle()
  expect(await sent(story, ANA, /You can begin task 4/)).toHaveLength(1)
  await expectReplay(story)
})

test('what a machine ticks frees what waits for it, once', async () => {
  const { story, machine } = await watched({ brief: false })
  machine.hours('orders', 5)
  await story.pass(HOUR)
  await typed(story, ANA, ['task winback add Ask legal <@U0MEI|mei> after:1'])
  machine.hours('orders', 1)
  await story.pass(HOUR)
  await story.pass(HOUR)
  expect(await sent(story, MEI, /You can begin task 4 of \*Spring win-back\*: Ask legal/)).toHaveLength(1)
})

test('a task is due before go-live, whenever that is, and moves with it', async () => {
  const story = await begun()
  expect(await due(story, 1)).toBeNull()
  expect(readAloud(await story.say(ANA, 'task winback 1'))).toContain('3 days before go-live')
  expect((await story.say(ANA, 'task winback 4 due T-1w')).text).toBe(
    'Task 4 of `winback` is due 1 week before go-live: Support knows',
  )
  await typed(story, ANA, ['launch winback at:2026-03-24 09:00']) // Tuesday 9:00 in Berlin
  expect([await due(story, 1), await due(story, 2), await due(story, 3), await due(story, 4)]).toEqual([
    '2026-03-21T16:00:00.000Z',
    '2026-03-20T16:00:00.000Z',
    '2026-03-24T04:00:00.000Z',
    '2026-03-17T16:00:00.000Z',
  ])
  expect(readAloud(await story.say(ANA, 'task winback 1'))).toMatch(/due T-3d, <!date\^1774108800/)
  expect((await story.say(ANA, 'task winback 4 due T-2d')).text).toMatch(/is due T-2d, <!date\^1774195200/)
  await typed(story, ANA, ['launch winback at:2026-03-31 09:00']) // the clocks have gone forward
  expect([await due(story, 1), await due(story, 4)]).toEqual([
    '2026-03-28T16:00:00.000Z',
    '2026-03-29T15:00:00.000Z',
  ])
  await typed(story, ANA, ['task winback 4 due 2026-03-25 12:00', 'launch winback at:2026-04-01 09:00'])
  expect(await due(story, 4)).toBe('2026-03-25T11:00:00.000Z')

  await story.say(ANA, 'tasks winback')
  await story.client.clickButton(ANA, line(story, ANA), 'Change…', 'Support knows')
  const both = { 'Or before go-live': 'T-soon' }
  expect((await story.client.fillAndSubmit(ANA, modal(story, ANA), both)).ack).toMatchObject({
    errors: { lead: expect.stringContaining('before go-live') },
  })
  await story.client.fillAndSubmit(ANA, modal(story, ANA), { 'Or before go-live': 'T-1d' })
  expect(await due(story, 4)).toBe('2026-03-31T15:00:00.000Z')
  await story.settle()
  await eachRefused(story, [[ANA, 'task winback 4 due T-3', /before go-live\. Write one of/]])
  expect((await story.say(ANA, 'history winback')).text).toContain(
    'moved the due date of task 4 Support knows to 1 day before go-live',
  )
  await expectReplay(story)
})

test('what a template demands is shown before a task is done', async () => {
  const story = await begun()
  await eachRefused(story, [
    [ANA, 'task winback 3 done', /Task 3 of winback is done once this is there: a picture from two phones\./],
    [ANA, 'task winback 4 done', /is done once this is there: what was looked at\./],
  ])
  await story.say(ANA, 'tasks winback')
  await press(story, ANA, line(story, ANA), 'Mark done', 'Proof reads')
  const asked = modal(story, ANA)
  expect(JSON.stringify(asked.blocks)).toContain('It is done once this is there: a picture from two phones.')
  await story.client.fillAndSubmit(ANA, asked, { 'What was looked at?': 'https://pictures.example/7' })
  expect(readAloud(await story.say(ANA, 'task winback 3'))).toMatch(
    /● 3 \*Proof reads well\*[\s\S]*pictures\.example/,
  )
  await typed(story, ANA, ['task winback 4 check told on Monday', 'task winback 4 done'])
  await typed(story, ANA, ['task winback add Ask legal evidence:"the answer of legal"'])
  await story.settle()
  await eachRefused(story, [[ANA, 'task winback 5 done', /once this is there: the answer of legal/]])
  await expectReplay(story)
})

test('card and list name what holds the launch; a go-live that can’t be met is said once, with what mends it', async () => {
  const story = await begun()
  await story.pass(HOUR)
  expect((await story.card()).text).toContain('*Holds the launch*  1 Events seen, Raj\n')
  await typed(story, ANA, ['launch winback at:2026-03-11 09:00', 'task winback 3 waive not this time'])
  await typed(story, ANA, ['task winback 1 due 2026-03-04', 'task winback 2 due 2026-03-09']) // Wednesday and Monday: three days of work
  await story.pass(3 * DAY) // Thursday 10:00 in Berlin
  expect((await story.card()).text).toMatch(/\*Holds the launch\* {2}1 Events seen, Raj, 17 hours late\n/)
  expect(await sent(story, ANA, /can't be met/)).toEqual([])
  const late = await story.restart()
  await late.stairway.db('campaigns').update({ go_live_look_at: null }) // as a version before writes it, that ran beside this one
  await late.pass(3 * DAY + 20 * HOUR) // Monday 6:00, before the owner's morning
  expect(await sent(late, ANA, /^Go-live/)).toEqual([])
  await late.pass(4 * HOUR)
  await Promise.all([runSchedules(late.stairway.deps), runSchedules(late.stairway.deps)])
  await late.pass(HOUR)
  const [notice, ...others] = await sent(late, ANA, /^Go-live/)
  expect(others).toEqual([])
  expect(readAloud(notice ?? NOTHING)).toMatch(
    /^Go-live <!date\^1773216000.* of \*Spring win-back\* can't be met: 2 Model scored can be ready <!date\^\d+.* at the earliest\.\nHolds the launch: 1 Events seen, Raj, 5 days late/,
  )
  expect(buttons(notice ?? NOTHING)).toEqual(['Move go-live…', 'Mark done…', 'Blocked…', 'Tasks'])
  expect((await posted(late, "can't be met")).thread_ts).toBeDefined()
  expect((await late.card()).text).toMatch(/\n\*Go-live <!date.*can't be met: 2 Model scored can be ready/)
  if (!notice) throw new Error('Nobody was told')
  await late.client.clickButton(ANA, notice, 'Move go-live…')
  await late.client.fillAndSubmit(ANA, modal(late, ANA), { 'Go-live': '2026-03-20T08:00:00Z' })
  await late.pass(HOUR)
  expect((await late.card()).text).not.toContain("can't be met")
  expect(await sent(late, ANA, /^Go-live/)).toHaveLength(1)
  expect((await late.say(ANA, 'history winback')).text).toMatch(
    /told Ana that go-live <!date.* can't be met: task 2/,
  )
  await expectReplay(late)
})
