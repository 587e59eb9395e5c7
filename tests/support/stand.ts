import { WebClient } from '@slack/web-api'
import type { Knex } from 'knex'
import type { Catalog } from '../../src/domain/catalog/catalog.ts'
import { BUILT_IN_TEMPLATES } from '../../src/domain/catalog/templates.ts'
import type { Membership } from '../../src/domain/people.ts'
import type { Actor } from '../../src/domain/state/actor.ts'
import type { Brief } from '../../src/domain/state/brief.ts'
import type { CampaignState } from '../../src/domain/state/campaign.ts'
import type { Engine } from '../../src/jobs/contract.ts'
import { type JobDeps, jobKinds } from '../../src/jobs/kinds/all.ts'
import { createTableEngine } from '../../src/jobs/table/engine.ts'
import { createLogger } from '../../src/log.ts'
import { createPainter } from '../../src/pictures/painter.ts'
import { isPostgres } from '../../src/store/kit/database.ts'
import type { Targets } from '../../src/targets/target.ts'
import { decide, submit } from '../../src/usecases/approvals.ts'
import { createCampaign, editBrief } from '../../src/usecases/campaigns.ts'
import type { Deps, JobKinds } from '../../src/usecases/deps.ts'
import { launch } from '../../src/usecases/launches.ts'
import { updateTask } from '../../src/usecases/tasks.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import { type OpenTestDatabase, openTestDatabase } from '../store/open.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** A Monday. */
export const MONDAY = new Date('2026-03-02T08:00:00Z')

/** Ana owns campaigns; Tom and Liv are of growth, Raj and Mei of data, Zoe of no team. */
export const TEAMS: Membership = new Map([
  ['growth', new Set(['UANA', 'UTOM', 'ULIV'])],
  ['data', new Set(['URAJ', 'UMEI'])],
])

export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes...!').toString('base64')}`

const METRICS: Catalog['metrics'] = ['purchase', 'visit', 'unsubscribe'].map((name) => ({
  name,
  label: name,
  kind: 'proportion',
  direction: name === 'unsubscribe' ? 'down' : 'up',
  warehouse: 'events',
  sql: `select unit, at, value from ${name}`,
}))

export const CATALOG: Catalog = {
  teams: [],
  policies: [
    {
      name: 'default',
      requires: [
        { team: 'growth', count: 1 },
        { team: 'data', count: 1 },
      ],
      expiresAfterHours: 72,
    },
    { name: 'large', requires: [{ team: 'growth', count: 2 }], expiresAfterHours: 24 },
  ],
  templates: [
    ...BUILT_IN_TEMPLATES,
    {
      name: 'short',
      title: 'Short',
      kind: 'campaign',
      policy: 'default',
      tasks: [
        { title: 'Events seen', step: 'collect', team: 'data', required: true, dueInDays: 2 },
        { title: 'Proof reads well', step: 'collect', team: 'growth', required: true, dueInDays: 1 },
        { title: 'Support knows', step: 'collect', team: 'growth', required: false },
      ],
    },
    { name: 'large', title: 'Large', kind: 'campaign', policy: 'large', tasks: [] },
    { name: 'orphan', title: 'Orphan', kind: 'campaign', policy: 'gone', tasks: [] },
  ],
  warehouses: [],
  exposures: [{ name: 'mailed', warehouse: 'events', sql: 'select unit, arm, exposed_at from mailed' }],
  metrics: METRICS,
  targets: [],
  checks: [],
  freezes: [],
}

/** What a brief must hold before it can be submitted; one manual step of Ana's launches it. */
export const FULL_BRIEF: Partial<Brief> = {
  partner: 'URAJ',
  hypothesis: 'A reminder brings lapsed customers back',
  outcome: { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: [] },
  audience: { words: 'Lapsed 90 days', size: 42_610 },
  arms: [
    { name: 'control', weight: 1 },
    { name: 'mail', weight: 1 },
  ],
  horizonDays: 14,
  exposures: 'mailed',
  plan: [{ kind: 'human', person: 'UANA', words: 'Start the send' }],
}

export interface StandOptions {
  readonly catalog?: Partial<Catalog>
  readonly members?: Membership
  /** What the targets of the catalog are opened to. */
  readonly targets?: Targets
}

/** The verbs on a real database with the real job engine, and a clock that only the test moves. No Slack: nothing is posted. */
export interface Stand {
  readonly opened: OpenTestDatabase
  readonly db: Knex
  readonly deps: Deps
  readonly jobDeps: JobDeps
  readonly engine: Engine<JobKinds>
  readonly clock: { at: number }
  pass(ms: number): void
  /** The same verbs on connections of their own, as another replica has them; SQLite has one process. */
  another(): Deps
  close(): Promise<void>
}

