import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createGraphileEngine } from '../../../src/jobs/graphile/engine.ts'
import { inTransaction } from '../../../src/store/kit/database.ts'
import { type OpenTestDatabase, openTestPostgres } from '../../store/open.ts'
import { createBench, forever, type Note } from '../bench.ts'
import { GRAPHILE } from './machinery.ts'

vi.setConfig({ testTimeout: 300_000 })
const PATIENCE = { timeout: 120_000, interval: 100 }

let opened: OpenTestDatabase
beforeAll(async () => {
  opened = await openTestPostgres()
  await opened.db.schema.createTable('steps', (t) => {
    t.increments('id')
    t.integer('n')
    t.text('what')
    t.integer('pid')
  })
  await opened.db.schema.createTable('locks', (t) => {
    t.integer('n')
  })
  await opened.db.schema.createTable('gates', (t) => {
    t.integer('n')
    t.integer('shut_for')
  })
})
afterAll(() => opened.close())
beforeEach(async () => {
  await GRAPHILE.clear(opened.db)
  for (const table of ['steps', 'gates', 'locks']) await opened.db(table).delete()
})

interface Running extends ChildProcess {
  readonly pid: number
}

/** `outside`: whom its runs call. */
async function start(outside = ''): Promise<Running> {
  const script = fileURLToPath(new URL('runner-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, opened.url, outside], {
    stdio: ['ignore', 'pipe', 'inherit'],
  }) as Running
  onTestFinished(async () => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
    child.kill('SIGKILL')
    await ended
  })
  await once(child.stdout ?? child, 'data')
  return child
}

/** Promised in one transaction, now. */
async function promise(
  notes: readonly (Omit<Note, 'teamId'> & { kind?: 'note' | 'other' })[],
): Promise<void> {
  const engine = createBench(opened, createGraphileEngine, GRAPHILE).engine(forever, {
    now: () => new Date(),
  })
  await inTransaction(opened.db, async (tx) => {
    for (const { kind = 'note', ...note } of notes) await engine.enqueue(tx, kind, { teamId: 'T1', ...note })
  })
}

const steps = (n?: number): Promise<{ n: number; what: string; pid: number }[]> =>
  opened
    .db('steps')
    .where(n === undefined ? {} : { n })
    .orderBy('id')
    .select('n', 'what', 'pid')
const whats = async (n: number) => (await steps(n)).map(({ what }) => what)
/** The run of it in that process waits, with its row locked. */
async function shut(n: number, pid: number): Promise<void> {
  await opened.db('gates').insert({ n, shut_for: pid })
  await opened.db('locks').insert({ n })
}

/** Each of `processes` holds a job of its own, so the next one is another's. */
async function startHolding(n: number): Promise<Running> {
  const child = await start()
  await shut(n, child.pid)
  await promise([{ n, lane: 'C1' }])
  await vi.waitUntil(async () => (await whats(n)).includes('locked'), PATIENCE)
  return child
}

test('three processes run each job once, and those of a lane one at a time in their order', async () => {
  const notes = Array.from({ length: 150 }, (_, n) => ({
    n,
    lane: `C${n % 10}`,
    ...(n % 3 === 0 ? { kind: 'other' as const } : {}),
  }))
  await promise(notes)
  const all = await Promise.all([start(), start(), start()])
  await vi.waitUntil(async () => (await steps()).length === 450, PATIENCE)
  const done = await steps()
  expect(new Set(done.map(({ pid }) => pid)).size).toBe(all.length)
  for (let lane = 0; lane < 10; lane++) {
    const inLane = done.filter(({ n }) => n % 10 === lane).map(({ n, what }) => `${n} ${what}`)
    const expected = notes.filter(({ n }) => n % 10 === lane)
    expect(inLane).toEqual(
      expected.flatMap(({ n }) => ['begun', 'locked', 'ended'].map((what) => `${n} ${what}`)),
    )
  }
})

