/** One seed on one engine: a place, a database, a script that is played, and the verdict on it. */
import { createGraphileEngine } from '../../src/jobs/graphile/engine.ts'
import { createTableEngine } from '../../src/jobs/table/engine.ts'
import { createPainter, type Painter } from '../../src/pictures/painter.ts'
import { migrate } from '../../src/store/kit/database.ts'
import { openUrl } from '../../tests/store/open.ts'
import type { TestDatabase } from '../../tests/support/postgres.ts'
import { chanceOf } from './chance.ts'
import { evidenceOf } from './evidence.ts'
import { createFate, Killed } from './fate.ts'
import { watchStatements } from './life.ts'
import { openPlace } from './place.ts'
import { play } from './play.ts'
import { POINTS, scriptOf } from './script.ts'
import { type Verdict, verdictOf } from './verdict.ts'
import { createWorld, type World } from './world.ts'

export interface Ran extends Verdict {
  readonly seed: number
  readonly told: readonly string[]
  /** Times that a process was killed. */
  readonly deaths: number
  /** Calls that went wrong. */
  readonly faults: number
}

export interface Stage {
  readonly engine: 'sqlite' | 'postgres'
  /** That share the database; one on SQLite. */
  readonly processes: number
  /** Of the script; 1 without it. */
  readonly pace?: number
  readonly makeDatabase: (seed: number) => Promise<TestDatabase>
  readonly painter?: Painter
  /** Restarts its server, where nobody else has it. */
  readonly restart?: () => Promise<void>
  /** Hears at once what happens. */
  readonly hear?: (line: string) => void
}

const PAINTER = createPainter()

export async function runSeed(seed: number, stage: Stage): Promise<Ran> {
  const script = scriptOf(seed, stage.pace)
  const clock = { at: script.start.getTime() }
  const place = await openPlace(() => new Date(clock.at))
  const database = await stage.makeDatabase(seed)
  const createEngine = stage.engine === 'sqlite' ? createTableEngine : createGraphileEngine
  const pumps = stage.engine === 'postgres' || script.concurrency > 1
  const world = createWorld({
    ...{ script, place, clock, createEngine, pumps },
    databaseUrl: database.url,
    hear: stage.hear,
    restart: stage.restart,
    painter: stage.painter ?? PAINTER,
  })
  const uncaught = (error: unknown) => hearUncaught(world, error)
  process.on('unhandledRejection', uncaught)
  try {
    await migrateUnderFire(seed, database.url)
    await play(world, stage.processes)
    return await judge(world)
  } finally {
    process.off('unhandledRejection', uncaught)
    for (const life of world.lives) await life.bury()
    await world.db.destroy()
    await place.close()
    await database.drop()
  }
}

/** Each start goes on where the one before it was killed. A database that has its schema is left as it is. */
async function migrateUnderFire(seed: number, url: string): Promise<void> {
  const chance = chanceOf(seed, 'migrations')
  for (let deaths = 0; ; deaths++) {
    const [db, fate] = [openUrl(url), createFate()]
    watchStatements(db, fate)
    if (deaths < 3) fate.arm({ point: chance.oneOf(POINTS), n: chance.within(1, 300) })
    try {
      return await migrate(db)
    } catch (error) {
      if (fate.dead === null) throw error
    } finally {
      await db.destroy()
    }
  }
}

/** Of the dead nobody has to hear. */
function hearUncaught(world: World, error: unknown): void {
  const said = error instanceof Error ? `${error.stack}` : String(error)
  world.tell(`uncaught: ${said}`)
  if (!(error instanceof Killed)) world.errors.push(`Nobody caught: ${said.slice(0, 300)}`)
}

async function judge(world: World): Promise<Ran> {
  const [life] = world.lives
  if (!life) throw new Error('Nobody is alive at the end')
  const evidence = await evidenceOf(world, life)
  const { told, script, injected } = world
  return {
    ...verdictOf(evidence),
    told,
    faults: injected.faults,
    seed: script.seed,
    deaths: told.filter((line) => / killed /.test(line)).length,
  }
}
