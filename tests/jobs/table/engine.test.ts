import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { GiveUp } from '../../../src/jobs/contract.ts'
import { createTableEngine } from '../../../src/jobs/table/engine.ts'
import { createLogger, withCorrelation } from '../../../src/log.ts'
import { freeRunningJobs } from '../../../src/store/jobs.ts'
import { inTransaction } from '../../../src/store/kit/database.ts'
import { type OpenTestDatabase, openTestDatabase } from '../../store/open.ts'
import { type Bench, createBench, deferred, type Machinery } from '../bench.ts'
import { jobsContract } from '../contract.ts'

/** A start knows by itself that no other process runs. */
const TABLE: Machinery = { clear: (db) => db('jobs').delete(), lapse: async () => undefined }

jobsContract('the table engine', createTableEngine, openTestDatabase, TABLE)

describe('the table of jobs', () => {
  let opened: OpenTestDatabase
  let bench: Bench

  beforeAll(async () => {
    opened = await openTestDatabase()
  })
  afterAll(() => opened.close())
  beforeEach(() => {
    bench = createBench(opened, createTableEngine, TABLE)
  })
  afterEach(async () => {
    vi.useRealTimers()
    await bench.close()
  })

  const states = () => opened.db('jobs').orderBy('id').pluck('state')

  it('is empty once all is done', async () => {
    const engine = bench.engine(async () => undefined)
    await bench.add(engine, 1)
    expect(await states()).toEqual(['waiting'])
    await engine.runDue()
    expect(await states()).toEqual([])
  })

  it('keeps the dead of a team, without secrets', async () => {
    const engine = bench.engine(async () => {
      throw new GiveUp('invalid_auth for xoxb-1234-abcd')
    })
    await bench.add(engine, 1)
    await inTransaction(opened.db, (tx) => engine.enqueue(tx, 'note', { teamId: 'T2', n: 2 }))
    await engine.runDue()
    expect(await opened.db('jobs').where({ team_id: 'T1', state: 'dead' })).toMatchObject([
      {
        kind: 'note',
        payload: JSON.stringify({ teamId: 'T1', n: 1 }),
        attempts: 1,
        last_error: 'invalid_auth for [redacted]',
        created_at: bench.now().getTime(),
        locked_at: null,
      },
    ])
  })

  it('backs off as told: one second, then two', async () => {
    const engine = bench.engine(() => Promise.reject(new Error('no')))
    await bench.add(engine, 1)
    for (const wait of [1000, 2000]) {
      expect(await engine.runDue()).toBe(1)
      bench.pass(wait - 1)
      expect(await engine.runDue()).toBe(0)
      bench.pass(1)
    }
  })

  it('makes no job dead whose kind fails at that', async () => {
    const whenDead = () => Promise.reject(new Error('its words failed'))
    const engine = bench.engine(() => Promise.reject(new GiveUp('no')), { whenDead })
    await bench.add(engine, 1)
    await expect(engine.runDue()).rejects.toThrow('its words failed')
    expect(await states()).toEqual(['running'])
  })

  it('saves an outcome again when that failed, without running the job again', async () => {
    const told = deferred()
    let runs = 0
    let burials = 0
    const whenDead = async () => {
      if (++burials === 1) throw new Error('the database is away')
      told.resolve()
    }
    const work = () => {
      runs++
      return Promise.reject(new GiveUp('no'))
    }
    const engine = bench.engine(work, { whenDead, random: () => 0.99 })
    await engine.start()
    await bench.add(engine, 1)
    await told.promise
    await engine.stop(10_000)
    expect(await states()).toEqual(['dead'])
    expect(runs).toBe(1)
  })

  it('saves nothing of a job that was aborted: the database may be closed by then', async () => {
    const [begun, ended] = [deferred(), deferred()]
    const engine = bench.engine(async (_note, { signal }) => {
      begun.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      ended.resolve()
    })
    await engine.start()
    await bench.add(engine, 1)
    await begun.promise
    await engine.stop(0)
    await ended.promise
    await opened.db.raw('select 1')
    expect(await states()).toEqual(['running'])
  })

  it('is looked at as soon as a transaction commits, without any timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const ran = deferred()
    const engine = bench.engine(async () => ran.resolve())
    await engine.start()
    await bench.add(engine, 1)
    await ran.promise
  })

  it('lets only the run that holds a job settle it', async () => {
    const [begun, mayEnd, begunAgain, mayEndAgain] = [deferred(), deferred(), deferred(), deferred()]
    const thought = bench.engine(() => {
      begun.resolve()
      return mayEnd.promise
    })
    await bench.add(thought, 1)
    const late = thought.runDue()
    await begun.promise
    await freeRunningJobs(opened.db) // a second process took it for dead
    bench.pass(1)
    const second = bench.engine(() => {
      begunAgain.resolve()
      return mayEndAgain.promise
    })
    const again = second.runDue()
    await begunAgain.promise
    mayEnd.resolve()
    await late
    expect(await states()).toEqual(['running'])
    mayEndAgain.resolve()
    expect(await again).toBe(1)
    expect(await states()).toEqual([])
  })

  it('says when it cannot claim, as nobody in particular, and goes on when it can', async () => {
    const said = deferred<string>()
    const log = createLogger('error', { write: (line: string) => said.resolve(line) })
    const ran = deferred()
    const engine = bench.engine(async () => ran.resolve(), { log })
    await withCorrelation('abc', async () => {
      await engine.start()
      await inTransaction(opened.db, async (tx) => {
        await engine.enqueue(tx, 'note', { teamId: 'T1', n: 1 })
        await tx.schema.renameTable('jobs', 'jobs_away')
      })
    })
    const line = JSON.parse(await said.promise)
    expect(line).toMatchObject({ msg: expect.stringMatching(/could not be claimed/) })
    expect(line).not.toHaveProperty('correlationId')
    await opened.db.schema.renameTable('jobs_away', 'jobs')
    await ran.promise
  })

  it.each([
    ['a lane', { lane: 'C1' }],
    ['a key', { key: 'card' }],
  ])('holds no two running jobs of %s', async (_, same) => {
    const row = {
      ...{ team_id: 'T1', kind: 'note', payload: '{}', state: 'running', correlation_id: 'c' },
      ...{ run_at: 0, created_at: 0, locked_at: 0, attempts: 1, max_attempts: 1, ...same },
    }
    await opened.db('jobs').insert(row)
    await expect(opened.db('jobs').insert(row)).rejects.toThrow(/unique/i)
  })

  it('refuses a state it does not know', async () => {
    const engine = bench.engine(async () => undefined)
    await bench.add(engine, 1)
    await expect(opened.db('jobs').update({ state: 'lost' })).rejects.toThrow(/check/i)
    await expect(opened.db('jobs').update({ state: 'running' })).rejects.toThrow(/check/i)
  })
})
