import { currentCorrelation, newCorrelationId } from '../log.ts'
import { claimJobs, type Enqueue, freeRunningJobs, insertJob, type KindMap } from '../store/jobs.ts'
import { afterCommit } from '../store/kit/database.ts'
import { DEFAULT_MAX_ATTEMPTS } from './backoff.ts'
import { createPump, POLL_MS } from './pump.ts'
import { createRunner, type RunnerDeps } from './runner.ts'

export { GiveUp, RetryAt } from './outcome.ts'
export type { DeadJob, Handlers, JobContext } from './runner.ts'

export interface EngineDeps<Kinds extends KindMap<Kinds>> extends Omit<RunnerDeps<Kinds>, 'random'> {
  /** In [0, 1), for the jitter of the backoff; Math.random by default. */
  readonly random?: () => number
  /** How many jobs run at once; 4 by default. */
  readonly concurrency?: number
}

/** The contract of both job engines; `tests/jobs/contract.ts` holds it. A job runs at least once. */
export interface Engine<Kinds extends KindMap<Kinds>> {
  readonly enqueue: Enqueue<Kinds>
  /** Frees what a killed process left running, then runs jobs as they fall due. */
  start(): Promise<void>
  /** Claims nothing new and waits `graceMs` at most for what runs; the rest is aborted and left to the next start. */
  stop(graceMs: number): Promise<void>
  /** Runs everything due at `now()`, and what that enqueues, to its end, whether started or not; returns how many runs. */
  runDue(): Promise<number>
}

/** The table engine: one process runs the jobs of a database. */
export function createEngine<Kinds extends KindMap<Kinds>>(deps: EngineDeps<Kinds>): Engine<Kinds> {
  const { db, log, now, random = Math.random, concurrency = 4 } = deps
  const runner = createRunner({ ...deps, random })
  const pump = createPump({ db, log, now, random, concurrency, runner })

  const start = async () => {
    const freed = await freeRunningJobs(db)
    if (freed > 0) log.warn({ freed }, 'Jobs of a process that ended are run again')
    pump.open()
  }

  const runDue = async () => {
    const jobs = await claimJobs(db, now(), concurrency)
    const { signal } = new AbortController()
    await Promise.all(jobs.map(async (job) => runner.settle(job, await runner.perform(job, signal))))
    return jobs.length
  }

  const drain = async () => {
    let total = 0
    for (let ran = await runDue(); ran > 0; ran = await runDue()) total += ran
    return total
  }

  return {
    enqueue: enqueuer(now, pump.wake),
    start,
    stop: pump.close,
    runDue: () => (pump.isOpen ? pump.idle() : drain()),
  }
}

function enqueuer<Kinds extends KindMap<Kinds>>(now: () => Date, wake: () => void): Enqueue<Kinds> {
  return async (
    tx,
    kind,
    payload,
    { key = null, lane = null, runAt, maxAttempts = DEFAULT_MAX_ATTEMPTS } = {},
  ) => {
    const at = now()
    const correlationId = currentCorrelation() ?? newCorrelationId()
    const job = { kind, payload, key, lane, runAt: runAt ?? at, maxAttempts, correlationId }
    await insertJob(tx, job, at)
    // What is due after the next look is found by that look.
    if (+job.runAt < +at + POLL_MS) afterCommit(tx, wake)
  }
}
