import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createUpkeep } from '../../../src/jobs/graphile/upkeep.ts'
import { createTableEngine } from '../../../src/jobs/table/engine.ts'
import { createLogger } from '../../../src/log.ts'
import { inTransaction } from '../../../src/store/kit/database.ts'
import { collectQueues } from '../../../src/store/worker-queues.ts'
import { type OpenTestDatabase, openTestPostgres } from '../../store/open.ts'
import { type Bench, createBench, deferred, forever, HOUR } from '../bench.ts'
import { GRAPHILE, paced } from './machinery.ts'

let opened: OpenTestDatabase
let bench: Bench
beforeAll(async () => {
  opened = await openTestPostgres()
})
afterAll(() => opened.close())
beforeEach(() => {
  bench = createBench(opened, paced({ beatMs: 50 }), GRAPHILE)
})
afterEach(() => bench.close())

describe('jobs of the version before, whose engine had a table of ours', () => {
  /** Waiting, to come, of a key and dead: as its engine leaves them. */
  async function left() {
    const before = createBench(opened, createTableEngine, GRAPHILE)
    const engine = before.engine(async ({ n }) =>
      n === 3 ? forever() : Promise.reject(new Error('not yet')),
    )
    await before.add(engine, 1, { lane: 'C1' })
    await engine.runDue()
    await before.add(engine, 2, { lane: 'C1', runAt: new Date(+before.now() + HOUR), key: 'card' })
    const running = before.engine(forever)
    await before.add(running, 3)
    running.runDue().catch(() => undefined)
    await expect.poll(() => opened.db('jobs').where({ state: 'running' }).pluck('attempts')).toEqual([1])
  }

  test('are taken over once: they keep their times, keys, lanes and attempts', async () => {
    await left()
    const seen: unknown[] = []
    const engine = bench.engine(async ({ n, lane, key }, { attempt }) => seen.push([n, attempt, lane, key]))
    await engine.start()
    await vi.waitUntil(() => seen.length > 0, 25_000)
    await engine.runDue()
    expect(seen).toEqual([[3, 1, undefined, undefined]]) // its process ended, which is no attempt
    bench.pass(HOUR / 2)
    await bench.add(engine, 4, { lane: 'C1', key: 'card', runAt: new Date(+bench.now() + HOUR) })
    await engine.runDue()
    bench.pass(HOUR / 2)
    await engine.runDue()
    expect(seen.slice(1)).toEqual([
      [1, 2, 'C1', undefined],
      [4, 1, 'C1', 'card'],
    ])
    expect(await opened.db('jobs')).toEqual([])
  })

  test('are left to it while it runs, and taken over when it is gone', async () => {
    await left()
    const before = new pg.Client(opened.url)
    await before.connect()
    await before.query('select pg_advisory_lock(7823442, hashtext(current_schema()))') // as it holds the database
    const ran = deferred()
    const engine = bench.engine(async ({ n }) => (n === 3 ? ran.resolve() : undefined))
    await engine.start()
    expect(await engine.runDue()).toBe(0)
    expect(await opened.db('jobs').whereNot({ state: 'dead' })).toHaveLength(3)
    await before.end()
    await ran.promise
  })

  test('are not taken where it was without its lock for a moment alone: what runs there would be run twice', async () => {
    await left()
    const ran: number[] = []
    const engine = bench.engine(async ({ n }) => ran.push(n))
    const upkeep = createUpkeep({
      db: opened.db,
      log: createLogger('silent'),
      suspectsWaitMs: 10_000,
      isUrgent: () => true,
      isRun: () => false,
    })
    const looks = async (times: number) => {
      for (let n = 0; n < times; n++) await upkeep.tidy({ id: 'p', name: 'p' })
      return opened.db('jobs').count({ left: '*' }).first()
    }
    const before = new pg.Client(opened.url)
    await before.connect()
    expect(await looks(4)).toEqual({ left: 3 })
    await before.query('select pg_advisory_lock(7823442, hashtext(current_schema()))')
    await looks(1)
    await before.end()
    await expect.poll(() => looks(0)).toEqual({ left: 3 })
    expect(await looks(4)).toEqual({ left: 3 })
    expect(await looks(1)).toEqual({ left: 0 })
    await engine.runDue()
    expect(ran).toEqual([3])
  })

  test('keep what was promised anew while one of the same key ran', async () => {
    const before = createBench(opened, createTableEngine, GRAPHILE)
    const running = before.engine(forever)
    await before.add(running, 1, { key: 'card' })
    running.runDue().catch(() => undefined)
    await expect.poll(() => opened.db('jobs').where({ state: 'running' }).pluck('attempts')).toEqual([1])
    await before.add(running, 2, { key: 'card' })
    const ran: number[] = []
    const engine = bench.engine(async ({ n }) => ran.push(n))
    await engine.start()
    await vi.waitUntil(() => ran.length > 0, 25_000)
    await engine.runDue()
    expect(ran).toEqual([2])
  })
})

test('lanes without a job leave no queue, and none goes while a job that names it may be on its way', async () => {
  const engine = bench.engine(async () => undefined)
  for (const lane of ['C1', 'C2', 'C3']) await bench.add(engine, 1, { lane })
  await engine.runDue()
  const queues = () => opened.db('graphile_worker._private_job_queues').pluck('queue_name')
  expect(await queues()).toHaveLength(3)
  await inTransaction(opened.db, async (tx) => {
    await engine.enqueue(tx, 'note', { teamId: 'T1', n: 2, lane: 'C2' })
    expect(await collectQueues(opened.another())).toBe(0)
  })
  expect(await collectQueues(opened.db)).toBe(2)
  expect(await queues()).toEqual(['T1 C2'])
  expect(await engine.runDue()).toBe(1)
})
