import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTableEngine } from '../../../src/jobs/table/engine.ts'
import { isPostgres } from '../../../src/store/kit/database.ts'
import { type OpenTestDatabase, openTestDatabase } from '../../store/open.ts'
import { type Bench, createBench, HOUR, type Machinery } from '../bench.ts'

const TABLE: Machinery = { clear: (db) => db('jobs').delete(), lapse: async () => undefined }

let opened: OpenTestDatabase
let bench: Bench
beforeEach(async () => {
  opened = await openTestDatabase()
  bench = createBench(opened, createTableEngine, TABLE)
})
afterEach(async () => {
  await bench.close()
  await opened.close()
})

const inFront = () => opened.db('jobs').where({ behind: 0 }).orderBy('id').pluck('lane')

test('of lanes with many jobs each claim looks at the first ones alone', async () => {
  const { engine, seen } = bench.recording()
  for (let n = 0; n < 60; n++) await bench.add(engine, n, { lane: `lane ${n % 3}` })
  // Where many write at once nothing is certain, and all are looked at.
  expect((await inFront()).length).toBe(isPostgres(opened.db) ? 60 : 3)
  await engine.runDue()
  expect([...seen.ran].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n))
  for (const lane of [0, 1, 2])
    expect(seen.ran.filter((n) => n % 3 === lane)).toEqual(Array.from({ length: 20 }, (_, i) => i * 3 + lane))
})

test('one that is put back, is due earlier, or is dead lets the next of its lane go first', async () => {
  const runAt = new Date(bench.now().getTime() + HOUR)
  const { engine, seen } = bench.recording({ attempts: 2 }, async ({ n }) => {
    if (n === 1) throw new Error('Again')
  })
  await bench.add(engine, 5, { lane: 'a', runAt })
  await bench.add(engine, 6, { lane: 'a', runAt })
  await bench.add(engine, 1, { lane: 'a' })
  await bench.add(engine, 2, { lane: 'a' })
  await engine.runDue()
  bench.pass(2 * HOUR)
  await engine.runDue()
  expect(seen.ran.filter((n) => n !== 1)).toEqual([2, 5, 6])
  expect(bench.dead.map(({ payload }) => payload.n)).toEqual([1])
})

test('one that goes on in another lane lets the next of the lane that it leaves go first', async () => {
  const { engine, seen } = bench.recording()
  await bench.add(engine, 1, { lane: 'a', key: 'one' })
  await bench.add(engine, 2, { lane: 'a' })
  await bench.add(engine, 3, { lane: 'a' })
  await bench.add(engine, 4, { lane: 'b', key: 'one' }) // takes the place of the first
  await engine.runDue()
  expect(seen.ran.sort()).toEqual([2, 3, 4])
})

test('what a version before left behind another comes to the front at a start', async () => {
  const { engine, seen } = bench.recording()
  for (const n of [1, 2, 3]) await bench.add(engine, n, { lane: 'a' })
  // That version ends the first one, and brings nothing to the front.
  await opened.db('jobs').update({ behind: 1 })
  const [first] = await opened.db('jobs').orderBy('id').pluck('id')
  await opened.db('jobs').where({ id: first }).delete()
  await engine.start()
  await engine.runDue()
  expect(seen.ran).toEqual([2, 3])
})
