import type { Knex } from 'knex'
import { type Logger, withCorrelation } from '../log.ts'
import { buryJob, finishJob, type Job, type KindMap, putBackJob } from '../store/jobs.ts'
import { inTransaction, type Tx } from '../store/kit/database.ts'
import { judge, type Outcome } from './outcome.ts'

/** `attempt` counts from 1. `signal` aborts when the process can wait no longer. */
export interface JobContext {
  readonly attempt: number
  readonly maxAttempts: number
  readonly now: Date
  readonly correlationId: string
  readonly signal: AbortSignal
}

/** One handler a kind. Returning ends the job; throwing RetryAt, GiveUp or anything else is its outcome. */
export type Handlers<Kinds extends KindMap<Kinds>> = {
  readonly [K in keyof Kinds & string]: (payload: Kinds[K], context: JobContext) => Promise<void>
}

/** A dead job as `onDead` gets it: narrow it by `kind`. */
export type DeadJob<Kinds extends KindMap<Kinds>> = {
  [K in keyof Kinds & string]: Omit<Job, 'kind' | 'payload'> & {
    readonly kind: K
    readonly payload: Kinds[K]
  }
}[keyof Kinds & string]

export interface RunnerDeps<Kinds extends KindMap<Kinds>> {
  readonly db: Knex
  readonly log: Logger
  readonly now: () => Date
  readonly handlers: Handlers<Kinds>
  /** Called in the transaction that makes the job dead; when it throws, the job is not dead yet. */
  readonly onDead: (tx: Tx, job: DeadJob<Kinds>) => Promise<void>
  /** In [0, 1), for the jitter of the backoff. */
  readonly random: () => number
}

/** Runs one claimed job. `perform` never rejects; `settle` rejects when the outcome could not be saved. */
export interface Runner {
  perform(job: Job, signal: AbortSignal): Promise<Outcome>
  settle(job: Job, outcome: Outcome): Promise<void>
}

export function createRunner<Kinds extends KindMap<Kinds>>(deps: RunnerDeps<Kinds>): Runner {
  return {
    perform: (job, signal) => withCorrelation(job.correlationId, () => perform(deps, job, signal)),
    settle: (job, outcome) => withCorrelation(job.correlationId, () => settle(deps, job, outcome)),
  }
}

async function perform<Kinds extends KindMap<Kinds>>(
  deps: RunnerDeps<Kinds>,
  job: Job,
  signal: AbortSignal,
): Promise<Outcome> {
  // Freed after its last attempt was cut short: what it did is not known, and another one was not granted.
  if (job.attempts > job.maxAttempts) return { is: 'dead', reason: job.lastError ?? 'No attempts are left.' }
  try {
    await handle(deps, job, signal)
    deps.log.debug(lineOf(job), 'Job done')
    return { is: 'done' }
  } catch (error) {
    const { attempts: attempt, maxAttempts } = job
    const outcome = judge(error, { attempt, maxAttempts }, deps.now(), deps.random())
    const level = outcome.is === 'dead' ? 'error' : 'warn'
    deps.log[level]({ ...lineOf(job), err: error, outcome: outcome.is }, 'Job failed')
    return outcome
  }
}

async function handle<Kinds extends KindMap<Kinds>>(deps: RunnerDeps<Kinds>, job: Job, signal: AbortSignal) {
  const known = Object.hasOwn(deps.handlers, job.kind)
  if (!known) throw new Error(`No handler for jobs of kind ${job.kind}: was it made by a newer version?`)
  const { attempts: attempt, maxAttempts, correlationId } = job
  const context: JobContext = { attempt, maxAttempts, now: deps.now(), correlationId, signal }
  // `enqueue` let in only this kind's payload.
  const kind = job.kind as keyof Kinds & string
  await deps.handlers[kind](job.payload as Kinds[typeof kind], context)
}

async function settle<Kinds extends KindMap<Kinds>>(
  deps: RunnerDeps<Kinds>,
  job: Job,
  outcome: Outcome,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (outcome.is === 'done') return finishJob(tx, job)
    if (outcome.is === 'dead') return bury(deps, tx, job, outcome.reason)
    const attempts = outcome.counted ? job.attempts : job.attempts - 1
    return putBackJob(tx, job, { runAt: outcome.at, attempts, error: outcome.reason })
  })
}

async function bury<Kinds extends KindMap<Kinds>>(deps: RunnerDeps<Kinds>, tx: Tx, job: Job, reason: string) {
  if (!(await buryJob(tx, job, reason))) return
  const attempts = Math.min(job.attempts, job.maxAttempts)
  await deps.onDead(tx, { ...job, attempts, lastError: reason, lockedAt: null } as DeadJob<Kinds>)
}

function lineOf(job: Job) {
  const { id, teamId, kind, attempts, maxAttempts } = job
  return { job: { id, teamId, kind, attempts, maxAttempts } }
}
