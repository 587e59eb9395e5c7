import { expect, onTestFinished, test, vi } from 'vitest'
import { openUrl } from '../store/open.ts'
import { createDatabase } from '../support/postgres.ts'
import { ground } from './ground.ts'
import type { Running } from './run-main.ts'

vi.setConfig({ testTimeout: 600_000 })
const PATIENT = { timeout: 300_000, interval: 200 }

type Ground = Awaited<ReturnType<typeof ground>>

/** How often the card of each campaign was posted. */
const postsOf = ({ slack }: Ground, keys: readonly string[]) =>
  keys.map((key) => [
    key,
    slack.calls.filter(
      ({ method, args, answer }) =>
        method === 'chat.postMessage' && answer.ok && JSON.stringify(args).includes(`\`${key}\``),
    ).length,
  ])

/** Those whose card does not stand in the channel. */
async function missing({ slack }: Ground, keys: readonly string[]): Promise<string[]> {
  const standing = (await slack.messages('C0GROWTH')).map(({ text }) => text).join('\n')
  return keys.filter((key) => !standing.includes(`\`${key}\``))
}

/** Creates campaigns one after the other; how long each ack took, in milliseconds. */
function creator(on: Ground) {
  const keys: string[] = []
  /** Those that were told of before their ack was due. */
  const told: string[] = []
  const acks: number[] = []
  const create = async (to: Running | undefined) => {
    if (!to) throw new Error('Nobody runs')
    const key = `sale-${keys.length}`
    keys.push(key)
    const begun = performance.now()
    const sent = await on.clientOf(to).command('U0ANA', '/campaign', `new Sale ${key} key:${key}`)
    acks.push(performance.now() - begun)
    const { text } = await sent.answer()
    expect(text).toMatch(/Sale sale-|^Working on it/) // acked; on a busy machine the answer follows
    if (!text.startsWith('Working on it')) told.push(key)
  }
  return { keys, told, acks, create }
}

test('three processes that start at once share a PostgreSQL database; replaced one by one under load they lose nothing and do nothing twice', async ({
  annotate,
}) => {
  const on = await ground({ makeDatabase: () => createDatabase() })
  const all: Running[] = await Promise.all([on.start(), on.start(), on.start()])
  const { keys, told, acks, create } = creator(on)
  let rolling = true
  /** A balancer sends to those that are ready, in turn. */
  const act = async () => {
    for (let turn = 0; rolling; turn++) await create(all[turn % all.length])
  }
  const acting = act()
  for (let n = 0; n < 3; n++) {
    const next = await on.start()
    const [old] = all.splice(0, 1)
    all.push(next)
    old?.signal('SIGTERM')
    expect(await old?.ended()).toBe(0)
  }
  rolling = false
  await acting
  await vi.waitUntil(async () => (await missing(on, told)).length === 0, PATIENT)
  // What took longer than an ack may be cut off by an end, ten seconds after it: then whoever typed it was told nothing yet.
  expect(postsOf(on, keys).filter(([, posts]) => Number(posts) > 1)).toEqual([])
  const slowest = acks.toSorted((a, b) => b - a)
  await annotate(
    `${acks.length} acts while three were replaced: slowest acks ${slowest.slice(0, 3).map(Math.round).join(', ')} ms, median ${Math.round(slowest[acks.length >> 1] ?? 0)} ms`,
  )
})

