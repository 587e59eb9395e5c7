import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlannedStep } from '../../src/domain/state/brief.ts'
import type { CampaignState } from '../../src/domain/state/campaign.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { submit } from '../../src/usecases/approvals.ts'
import { editBrief } from '../../src/usecases/campaigns.ts'
import { conclude, move } from '../../src/usecases/lifecycle.ts'
import { confirmManual } from '../../src/usecases/steps.ts'
import { createTask } from '../../src/usecases/tasks.ts'
import { historyOf } from '../support/history.ts'
import {
  ANA,
  approved,
  everything,
  launching,
  MINUTE,
  ready,
  type Stand,
  standUp,
  submitted,
} from '../support/stand.ts'
import { played } from '../targets/played.ts'

const FILE = '../../migrations/0010_steps_and_checks.js'
/** They added columns too, which come after those of this one, and indexes on them. */
const LATER = [
  '0013_links_and_late_tasks',
  '0015_kept_answers',
  '0017_tasks_and_mornings',
  '0025_size',
  '0028_found',
  '0030_due',
].map((name) => `../../migrations/${name}.js`)
type Migration = { up(db: Knex): Promise<void>; down(db: Knex): Promise<void> }
const migration = (file = FILE): Promise<Migration> => import(/* @vite-ignore */ file)

/** What somebody may have typed stays as they typed it. */
const TYPED = 'Send "kind":"webhook" and {"kind":"manual"} \\"kind\\":\\"manual\\"'
const TOOL = { name: 'tool', kind: 'played', title: 'Tool', host: 'played.example' }
const SEND: PlannedStep = { kind: 'sent', target: 'tool', words: TYPED }
const SWITCH: PlannedStep = { kind: 'human', person: 'UANA', words: TYPED }
const EMPTY = { name: 'Empty' }

let stand: Stand
beforeAll(async () => {
  const running = { is: 'running', outcome: 'queued', handle: 'run-7', notBefore: null } as const
  const tool = played([{ is: 'refused', outcome: 'HTTP 400' }, running], [{ is: 'done', outcome: 'success' }])
  stand = await standUp({ catalog: { targets: [TOOL] }, targets: new Map([['tool', tool]]) })
})
afterAll(() => stand.close())

const plan = (...steps: PlannedStep[]) => ({
  name: `Of ${steps.length}`,
  brief: { plan: steps, hypothesis: TYPED },
})
const both = plan(SEND, SWITCH)

/** A campaign in each stage, some by ways that leave more behind. */
async function tell(): Promise<void> {
  const { deps } = stand
  const refOf = ({ campaign }: CampaignState) => ({ id: campaign.id })
  await ready(stand, { ...EMPTY, brief: { plan: [] } })
  const preparing = refOf(await ready(stand, both))
  await createTask(deps, ANA, preparing, {
    ...({ title: TYPED, step: 'model', team: 'data', assignee: null, dueAt: null, required: true } as const),
  })
  const reviewed = refOf(await submitted(stand, both))
  await editBrief(deps, ANA, reviewed, { plan: [SWITCH, SEND] })
  await submit(deps, ANA, reviewed)
  await editBrief(deps, ANA, reviewed, { plan: [SWITCH] })
  await approved(stand, both)
  await launching(stand, both)
  await launching(stand, both)
  const human = plan(SWITCH)
  for (const verb of ['pause', 'stop'] as const) await move(deps, ANA, await live(human), verb, TYPED)
  await live(human)
  const concluded = await live(human)
  await conclude(deps, ANA, concluded, { reached: 'yes', growth: 'good', learned: TYPED })
  await move(deps, ANA, refOf(await approved(stand, both)), 'cancel', TYPED)
  await stand.engine.runDue()
}

async function live(wanted: typeof both): Promise<{ id: number }> {
  const { campaign } = await launching(stand, wanted)
  await confirmManual(stand.deps, ANA, { id: campaign.id }, 1)
  return { id: campaign.id }
}

async function states(db: Knex): Promise<CampaignState[]> {
  const ids: number[] = await db('campaigns').orderBy('id').pluck('id')
  return Promise.all(ids.map((id) => loadCampaign(db, { id })))
}

/** Rows as the version before wrote them: its events say nothing of handles and checks. */
async function goBack(db: Knex): Promise<void> {
  for (const file of [...LATER].reverse()) await (await migration(file)).down(db)
  await (await migration()).down(db)
  for (const { id, data } of await db('events').select('id', 'data')) {
    const then = data.replaceAll(/,"(check|handle)":(null|"run-7")/g, '')
    await db('events').where({ id }).update({ data: then })
  }
}

/** Which columns hold a step of a kind; plain text holds what was typed like one. */
async function holding(kind: string): Promise<string[]> {
  const found = new Set<string>()
  for (const table of Object.keys(await everything(stand.db)))
    for (const row of await stand.db(table))
      for (const [column, value] of Object.entries(row))
        if (String(value).includes(`"kind":"${kind}"`)) found.add(`${table}.${column}`)
  return [...found].filter((place) => !PLAIN.includes(place)).sort()
}

const PLAIN = ['tasks.title', 'campaigns.learned_words']
const PLACES = ['approval_requests.brief', 'campaigns.brief', 'events.data', 'launch_steps.plan']

test('plans of before say who does a step, everywhere, and nothing else changes', async () => {
  await tell()
  const { db } = stand
  const before = await states(db)
  expect(new Set(before.map(({ campaign }) => campaign.stage)).size).toBe(9)
  const was = await everything(db)
  expect(before.flatMap(({ steps }) => steps.map(({ handle }) => handle))).toContain('run-7')
  await goBack(db)
  const old = [
    { kind: 'webhook', target: 'tool', words: TYPED },
    { kind: 'manual', person: 'UANA', words: TYPED },
  ]
  const [brief] = await db('campaigns').where({ key: 'of-2' }).pluck('brief')
  expect(brief).toContain(`"plan":${JSON.stringify(old)}`)
  for (const kind of ['sent', 'human']) expect(await holding(kind)).toEqual([])
  for (const kind of ['webhook', 'manual']) expect(await holding(kind)).toEqual(PLACES)
  await (await migration()).up(db)
  for (const file of LATER) await (await migration(file)).up(db)
  for (const kind of ['webhook', 'manual']) expect(await holding(kind)).toEqual([])
  for (const kind of ['sent', 'human']) expect(await holding(kind)).toEqual(PLACES)
  // Nobody who has read it before: no event says that a migration changed it.
  const fresh = stand.opened.another()
  const after = await states(fresh)
  expect(after).toEqual(before.map(lost))
  for (const state of after) {
    const { id } = state.campaign
    expect(replay(await historyOf(fresh, id), id)).toStrictEqual(state)
  }
  const { events: _, launch_steps: _steps, ...tables } = await everything(db)
  const then = Object.fromEntries(Object.keys(tables).map((table) => [table, was[table]]))
  // What is done needs no word that its campaign is over, and gets none.
  const needed = (tasks: unknown) => JSON.parse(JSON.stringify(tasks).replaceAll(/\\"over\\":[^,]+,/g, ''))
  expect({ ...tables, tasks: needed(tables.tasks) }).toEqual({ ...then, tasks: needed(then.tasks) })
})

/** There were no handles before. */
function lost(state: CampaignState): CampaignState {
  return { ...state, steps: state.steps.map((step) => ({ ...step, handle: null })) }
}

test('what was on its way goes on', async () => {
  stand.pass(MINUTE)
  await stand.engine.runDue()
  expect(await stand.db('launch_steps').where({ state: 'sending' })).toEqual([])
})