export async function standUp({
  catalog = {},
  members = TEAMS,
  targets = new Map(),
}: StandOptions = {}): Promise<Stand> {
  const opened = await openTestDatabase()
  const { db } = opened
  const clock = { at: MONDAY.getTime() }
  const deps: Deps = {
    db,
    now: () => new Date(clock.at),
    enqueue: (...job) => engine.enqueue(...job),
    catalog: { ...CATALOG, ...catalog },
    members: async () => members,
    deactivated: async () => [],
    outsiders: async () => [],
    zone: async () => 'Europe/Berlin',
    askCheck: async (_state, name) => {
      throw new Error(`No check ${name} is declared`)
    },
    lookAt: async () => null,
  }
  const log = createLogger('silent')
  const warehouses = openWarehouses(deps.catalog.warehouses)
  const jobDeps: JobDeps = {
    ...deps,
    warehouses,
    targets,
    delivery: new WebClient(),
    draw: async () => null,
    painter: createPainter(),
    log,
  }
  const kinds = jobKinds(jobDeps)
  const engine = createTableEngine<JobKinds>({
    db,
    log,
    now: deps.now,
    random: () => 0,
    kinds: {
      ...kinds,
      deliver: { ...kinds.deliver, run: async () => undefined },
      deliver_paced: { ...kinds.deliver_paced, run: async () => undefined },
      pictures: { ...kinds.pictures, run: async () => undefined },
    },
  })
  return {
    opened,
    db,
    deps,
    jobDeps,
    engine,
    clock,
    pass: (ms) => {
      clock.at += ms
    },
    another: () => (isPostgres(db) ? { ...deps, db: opened.another() } : deps),
    close: async () => {
      await warehouses.close()
      await opened.close()
    },
  }
}

export function person(userId: string, delivery?: string): Actor {
  return { teamId: 'T1', userId, surface: 'command', ...(delivery ? { delivery } : {}) }
}

export const ANA = person('UANA')
export const TOM = person('UTOM')
export const RAJ = person('URAJ')
export const MEI = person('UMEI')
export const ZOE = person('UZOE')

export interface Wanted {
  readonly name?: string
  readonly template?: string
  readonly channel?: string
  readonly brief?: Partial<Brief>
}

/** A campaign of Ana's with a full brief and every task done. */
export async function ready({ deps }: Stand, wanted: Wanted = {}): Promise<CampaignState> {
  const { name = 'Winback', template = 'short', channel = 'C1', brief = {} } = wanted
  const state = await createCampaign(deps, ANA, { name, template, channel, key: null })
  const ref = { id: state.campaign.id }
  const changed = await editBrief(deps, ANA, ref, { ...FULL_BRIEF, ...brief })
  for (const { n } of state.tasks)
    await updateTask(deps, ANA, ref, { n, verb: 'done', words: 'seen', person: null, dueAt: null })
  return changed.after
}

export async function submitted(stand: Stand, wanted?: Wanted): Promise<CampaignState> {
  const { campaign } = await ready(stand, wanted)
  return (await submit(stand.deps, ANA, { id: campaign.id })).after
}

export async function approved(stand: Stand, wanted?: Wanted): Promise<CampaignState> {
  const { campaign } = await submitted(stand, wanted)
  const yes = { verdict: 'approve', words: null } as const
  await decide(stand.deps, TOM, { id: campaign.id }, yes)
  return (await decide(stand.deps, RAJ, { id: campaign.id }, yes)).after
}

export async function launching(stand: Stand, wanted?: Wanted): Promise<CampaignState> {
  const { campaign } = await approved(stand, wanted)
  return (await launch(stand.deps, ANA, { id: campaign.id }, null)).after
}

/** Every row of every table, to show that nothing has changed. */
export async function everything(db: Knex): Promise<Record<string, unknown[]>> {
  const tables = [
    'campaigns',
    'tasks',
    'approval_requests',
    'decisions',
    'launch_steps',
    'follow_ups',
    'events',
    'digests',
    'pictures',
    'suggestions',
    'messages',
    'jobs',
  ]
  const all: Record<string, unknown[]> = {}
  for (const table of tables) all[table] = (await db(table)).map(inOrder).sort()
  return all
}

/** A row, in whatever order migrations have made its columns. */
function inOrder(row: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
}
