import { describe, expect, it } from 'vitest'
import {
  type Engine,
  type EngineDeps,
  GiveUp,
  type JobContext,
  type JobKind,
  RetryAt,
} from '../../src/jobs/contract.ts'
import { createLogger, currentCorrelation, withCorrelation } from '../../src/log.ts'
import { inTransaction } from '../../src/store/kit/database.ts'
import { type Bench, deferred, forever, HOUR, type Note, type TestKinds } from './bench.ts'

/** How a run can end. Long because it is a list of tests. */
export function failureContract(bench: () => Bench): void {
  describe('failure', () => {
    it('is tried again later, counting', async () => {
      const attempts: number[] = []
      const engine = bench().engine(async (_note, { attempt }) => {
        attempts.push(attempt)
        if (attempt < 3) throw new Error('not yet')
      })
      await bench().add(engine, 1)
      for (let day = 0; day < 4; day++) {
        expect(await engine.runDue()).toBe(day < 3 ? 1 : 0) // once, not again at the same moment
        bench().pass(24 * HOUR)
      }
      expect(attempts).toEqual([1, 2, 3])
      expect(bench().dead).toEqual([])
    })

    it('ends dead after the last attempt, and says so once', async () => {
      const { engine, seen } = bench().recording({ attempts: 2 }, () => Promise.reject(new Error('never')))
      await bench().add(engine, 5)
      for (let day = 0; day < 4; day++) {
        await engine.runDue()
        bench().pass(24 * HOUR)
      }
      expect(seen.ran).toEqual([5, 5])
      expect(bench().dead).toMatchObject([
        { kind: 'note', payload: { teamId: 'T1', n: 5 }, attempts: 2, why: 'never' },
      ])
    })

    it('is final when the handler gives up', async () => {
      const { engine, seen } = bench().recording({}, () =>
        Promise.reject(new GiveUp('the channel is archived')),
      )
      await bench().add(engine, 1)
      await engine.runDue()
      bench().pass(24 * HOUR)
      await engine.runDue()
      expect(seen.ran).toEqual([1])
      expect(bench().dead).toMatchObject([{ attempts: 1, why: 'the channel is archived' }])
    })

    it('gives the kind the transaction: what it enqueues there runs', async () => {
      const whenDead: JobKind<Note>['whenDead'] = (tx, { payload }) =>
        engine.enqueue(tx, 'other', { ...payload, n: payload.n + 1 })
      const { engine, seen } = bench().recording({ whenDead }, async ({ n }) => {
        if (n === 1) throw new GiveUp('no')
      })
      await bench().add(engine, 1)
      expect(await engine.runDue()).toBe(2)
      expect(seen.ran).toEqual([1, 2])
    })

    it('does not count when the handler says when to come back', async () => {
      const until = new Date(+bench().now() + HOUR)
      const attempts: number[] = []
      const work = async (_note: Note, { attempt, now }: JobContext) => {
        attempts.push(attempt)
        if (now < until) throw new RetryAt(until, 'rate limited')
      }
      const lines: string[] = []
      const log = createLogger('debug', { write: (line: string) => void lines.push(line) })
      const engine = bench().engine(work, { attempts: 1, log })
      await bench().add(engine, 1)
      expect(await engine.runDue()).toBe(1)
      const said = lines.filter((line) => line.includes('rate limited')).map((line) => JSON.parse(line))
      expect(said).toEqual([expect.objectContaining({ level: 20, why: 'rate limited' })])
      expect(said[0]).not.toHaveProperty('err') // nothing has failed
      bench().pass(HOUR - 1)
      expect(await engine.runDue()).toBe(0)
      bench().pass(1)
      expect(await engine.runDue()).toBe(1)
      expect(attempts).toEqual([1, 1])
      expect(bench().dead).toEqual([])
    })

    it('keeps a job of a kind that it does not know, for a version that does', async () => {
      const { engine, seen } = bench().recording()
      const older = bench().engine(forever, { kinds: {} as EngineDeps<TestKinds>['kinds'] })
      await bench().add(engine, 1)
      await older.runDue()
      bench().pass(HOUR)
      await engine.runDue()
      expect(seen.ran).toEqual([1])
    })
  })
}

