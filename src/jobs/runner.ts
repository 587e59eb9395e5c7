import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, withCorrelation } from '../log.ts'
import type { Job } from '../store/jobs.ts'
import { inTransaction, type Tx } from '../store/kit/database.ts'
import type { EngineDeps, JobContext, JobKind, KindMap } from './contract.ts'
import { backoff, judge, type Outcome } from './outcome.ts'

/** Where an engine keeps its jobs: how a run of one ends there, by whoever holds it. */
export interface Ledger<Held extends Job> {
  finish(tx: Tx, job: Held): Promise<void>
  /** Back, with `attempts` begun so far; one with its key that waits by now takes its place. */
  putBack(tx: Tx, job: Held, again: Again): Promise<void>
  /** Makes it dead; false when this run of it is over already. */
  bury(tx: Tx, job: Held, why: string): Promise<boolean>
}

interface Again {
  readonly runAt: Date
  readonly attempts: number
  readonly error: string
}

interface RunnerDeps<Kinds extends KindMap<Kinds>, Held extends Job> extends EngineDeps<Kinds> {
  readonly random: () => number
  readonly ledger: Ledger<Held>
}

/**
 * Runs one claimed job. `perform` never rejects; `settle` rejects when the outcome could not be saved. `settleAtLast` tries
 * again: the database may be away for a while, and what the job did outside must not be done again for that. Once it is
 * aborted nothing is saved: whoever frees the job runs it again.
 */
export interface Runner<Held extends Job> {
  perform(job: Held, signal: AbortSignal): Promise<Outcome>
  settle(job: Held, outcome: Outcome): Promise<void>
  settleAtLast(job: Held, outcome: Outcome, signal: AbortSignal): Promise<void>
}

/** The run is over already: its job was freed meanwhile, since this process was taken for dead. Nothing of it is saved. */
export class RunOver extends Error {
  override readonly name = 'RunOver'
}

export function createRunner<Kinds extends KindMap<Kinds>, Held extends Job>(
  deps: RunnerDeps<Kinds, Held>,
): Runner<Held> {
  const settleIt = (job: Held, outcome: Outcome) =>
    withCorrelation(job.correlationId, () => settle(deps, job, outcome))
  return {
    perform: (job, signal) => withCorrelation(job.correlationId, () => perform(deps, job, signal)),
    settle: settleIt,
    settleAtLast: (job, outcome, signal) => atLast(deps, job, () => settleIt(job, outcome), signal),
  }
}

async function atLast<Kinds extends KindMap<Kinds>>(
  { log, random = Math.random }: EngineDeps<Kinds>,
  { id, kind }: Job,
  settleIt: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      return await settleIt()
    } catch (error) {
      log.error({ err: error, job: { id, kind } }, 'The outcome of a job could not be saved')
      if (error instanceof RunOver) return
      await sleep(backoff(attempt, random()), undefined, { signal }).catch(() => undefined) // aborted: the loop ends
    }
  }
}

/** With the last ones alone in it, it is the job that ends the process. */
const MOST_DEATHS = 5
const KILLER = 'The process ended while it ran'

async function perform<Kinds extends KindMap<Kinds>>(
  deps: EngineDeps<Kinds>,
  job: Job,
  signal: AbortSignal,
): Promise<Outcome> {
  if (job.deaths >= MOST_DEATHS) return { is: 'dead', reason: KILLER }
  // A version before counted the ends of the process too: it granted no other run.
  if (job.attempts > job.maxAttempts) return { is: 'dead', reason: job.lastError ?? 'No attempts are left.' }
  try {
    await handle(deps, job, signal)
    deps.log.debug(lineOf(job), 'Job done')
    return { is: 'done' }
  } catch (error) {
    const { attempts: attempt, maxAttempts } = job
    const outcome = judge(error, { attempt, maxAttempts }, deps.now(), deps.random?.() ?? Math.random())
    logEnd(deps, job, outcome, error)
    return outcome
  }
}

/** What only asks to be run later has not failed. */
function logEnd({ log }: { readonly log: Logger }, job: Job, outcome: Outcome, error: unknown): void {
  if (outcome.is === 'retry' && !outcome.counted)
    log.debug({ ...lineOf(job), at: outcome.at, why: outcome.reason }, 'Job runs again later')
  else
    log[outcome.is === 'dead' ? 'error' : 'warn'](
      { ...lineOf(job), err: error, outcome: outcome.is },
      'Job failed',
    )
}

async function handle<Kinds extends KindMap<Kinds>>(deps: EngineDeps<Kinds>, job: Job, signal: AbortSignal) {
  const kind = kindOf(deps, job)
  if (!kind) throw new Error(`There is no kind of job ${job.kind}: was it made by a newer version?`)
  const { attempts: attempt, maxAttempts, createdAt: since, correlationId } = job
  const context: JobContext = { attempt, maxAttempts, now: deps.now(), since, correlationId, signal }
  await kind.run(job.payload, context)
}

/** The kind of a job; none where another version made it. `enqueue` let in only this kind's payload. */
function kindOf<Kinds extends KindMap<Kinds>>({ kinds }: EngineDeps<Kinds>, { kind }: Job) {
  return Object.hasOwn(kinds, kind) ? (kinds[kind as keyof Kinds & string] as JobKind<object>) : null
}

async function settle<Kinds extends KindMap<Kinds>, Held extends Job>(
  deps: RunnerDeps<Kinds, Held>,
  job: Held,
  outcome: Outcome,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (outcome.is === 'done') return deps.ledger.finish(tx, job)
    if (outcome.is === 'dead') return bury(deps, tx, job, outcome.reason)
    const attempts = outcome.counted ? job.attempts : job.attempts - 1
    return deps.ledger.putBack(tx, job, { runAt: outcome.at, attempts, error: outcome.reason })
  })
}

async function bury<Kinds extends KindMap<Kinds>, Held extends Job>(
  deps: RunnerDeps<Kinds, Held>,
  tx: Tx,
  job: Held,
  why: string,
) {
  if (!(await deps.ledger.bury(tx, job, why))) return
  const attempts = Math.max(job.deaths, Math.min(job.attempts, job.maxAttempts))
  await kindOf(deps, job)?.whenDead(tx, { payload: job.payload, attempts, why })
}

function lineOf(job: Job) {
  const { id, teamId, kind, attempts, maxAttempts } = job
  return { job: { id, teamId, kind, attempts, maxAttempts } }
}
