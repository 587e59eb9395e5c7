/** One chaos under way: its clock, who runs, what goes wrong now, and what people were told. */
import type { Knex } from 'knex'
import type { CreateEngine } from '../../src/jobs/contract.ts'
import type { Painter } from '../../src/pictures/painter.ts'
import { isPostgres } from '../../src/store/kit/database.ts'
import { openUrl } from '../../tests/store/open.ts'
import { freeJobsOfTheKilled } from '../../tests/support/killed.ts'
import { chanceOf } from './chance.ts'
import type { Kill } from './fate.ts'
import type { Fault } from './gate.ts'
import { type Life, live } from './life.ts'
import type { Place } from './place.ts'
import { faultFor, type Script } from './script.ts'

/** What somebody was told was done. */
export interface Acked {
  readonly key: string
  readonly text: string
  /** Slack's id of the payload. */
  readonly trigger: string
  readonly said: string
}

/** A time in which nobody looked at the clock. */
export interface Gap {
  readonly from: number
  readonly to: number
}

export interface World {
  readonly script: Script
  readonly place: Place
  /** Of who looks on. */
  readonly db: Knex
  readonly clock: { at: number }
  readonly lives: Life[]
  readonly acked: Acked[]
  readonly gaps: Gap[]
  /** What happened, for who reads of a seed that failed. */
  readonly told: string[]
  /** How many calls went wrong. */
  readonly injected: { faults: number }
  /** Errors that nobody expected. */
  readonly errors: string[]
  tell(what: string): void
  /** Storms that rage now. */
  readonly storms: Map<object, { readonly of: string; readonly fault: Fault }>
  /** When the next one alive is killed, and for how long nobody starts it anew. */
  armed: { readonly kill: Kill; readonly downMs: number } | null
  calm: boolean
  /** Until when the disk is, and how many pages there are; null where it is not. */
  full: { readonly until: number; readonly pages: number } | null
  /** Ends PostgreSQL in the middle of all work, where no one else has it. */
  readonly restart: (() => Promise<void>) | null
  /** Until it is there again. */
  restarting: Promise<void>
  fill(until: number | null): Promise<void>
  start(): Promise<Life>
}

export interface Setting {
  readonly script: Script
  readonly place: Place
  readonly databaseUrl: string
  readonly clock: { at: number }
  readonly painter: Painter
  readonly createEngine: CreateEngine
  /** Hears at once what happens. */
  readonly hear?: ((line: string) => void) | undefined
  /** Whether its engine looks for jobs by itself. */
  readonly pumps: boolean
  readonly restart?: (() => Promise<void>) | undefined
}

export function createWorld(setting: Setting): World {
  const { script, place, databaseUrl, clock, painter, createEngine } = setting
  const calls = chanceOf(script.seed, 'calls')
  const now = () => new Date(clock.at)
  const world: World = {
    ...{ script, place, clock, db: openUrl(databaseUrl) },
    ...{
      lives: [],
      acked: [],
      gaps: [],
      told: [],
      errors: [],
      injected: { faults: 0 },
      storms: new Map(),
      armed: null,
      calm: false,
      full: null,
      restart: setting.restart ?? null,
      restarting: Promise.resolve(),
    },
    tell: (what) => {
      const line = `${now().toISOString()} ${what}`
      world.told.push(line)
      setting.hear?.(line)
    },
    fill: async (until) => {
      if (isPostgres(world.db)) return
      const { page_count: pages } = (await world.db.raw('pragma page_count'))[0]
      world.full = until === null ? null : { until, pages }
      for (const life of world.lives) await limit(world, life)
    },
    start: async () => {
      const { concurrency } = script
      const log = { write: (line: string) => hear(world, line) }
      const life = await startAtLast(world, () =>
        live({ place, databaseUrl, now, faultOf, concurrency, painter, createEngine, log }),
      )
      if (world.lives.length === 0) await freeJobsOfTheKilled(world.db) // as the engine does when it starts
      if (world.armed) life.fate.arm(world.armed.kill)
      if (setting.pumps)
        await life.stairway.engine.start().catch((error) => world.tell(`not started: ${error}`))
      if (world.full) await limit(world, life)
      world.lives.push(life)
      return life
    },
  }
  const faultOf = (name: string): Fault | null => {
    if (world.calm || name === STARTS) return null
    const storm = [...world.storms.values()].find(({ of }) => name.includes(of))
    const fault = fairly(
      name,
      storm?.fault ??
        (calls.happens(name.startsWith('users') ? script.rate / 20 : script.rate) ? faultFor(calls) : null),
    )
    if (fault === null) return null
    world.injected.faults += 1
    world.tell(`${name} ${JSON.stringify(fault)}`)
    return fault
  }
  return world
}

/** A start waits as Slack asks, by the machine's clock. */
const STARTS = 'auth.test'
const MOST_STARTS = 200

/** Its supervisor starts it again until it comes up. */
async function startAtLast(world: World, start: () => Promise<Life>): Promise<Life> {
  for (let left = MOST_STARTS; ; left--) {
    try {
      return await start()
    } catch (error) {
      world.tell(`did not start: ${error}`)
      if (left === 0) throw error
      if (world.lives.length === 0) world.gaps.push({ from: world.clock.at, to: world.clock.at + AGAIN_MS })
      world.clock.at += AGAIN_MS
    }
  }
}

const AGAIN_MS = 60_000
const MOST_PAGES = 1_073_741_823

/** No page more than there are: SQLite says so as it does where the disk has none left. */
async function limit({ full }: World, { stairway }: Life): Promise<void> {
  const most = full?.pages ?? MOST_PAGES
  await stairway.db.raw(`pragma max_page_count = ${most}`).catch(() => undefined) // it was killed just now
}

/** What a webhook answers with 200 it has taken: one that lies is no fault of the way. */
function fairly(name: string, fault: Fault | null): Fault | null {
  return name.startsWith('sender') && fault?.is === 'garbage' ? { ...fault, stored: true } : fault
}

const FATAL = 60

function hear(world: World, line: string): void {
  const { level, msg, err, job } = JSON.parse(line)
  const which = job ? `${job.kind} ${job.id}, attempt ${job.attempts}: ` : ''
  world.tell(`log: ${msg} ${which}${err?.message ?? ''}`)
  if (level >= FATAL) world.errors.push(`fatal: ${msg} ${err?.stack ?? ''}`)
}