test('what is due by the clock is claimed once, though the clock of each of three processes strikes', async () => {
  const on = await ground({ makeDatabase: () => createDatabase() })
  const first = await on.start()
  for (let n = 1; n < 3; n++) await on.start()
  const tom = on.clientOf(first)
  await (await tom.command('U0TOM', '/campaign', 'digest all weekly tue 09:00 Europe/Berlin')).answer()
  await (await tom.command('U0TOM', '/campaign', 'digest learned weekly tue 09:00 Europe/Berlin')).answer()
  const db = openUrl(on.databaseUrl)
  const slots = () => db('portfolio_digests').select('portfolio_id', 'slot')
  try {
    // At their next minute all of them find the slot of a while ago.
    const due = Date.now() - 60_000
    const planned = await db('portfolios').whereNotNull('next_at').update({ next_at: due })
    expect(planned).toBeGreaterThan(0)
    await vi.waitUntil(async () => (await slots()).length > 0, PATIENT)
    await vi.waitUntil(async () => (await db('portfolio_digests').whereNull('made_at')).length === 0, PATIENT)
    expect(await slots()).toHaveLength(planned)
    expect(new Set((await slots()).map(({ portfolio_id }) => portfolio_id)).size).toBe(planned)
  } finally {
    await db.destroy()
  }
})

test('a job that a process held when it was killed, and what waits behind it in its lane, is finished by another one', async ({
  annotate,
}) => {
  const on = await ground({ makeDatabase: () => createDatabase() })
  const { slack } = on
  const killed = await on.start()
  const db = openUrl(on.databaseUrl)
  onTestFinished(() => db.destroy())
  const now = async (): Promise<number> =>
    +(await db.raw('select extract(epoch from clock_timestamp()) * 1000 as now')).rows[0].now
  const held = slack.holdNext('chat.postMessage')
  const { keys, create } = creator(on)
  for (let n = 0; n < 2; n++) await create(killed)
  await held.arrived
  const claims = () =>
    db('graphile_worker._private_job_queues').whereNotNull('locked_by').pluck<string[]>('locked_by')
  const [worker] = await claims()
  expect(await db('process_workers').whereIn('worker', await claims())).toHaveLength(1)
  const other = await on.start()
  const killedAt = await now()
  killed.signal('SIGKILL')
  await slack.until('conversations.history') // what it posted may have arrived: so it is looked for first
  const took = (await now()) - killedAt
  expect(await claims()).not.toContain(worker)
  await vi.waitUntil(() => postsOf(on, keys).every(([, posts]) => posts !== 0), PATIENT)
  expect(postsOf(on, keys)).toEqual(keys.map((key) => [key, 1]))
  expect(other.process.exitCode).toBeNull()
  await annotate(`resumed ${Math.round(took)} ms after kill -9, by the clock of the database`)
})

test('over Socket Mode Slack chooses a process for each act: one that is killed at its act and one that is replaced lose nothing, and nothing is done twice', async () => {
  const on = await ground({ makeDatabase: () => createDatabase(), socket: true })
  const { socket } = on
  if (!socket) throw new Error('No socket')
  const [first, killed] = [await on.start(), await on.start()]
  const { keys, create } = creator(on)
  for (let n = 0; n < 4; n++) await create(first)
  expect(socket.ackedBy).toEqual([1, 2, 1, 2])

  const db = openUrl(on.databaseUrl)
  onTestFinished(() => db.destroy())
  // Both are at an act: neither has kept or acked it.
  const held = await db.transaction()
  await held.raw('lock table campaigns in share row exclusive mode')
  const both = [create(first), create(killed)]
  const atIt = () => db('pg_locks').whereRaw("not granted and relation = 'campaigns'::regclass")
  await vi.waitUntil(async () => (await atIt()).length === 2, PATIENT)
  killed.signal('SIGKILL')
  await killed.ended()
  await held.commit()
  await Promise.all(both)
  expect(new Set(socket.ackedBy.slice(4))).toEqual(new Set([1]))

  await on.start()
  const acting = (async () => {
    for (let n = 0; n < 4; n++) await create(first)
  })()
  first.signal('SIGTERM')
  expect(await first.ended()).toBe(0)
  await acting
  expect(socket.ackedBy.slice(6)).toContain(3)
  await vi.waitUntil(() => postsOf(on, keys).every(([, posts]) => posts !== 0), PATIENT)
  expect(postsOf(on, keys)).toEqual(keys.map((key) => [key, 1]))
  expect(await db('campaigns').pluck('key').orderBy('id')).toHaveLength(keys.length)
})
