import { withCorrelation } from '../../log.ts'
import { buryJob, finishJob, type Job, putBackJob } from '../../store/jobs.ts'
import { inTransaction, type Tx } from '../../store/kit/database.ts'
import type { EngineDeps, JobContext, JobKind, KindMap } from '../contract.ts'
import { judge, type Outcome } from './outcome.ts'

interface RunnerDeps<Kinds extends KindMap<Kinds>> extends EngineDeps<Kinds> {
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

/** With the last ones alone in it, it is the job that ends the process. */
const MOST_DEATHS = 5
const KILLER = 'The process ended while it ran'

async function perform<Kinds extends KindMap<Kinds>>(
  deps: RunnerDeps<Kinds>,
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
    const outcome = judge(error, { attempt, maxAttempts }, deps.now(), deps.random())
    const level = outcome.is === 'dead' ? 'error' : 'warn'
    deps.log[level]({ ...lineOf(job), err: error, outcome: outcome.is }, 'Job failed')
    return outcome
  }
}

async function handle<Kinds extends KindMap<Kinds>>(deps: RunnerDeps<Kinds>, job: Job, signal: AbortSignal) {
  const kind = kindOf(deps, job)
  if (!kind) throw new Error(`There is no kind of job ${job.kind}: was it made by a newer version?`)
  const { attempts: attempt, maxAttempts, createdAt: since, correlationId } = job
  const context: JobContext = { attempt, maxAttempts, now: deps.now(), since, correlationId, signal }
  await kind.run(job.payload, context)
}

/** The kind of a job; none where another version made it. `enqueue` let in only this kind's payload. */
function kindOf<Kinds extends KindMap<Kinds>>({ kinds }: RunnerDeps<Kinds>, { kind }: Job) {
  return Object.hasOwn(kinds, kind) ? (kinds[kind as keyof Kinds & string] as JobKind<object>) : null
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

async function bury<Kinds extends KindMap<Kinds>>(deps: RunnerDeps<Kinds>, tx: Tx, job: Job, why: string) {
  if (!(await buryJob(tx, job, why))) return
  const attempts = Math.max(job.deaths, Math.min(job.attempts, job.maxAttempts))
  await kindOf(deps, job)?.whenDead(tx, { payload: job.payload, attempts, why })
}

function lineOf(job: Job) {
  const { id, teamId, kind, attempts, maxAttempts } = job
  return { job: { id, teamId, kind, attempts, maxAttempts } }
}
