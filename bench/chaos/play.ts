/** Plays a script to its end, and on until all is quiet. */
import { isPostgres } from '../../src/store/kit/database.ts'
import type { Kill } from './fate.ts'
import { away, goTo, makeRoom, resurrect, settle } from './pass.ts'
import { perform } from './people.ts'
import { type Act, HOUR, type Trouble } from './script.ts'
import type { World } from './world.ts'

type Happening =
  | { readonly at: number; readonly act: Act }
  | { readonly at: number; readonly trouble: Trouble }

/** `processes` run at once. */
export async function play(world: World, processes: number): Promise<void> {
  const { script, clock } = world
  while (world.lives.length < processes) await world.start()
  let base = clock.at
  for (const happening of happeningsOf(world)) {
    if (clock.at < base + happening.at) await goTo(world, base + happening.at)
    if ('act' in happening) await perform(world, happening.act)
    else base += await befall(world, happening.trouble)
  }
  await goTo(world, base + script.calmAt)
  await quieten(world)
}

function happeningsOf({ script: { acts, troubles } }: World): Happening[] {
  const all: Happening[] = [
    ...acts.map((act) => ({ at: act.at, act })),
    ...troubles.map((trouble) => ({ at: trouble.at, trouble })),
  ]
  return all.sort((a, b) => a.at - b.at)
}

/** How far the clock was set by it, in milliseconds. */
async function befall(world: World, trouble: Trouble): Promise<number> {
  world.tell(`trouble ${JSON.stringify(trouble)}`)
  await resurrect(world)
  switch (trouble.is) {
    case 'storm':
      rage(world, trouble)
      return 0
    case 'kill': {
      world.armed = trouble
      world.lives.at(trouble.kill.n % world.lives.length)?.fate.arm(trouble.kill)
      return 0
    }
    case 'outage':
      world.armed = { kill: { point: 'before call', n: 1 }, downMs: trouble.until - trouble.at }
      for (const { fate } of world.lives) fate.die('in an outage')
      await resurrect(world)
      return 0
    case 'clock':
      if (trouble.ms > 0) away(world, trouble.ms)
      else world.clock.at += trouble.ms
      return trouble.ms
    case 'disk full':
      await world.fill(world.clock.at + trouble.until - trouble.at)
      return 0
    case 'database restarted':
      await restartDatabase(world, trouble.when)
      return 0
    case 'people come':
      await come(world, trouble.people)
      return 0
  }
}

function rage(world: World, storm: Extract<Trouble, { is: 'storm' }>): void {
  const { of, fault } = storm
  const until = world.clock.at + storm.until - storm.at
  const storms = world.storms
  storms.set(storm, {
    get of() {
      if (world.clock.at >= until) storms.delete(storm)
      return of
    },
    fault,
  })
}

async function come({ place: { shop }, clock }: World, people: number): Promise<void> {
  const at = new Date(clock.at)
  for (const [arm, bought] of [
    ['control', 0.2],
    ['mail', 0.24],
  ] as const) {
    await shop.expose(arm, people, at)
    await shop.act('purchase', arm, Math.round(people * bought), at)
  }
}

/** Where others have the server too, what its clients see of a restart: every connection ends. */
async function restartDatabase(world: World, when: Kill): Promise<void> {
  if (!isPostgres(world.db)) return
  if (world.restart) return armRestart(world, when, world.restart)
  await world.db.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )
}

/** By whoever comes to that first. */
function armRestart(world: World, when: Kill, restart: () => Promise<void>): void {
  let begun = false
  const begin = () => {
    if (begun) return
    begun = true
    world.tell('the database is restarted')
    world.restarting = restart()
  }
  for (const { fate } of world.lives) fate.arm(when, begin)
}

/** Nothing goes wrong any more: people mend what waits for them, and time goes on until nothing is left to do. */
async function quieten(world: World): Promise<void> {
  world.calm = true
  world.armed = null
  if (world.full) await makeRoom(world)
  for (const { fate } of world.lives) fate.arm(null)
  await settle(world)
  await goTo(world, world.clock.at + 3 * HOUR)
  for (const { key, n } of await failedSteps(world))
    await perform(world, {
      ...{ at: 0, key, user: 'U0ANA', text: `send-again ${key} ${n}`, twice: 'no' },
      done: /being sent again/,
    })
  await goTo(world, world.clock.at + 6 * HOUR)
}

function failedSteps({ db }: World): Promise<{ key: string; n: number }[]> {
  return db('launch_steps as s')
    .join('campaigns as c', 'c.id', 's.campaign_id')
    .where('s.state', 'failed')
    .whereIn('c.stage', ['launching', 'paused'])
    .select('c.key', 's.n')
}
