import type { Knex } from 'knex'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sessionOf } from '../../../src/store/kit/session.ts'
import { type OpenTestDatabase, openTestPostgres } from '../../store/open.ts'
import { createBench, deferred, meeting } from '../bench.ts'
import { GRAPHILE, paced } from './machinery.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
let opened: OpenTestDatabase
beforeAll(async () => {
  opened = await openTestPostgres()
})
afterAll(() => opened.close())

const QUICK = paced({ beatMs: 50 })
const MOST = 10

/** The connections of `db`, as the server counts them. */
const connectionsOf = (db: Knex): Promise<number[]> =>
  opened
    .db('pg_stat_activity')
    .where({ application_name: sessionOf(db).name })
    .pluck('pid')

it(`a process has no more than ${MOST} connections, whatever runs at once`, async () => {
  const bench = createBench(opened, QUICK, GRAPHILE)
  const db = opened.another()
  const together = meeting(8)
  const counted: number[] = []
  const engine = bench.engine(
    async () => {
      await db.transaction(async (tx) => void (await tx.raw('select pg_sleep(0.1)')))
      await together()
      counted.push((await connectionsOf(db)).length)
    },
    { db },
  )
  for (let n = 0; n < 16; n++) await bench.add(engine, n)
  await engine.start()
  await vi.waitUntil(() => counted.length === 16, 60_000)
  expect(Math.max(...counted)).toBeLessThanOrEqual(MOST)
  expect(Math.max(...counted)).toBeGreaterThan(3) // they are counted
  await bench.close()
})

it('a process whose work takes all of the pool says that it is there all the same', async () => {
  const bench = createBench(opened, QUICK, GRAPHILE)
  const db = opened.another()
  const engine = bench.engine(async () => undefined, { db })
  await engine.start()
  const taken = await Promise.all(Array.from({ length: db.client.pool.max }, () => db.transaction()))
  const beatAt = async (): Promise<number> => (await opened.db('processes').first('beat_at')).beat_at
  const before = await beatAt()
  await vi.waitUntil(async () => (await beatAt()) > before + 1_000, 60_000)
  expect(await opened.db('processes').pluck('fenced_at')).toEqual([null])
  await Promise.all(taken.map((tx) => tx.rollback()))
  await bench.close()
})

it('a process all of whose connections are cut has others, and runs what there is', async () => {
  const bench = createBench(opened, QUICK, GRAPHILE)
  const db = opened.another()
  const done = [deferred(), deferred(), deferred()]
  const engine = bench.engine(async ({ n }) => done[n]?.resolve(), { db })
  await engine.start()
  for (const [n, { promise }] of done.entries()) {
    await bench.add(engine, n)
    await promise
    for (const pid of await connectionsOf(db)) await opened.db.raw('select pg_terminate_backend(?)', [pid])
  }
  await vi.waitUntil(async () => (await opened.db('graphile_worker._private_jobs')).length === 0, 60_000)
  await bench.close()
})
