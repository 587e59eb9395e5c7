import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { enlist, enlistWorker, fenceSilent } from '../../../src/store/processes.ts'
import { type OpenTestDatabase, openTestPostgres } from '../../store/open.ts'
import { createBench } from '../bench.ts'
import { GRAPHILE, paced } from './machinery.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let opened: OpenTestDatabase
beforeAll(async () => {
  opened = await openTestPostgres()
  await opened.db.schema.createTable('written', (t) => {
    t.text('by')
  })
})
afterAll(() => opened.close())

it('who was fenced writes nothing, also where the one that fenced it ended before it could cut its connections', async () => {
  const frozen = opened.another()
  const me = { id: 'frozen', name: '1@x' }
  await enlist(frozen, me)
  await enlistWorker(frozen, me, 'worker-f')
  const tx = await frozen.transaction() // in the middle of something
  await tx('written').insert({ by: 'frozen' })
  const bench = createBench(opened, paced({ beatMs: 50 }), GRAPHILE)
  const ran: number[] = []
  const engine = bench.engine(async ({ n }) => void ran.push(n))
  await bench.add(engine, 1)
  await opened.db.raw(
    `update graphile_worker._private_jobs set locked_by = 'worker-f', locked_at = now(), attempts = 1`,
  )
  await vi.waitUntil(async () => (await fenceSilent(opened.another(), 10)).length === 1) // and then it is killed
  await engine.start()
  await vi.waitFor(() => expect(ran).toEqual([1]), { timeout: 25_000 })
  await tx.commit().catch(() => undefined)
  expect(await opened.db('written')).toEqual([])
  await bench.close()
})

it('one that wakes with its database, and looks before it speaks, does not take itself for dead', async () => {
  const silent = -1_000_000 // whoever is looked at was silent for longer
  const bench = createBench(opened, paced({ beatMs: 20, leaseMs: silent }), GRAPHILE)
  const ran: number[] = []
  const engine = bench.engine(async ({ n }) => void ran.push(n))
  await engine.start()
  await bench.add(engine, 1)
  await vi.waitFor(() => expect(ran).toEqual([1]), { timeout: 25_000 })
  expect(await opened.db('processes').whereNull('fenced_at').pluck('id')).toHaveLength(1)
  await bench.close()
})

it('of two that wake with their machine, and look before they speak, one is left', async () => {
  const silentFor = -1_000_000 // longer than anybody may be
  const [first, second] = [
    { id: 'first', name: '1@x' },
    { id: 'second', name: '2@x' },
  ]
  const db = opened.another()
  await db('processes').delete()
  for (const each of [first, second]) await enlist(opened.another(), each)
  expect(await fenceSilent(db, silentFor, first)).toEqual([second])
  expect(await fenceSilent(db, silentFor, second)).toEqual([])
  await db('processes').update({ fenced_at: null })
  await Promise.all([first, second].map((each) => fenceSilent(opened.another(), silentFor, each)))
  expect(await db('processes').whereNull('fenced_at')).not.toEqual([])
})
