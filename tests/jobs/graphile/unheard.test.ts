import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createStrays } from '../../../src/jobs/graphile/strays.ts'
import { type OpenTestDatabase, openTestPostgres } from '../../store/open.ts'
import { createBench, deferred } from '../bench.ts'
import { GRAPHILE, paced } from './machinery.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let opened: OpenTestDatabase
beforeAll(async () => {
  opened = await openTestPostgres()
})
afterAll(() => opened.close())

/** Looks follow each other at once: what is held without a run at two of them is let go. */
const QUICK = paced({ beatMs: 50 })

it('a job is run whose claim was committed and whose answer was lost with the connection', async () => {
  const bench = createBench(opened, QUICK, GRAPHILE)
  const ran: number[] = []
  const attempts: number[] = []
  const engine = bench.engine(async ({ n }, { attempt }) => {
    ran.push(n)
    attempts.push(attempt)
  })
  await engine.start()
  await vi.waitFor(async () => expect(await opened.db('process_workers')).not.toEqual([]))
  const [worker] = await opened.db('process_workers').pluck('worker')
  // As `get_job` leaves it where its connection ends after the commit: the worker looks for another one.
  await opened.db.transaction(async (tx) => {
    await engine.enqueue(tx, 'note', { teamId: 'T1', n: 1, lane: 'launch:1' })
    for (const table of ['_private_jobs', '_private_job_queues'])
      await tx(`graphile_worker.${table}`).update({ locked_by: worker, locked_at: tx.fn.now() })
    await tx('graphile_worker._private_jobs').update({ attempts: 1 })
  })
  await bench.add(engine, 2, { lane: 'launch:1' }) // the undo of a stop
  await vi.waitFor(() => expect(ran).toEqual([1, 2]), { timeout: 25_000 })
  expect(attempts).toEqual([1, 1])
  expect(await opened.db('graphile_worker._private_job_queues').pluck('locked_by')).toEqual([null])
  await bench.close()
})

it('a run that takes long is no such claim', async () => {
  const bench = createBench(opened, QUICK, GRAPHILE)
  const [begun, mayEnd, others] = [deferred(), deferred(), deferred()]
  const ran: number[] = []
  const engine = bench.engine(async ({ n }) => {
    ran.push(n)
    if (n !== 1) return n < 60 ? bench.add(engine, n + 1) : others.resolve()
    begun.resolve()
    await mayEnd.promise
  })
  await engine.start()
  await bench.add(engine, 1, { lane: 'launch:1' })
  await begun.promise
  const looked = (await opened.db('processes').first('beat_at')).beat_at
  await vi.waitUntil(
    async () => (await opened.db('processes').first('beat_at')).beat_at > looked + 500,
    25_000,
  )
  mayEnd.resolve()
  await bench.add(engine, 58, { lane: 'launch:1' })
  await others.promise
  expect(ran).toEqual([1, 58, 59, 60])
  await bench.close()
})

describe('claims that no worker knows of', () => {
  const claim = { id: 1, worker: 'w' }
  const me = { id: 'p', name: 'p' }
  const straysOf = (over: Partial<Parameters<typeof createStrays>[0]> = {}) => {
    const freed: object[] = []
    const strays = createStrays({
      claims: async () => [claim],
      isRun: () => false,
      letGo: async (each) => freed.push(each) > 0,
      ...over,
    })
    return { strays, freed }
  }

  it('are let go at the second look, not at the first: an answer may be on its way', async () => {
    const { strays, freed } = straysOf()
    expect(await strays.look(me)).toBe(0)
    expect(await strays.look(me)).toBe(1)
    expect(freed).toEqual([claim])
  })

  it('are none where they are run by the time of the second', async () => {
    let run = false
    const { strays, freed } = straysOf({ isRun: () => run })
    await strays.look(me)
    run = true
    expect(await strays.look(me)).toBe(0)
    expect(freed).toEqual([])
  })

  it('begin nothing while they are let go', async () => {
    const going = deferred<boolean>()
    const { strays } = straysOf({ letGo: () => going.promise })
    await strays.look(me)
    const second = strays.look(me)
    await vi.waitUntil(() => strays.isLeaving(claim))
    going.resolve(true)
    await second
    expect(strays.isLeaving(claim)).toBe(false)
  })
})
