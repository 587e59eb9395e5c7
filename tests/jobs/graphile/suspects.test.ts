import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createGraphileEngine } from '../../../src/jobs/graphile/engine.ts'
import { type OpenTestDatabase, openTestPostgres } from '../../store/open.ts'
import { type Bench, createBench, deferred } from '../bench.ts'
import { GRAPHILE, paced } from './machinery.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let opened: OpenTestDatabase
let bench: Bench
beforeAll(async () => {
  opened = await openTestPostgres()
})
afterAll(() => opened.close())
beforeEach(() => {
  bench = createBench(opened, createGraphileEngine, GRAPHILE)
})
afterEach(() => bench.close())

it('runs others though jobs that may end the process wait for their turn alone', async () => {
  const [urgentBegun, urgentMayEnd, othersBegun, othersMayEnd] = [
    deferred(),
    deferred(),
    deferred(),
    deferred(),
  ]
  const ran: number[] = []
  const engine = bench.engine(
    async ({ n }) => {
      ran.push(n)
      if (n === 8 || n === 9) {
        if (ran.includes(8) && ran.includes(9)) othersBegun.resolve()
        await othersMayEnd.promise
      }
      if (n !== 100) return
      urgentBegun.resolve()
      await urgentMayEnd.promise
    },
    { concurrency: 4 },
  )
  for (const n of [8, 9]) await bench.add(engine, n, { kind: 'other' })
  await engine.start()
  await othersBegun.promise
  // A send to a slow target runs.
  await bench.add(engine, 100)
  await urgentBegun.promise
  // Two that were cut off twice, as after two ends of the process: half of what runs at once.
  for (const n of [1, 2]) await bench.add(engine, n, { kind: 'other' })
  await opened.db.raw(
    'update graphile_worker._private_jobs set attempts = 2, priority = 9 where locked_by is null',
  )
  othersMayEnd.resolve()
  await new Promise((r) => setTimeout(r, 2_500))
  await bench.add(engine, 3, { kind: 'other' }) // a watch of guardrails
  await new Promise((r) => setTimeout(r, 500))
  urgentMayEnd.resolve()
  await vi.waitFor(() => expect(ran).toHaveLength(6), { timeout: 15_000 })
  expect(ran.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 8, 9, 100])
})

it('goes alone at last, however many others there are', async () => {
  bench = createBench(opened, paced({ openMs: 200, beatMs: 50 }), GRAPHILE)
  const ran: number[] = []
  let at = 0
  const alone = deferred<number>()
  const engine = bench.engine(async ({ n }) => {
    at += 1
    if (n === 1) alone.resolve(at)
    else if (!ran.includes(1)) {
      // As soon as one ends there is another, so at no moment nothing runs.
      await bench.add(engine, n)
      await new Promise((r) => setTimeout(r, 20))
    }
    ran.push(n)
    at -= 1
  })
  await bench.add(engine, 1)
  await opened.db.raw('update graphile_worker._private_jobs set attempts = 2, priority = 9')
  for (let n = 2; n < 20; n++) await bench.add(engine, n)
  await engine.start()
  expect(await alone.promise).toBe(1)
})