/** The process comes and goes. Long because it is a list of tests. */
export function lifecycleContract(bench: () => Bench): void {
  describe('start and stop', () => {
    it('runs what is enqueued, and what falls due, until it is stopped', async () => {
      const ran = [deferred(), deferred()] as const
      const engine = bench().engine(async ({ n }) => ran[n === 0 ? 0 : 1].resolve(), {
        now: () => new Date(),
      })
      await engine.start()
      await inTransaction(bench().opened.db, async (tx) => {
        await engine.enqueue(tx, 'note', { teamId: 'T1', n: 0 })
        await engine.enqueue(tx, 'note', { teamId: 'T1', n: 1 }, { runAt: new Date(Date.now() + 20) })
      })
      await Promise.all([ran[0].promise, ran[1].promise])
      await engine.stop(10_000)
      await bench().add(engine, 0)
      expect(
        await bench()
          .recording({ now: () => new Date() })
          .engine.runDue(),
      ).toBe(1)
    })

    it('waits for what runs, and claims nothing meanwhile', async () => {
      const [begun, mayEnd] = [deferred(), deferred()]
      const engine = bench().engine(async () => {
        begun.resolve()
        await mayEnd.promise
      })
      await engine.start()
      await bench().add(engine, 1)
      await begun.promise
      let stopped = false
      const stop = engine.stop(10_000).then(() => {
        stopped = true
      })
      await bench().add(engine, 2)
      expect(stopped).toBe(false)
      mayEnd.resolve()
      await stop
      const { engine: next, seen } = bench().recording()
      await next.runDue()
      expect(seen.ran).toEqual([2])
    })

    it('aborts what outlasts the grace, and leaves it to the next start', async () => {
      const begun = deferred()
      const aborted: boolean[] = []
      const engine = bench().engine(async (_note, { signal }) => {
        begun.resolve()
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        aborted.push(signal.aborted)
        throw signal.reason
      })
      await engine.start()
      await bench().add(engine, 1)
      await begun.promise
      await engine.stop(0)
      const again = deferred()
      const next = bench().engine(async () => again.resolve())
      await next.start()
      await again.promise
      expect(aborted).toEqual([true])
    })

    it('runs again what a killed process left running', async () => {
      const begun = deferred()
      const work = () => {
        begun.resolve()
        return forever()
      }
      const killed = bench().engine(work, { db: bench().opened.another() })
      await bench().add(killed, 1, { key: 'card', lane: 'C1' })
      killed.runDue().catch(() => undefined) // its connections are ended
      await begun.promise
      const again = deferred<number>()
      const next = bench().engine(async (_note, { attempt }) => again.resolve(attempt), {
        db: bench().opened.another(),
      })
      expect(await next.runDue()).toBe(0) // it counts as running until it is known that its process is gone
      await bench().lapse()
      await next.start()
      expect(await again.promise).toBe(1) // its end was no failure of the job
    })

    it('loses no attempt by kills: the last one is still granted', async () => {
      await bench().add(bench().engine(forever, { attempts: 1 }), 1)
      for (let kill = 1; kill <= 4; kill++) await killed(bench(), 1)
      const { engine, seen } = bench().recording({ attempts: 1 })
      await startedAnew(engine)
      expect(seen.ran).toEqual([1])
      expect(bench().dead).toEqual([])
    })

    it('makes dead what the process ended under five times, and says so', async () => {
      await bench().add(bench().engine(forever), 1)
      for (let kill = 1; kill <= 5; kill++) await killed(bench(), 1)
      const { engine, seen } = bench().recording()
      await startedAnew(engine)
      expect(seen.ran).toEqual([])
      expect(bench().dead).toMatchObject([{ attempts: 5, why: 'The process ended while it ran' }])
    })

    it('runs a job under which the process ended twice by itself, so that it takes nothing with it', async () => {
      await bench().add(bench().engine(forever), 1)
      for (let kill = 1; kill <= 2; kill++) await killed(bench(), 1)
      for (const n of [2, 3]) await bench().add(bench().engine(forever), n)
      const { engine, seen } = bench().recording()
      await startedAnew(engine)
      expect(seen.ran.toSorted()).toEqual([1, 2, 3])
      expect(seen.ran.at(-1)).toBe(1) // the others are out of the way first
      const together: number[][] = []
      const running = new Set<number>()
      const poison = bench().engine(async ({ n }) => {
        together.push([...running.add(n)])
        await new Promise(setImmediate)
        running.delete(n)
      })
      await bench().add(bench().engine(forever), 4)
      for (let kill = 1; kill <= 2; kill++) await killed(bench(), 4)
      await bench().add(poison, 5)
      await startedAnew(poison)
      expect(together).toEqual([[5], [4]])
    })

    it('forgets those ends with a run that ended by itself', async () => {
      await bench().add(bench().engine(forever), 1)
      for (let round = 1; round <= 3; round++) {
        for (let kill = 1; kill <= 3; kill++) await killed(bench(), 1)
        const failing = bench().recording({}, () => Promise.reject(new Error('not yet')))
        await startedAnew(failing.engine)
        bench().pass(24 * HOUR)
      }
      const { engine, seen } = bench().recording()
      await startedAnew(engine)
      expect(seen.ran).toEqual([1])
      expect(bench().dead).toEqual([])
    })
  })
}

/** Starts an engine, runs all that is due, and stops it. */
async function startedAnew(engine: Engine<TestKinds>): Promise<void> {
  await engine.start()
  await engine.runDue()
  await engine.stop(10_000)
}

/** A process that frees what the one before left, begins job `n`, and is killed. */
async function killed(bench: Bench, n: number): Promise<void> {
  const begun = deferred()
  const engine = bench.engine(async (note) => {
    if (note.n === n) begun.resolve()
    await forever()
  })
  await engine.start()
  await begun.promise
  await engine.stop(0)
}

/** The id in the logs. Long because it is a list of tests. */
export function correlationContract(bench: () => Bench): void {
  describe('correlation', () => {
    it('follows a job, and the jobs that it enqueues', async () => {
      const seen: unknown[] = []
      const engine = bench().engine(async ({ n }, { correlationId }, self) => {
        seen.push([n, currentCorrelation(), correlationId])
        if (n === 1) await bench().add(self, 2)
      })
      await withCorrelation('abc', () => bench().add(engine, 1))
      await withCorrelation('unrelated', () => engine.runDue())
      expect(seen).toEqual([
        [1, 'abc', 'abc'],
        [2, 'abc', 'abc'],
      ])
    })

    it('is made for a job that nobody asked for', async () => {
      const seen: unknown[] = []
      const engine = bench().engine(async () => seen.push(currentCorrelation()))
      await bench().add(engine, 1)
      await bench().add(engine, 2)
      await engine.runDue()
      expect(seen).toEqual([expect.stringMatching(/^\w{12}$/), expect.stringMatching(/^\w{12}$/)])
      expect(new Set(seen).size).toBe(2)
    })
  })
}
