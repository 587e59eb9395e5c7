import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createGraphileEngine } from '../../../src/jobs/graphile/engine.ts'
import { type OpenTestDatabase, openTestPostgres } from '../../store/open.ts'
import { createBench } from '../bench.ts'
import { GRAPHILE } from './machinery.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let opened: OpenTestDatabase
beforeAll(async () => {
  opened = await openTestPostgres()
})
afterAll(() => opened.close())

it.fails('a job is run whose claim was committed and whose answer was lost with the connection', async () => {
  const bench = createBench(opened, createGraphileEngine, GRAPHILE)
  const ran: number[] = []
  const engine = bench.engine(async ({ n }) => void ran.push(n))
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
  await bench.add(engine, 3)
  await vi.waitFor(() => expect(ran).toContain(3), { timeout: 5_000 })
  await vi.waitFor(() => expect(ran.toSorted()).toEqual([1, 2, 3]), { timeout: 25_000 })
  await bench.close()
})