test('what a killed process had begun is run by another one, and its lane goes on', async () => {
  const killed = await startHolding(1)
  const other = await start()
  await promise([{ n: 2, lane: 'C1' }])
  killed.kill('SIGKILL')
  await vi.waitUntil(async () => (await whats(2)).includes('ended'), PATIENCE)
  expect(await steps()).toEqual([
    ...['begun', 'locked'].map((what) => ({ n: 1, what, pid: killed.pid })),
    ...['begun', 'locked', 'ended'].map((what) => ({ n: 1, what, pid: other.pid })),
    ...['begun', 'locked', 'ended'].map((what) => ({ n: 2, what, pid: other.pid })),
  ])
})

test('a process that was frozen for longer than its lease holds up nobody, writes nothing when it wakes, and ends', async () => {
  const frozen = await startHolding(1)
  const other = await start()
  frozen.kill('SIGSTOP')
  await vi.waitUntil(async () => (await whats(1)).includes('ended'), PATIENCE)
  await opened.db('gates').delete()
  const ended = once(frozen, 'exit')
  frozen.kill('SIGCONT')
  expect(await ended).toEqual([1, null])
  expect(await steps()).toEqual([
    ...['begun', 'locked'].map((what) => ({ n: 1, what, pid: frozen.pid })),
    ...['begun', 'locked', 'ended'].map((what) => ({ n: 1, what, pid: other.pid })),
  ])
  expect(await opened.db('graphile_worker._private_jobs')).toEqual([])
})

test('a process that was frozen between its last word of the database and a call to the outside does not call when it wakes', async () => {
  const calls: string[] = []
  const outside = createServer(async (request, response) => {
    calls.push(await text(request))
    response.end()
  })
  outside.listen(0, '127.0.0.1')
  await once(outside, 'listening')
  onTestFinished(() => void outside.close())
  const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  const frozen = await start(url)
  await promise([{ n: 1_000, lane: 'C1' }])
  await vi.waitUntil(async () => (await whats(1_000)).includes('begun'), PATIENCE)
  frozen.kill('SIGSTOP')
  const other = await start(url)
  await vi.waitUntil(async () => (await whats(1_000)).includes('ended'), PATIENCE)
  const ended = once(frozen, 'exit')
  frozen.kill('SIGCONT')
  expect(await ended).toEqual([1, null])
  expect(calls).toEqual([`1000 ${other.pid}`])
})

test('a process that is asked to end finishes what it runs, and leaves the rest to the others', async () => {
  const asked = await startHolding(1)
  const other = await start()
  asked.kill('SIGTERM')
  await promise([{ n: 2 }, { n: 3, lane: 'C1' }])
  await vi.waitUntil(async () => (await whats(2)).includes('ended'), PATIENCE)
  expect(await whats(3)).toEqual([])
  await opened.db('gates').delete()
  await once(asked, 'exit')
  await vi.waitUntil(async () => (await whats(3)).includes('ended'), PATIENCE)
  expect((await steps()).filter(({ what }) => what === 'ended')).toEqual([
    { n: 2, what: 'ended', pid: other.pid },
    { n: 1, what: 'ended', pid: asked.pid },
    { n: 3, what: 'ended', pid: other.pid },
  ])
})

test('a job that is promised while one of its key runs in another process runs once more, afterwards', async () => {
  const first = await start()
  await shut(1, first.pid)
  await promise([{ n: 1, key: 'card' }])
  await vi.waitUntil(async () => (await whats(1)).includes('locked'), PATIENCE)
  await start()
  for (const n of [2, 3]) await promise([{ n, key: 'card' }])
  await promise([{ n: 4 }])
  await vi.waitUntil(async () => (await whats(4)).includes('ended'), PATIENCE)
  expect(await whats(3)).toEqual([])
  await opened.db('gates').delete()
  await vi.waitUntil(async () => (await whats(3)).includes('ended'), PATIENCE)
  expect(await whats(2)).toEqual([])
  expect((await steps()).filter(({ what }) => what === 'ended').map(({ n }) => n)).toEqual([4, 1, 3])
})
