/** How time goes on in a chaos: from one thing that is due to the next, with whoever is alive. */

import type { Stairway } from '../../src/compose.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { isPostgres } from '../../src/store/kit/database.ts'
import { takeForDead } from '../../tests/support/killed.ts'
import type { Life } from './life.ts'
import { HOUR, MINUTE } from './script.ts'
import type { World } from './world.ts'

const MOMENT_MS = 2_000
/** Reminders and the daily message are looked for so often, where nothing has a time of its own. */
const STRIDE_MS = 3 * HOUR
const MOST_TURNS = 500

/** Goes on to `until`, in milliseconds of the clock. */
export async function goTo(world: World, until: number): Promise<void> {
  await settle(world)
  while (world.clock.at < until) {
    const stride = Math.floor(world.clock.at / STRIDE_MS + 1) * STRIDE_MS
    world.clock.at = Math.min(until, stride, (await nextDue(world)) ?? until)
    await all(world, ({ deps }) => runSchedules(deps))
    await settle(world)
  }
}

/** Runs the jobs that are due now, and those that are due a moment later for that. */
export async function settle(world: World): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    await resurrect(world)
    if (world.full && world.clock.at >= world.full.until) await makeRoom(world)
    const ran = await all(world, ({ engine }) => engine.runDue())
    world.clock.at += MOMENT_MS
    if (ran.every((jobs) => !jobs) && world.lives.every(({ fate }) => fate.dead === null)) return
  }
  world.errors.push(`Something is due again and again at ${new Date(world.clock.at).toISOString()}`)
}

/** What comes of it with each who is alive; nothing where one dies of it. */
function all<T>(world: World, work: (stairway: Stairway) => Promise<T>): Promise<(T | null)[]> {
  const tried = (life: Life) =>
    work(life.stairway).catch((error) => {
      if (life.fate.dead === null) troubled(world, life, error)
      return null
    })
  return Promise.all(world.lives.map((life) => Promise.race([tried(life), life.fate.death.then(() => null)])))
}

const AWAY = /SQLITE_FULL|terminat|Connection|ECONN|ENOENT|starting up|shutting down|recovery mode/i

/** The database is away or full: a process whose jobs it can't end is started anew, as its supervisor would. */
function troubled(world: World, life: Life, error: unknown): void {
  const said = error instanceof Error ? error.message : String(error)
  world.tell(`trouble: ${said}`)
  if (!AWAY.test(said)) world.errors.push(`in a tick: ${said}`)
  // What is full stays so for whoever is started anew: they are, once there is room.
  if (!world.full) life.fate.die(`by ${said.slice(0, 80)}`)
}

export async function makeRoom(world: World): Promise<void> {
  await world.fill(null)
  for (const { fate } of world.lives) fate.die('since the disk was full')
}

/** Whoever was killed is started anew, after a while in which nobody runs. */
export async function resurrect(world: World): Promise<void> {
  await world.restarting
  const dead = world.lives.filter(({ fate }) => fate.dead !== null)
  for (const life of dead) {
    world.tell(`killed ${life.fate.dead}`)
    world.lives.splice(world.lives.indexOf(life), 1)
    await life.bury()
    // By the machine's clock a lease lasts longer than a whole chaos.
    await takeForDead(world.db, life.stairway.db)
  }
  if (dead.length === 0) return
  const downMs = world.armed?.downMs ?? MINUTE
  world.armed = null
  if (world.lives.length === 0) away(world, downMs)
  for (const _ of dead) await world.start()
}

/** Nobody looks at the clock for so long. */
export function away(world: World, ms: number): void {
  world.gaps.push({ from: world.clock.at, to: world.clock.at + ms })
  world.clock.at += ms
}

/** When the next thing falls due that has a time of its own; null where there is none. */
async function nextDue({ db, clock, restarting }: World): Promise<number | null> {
  await restarting
  const [job] = await db('jobs').where('state', 'waiting').where('run_at', '>', clock.at).min('run_at as at')
  const digests = db('campaigns').where('digest_next_at', '>', clock.at)
  const [digest] = await digests.min('digest_next_at as at')
  const [promised] = isPostgres(db)
    ? await db('graphile_worker.jobs').where('run_at', '>', new Date(clock.at)).min('run_at as at')
    : []
  const all = [job?.at, digest?.at, promised?.at].flatMap((at) => (at ? [Number(at)] : []))
  return all.length === 0 ? null : Math.min(...all)
}
