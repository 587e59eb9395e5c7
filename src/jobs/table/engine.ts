import { currentCorrelation, newCorrelationId } from '../../log.ts'
import { buryJob, finishJob, freeRunningJobs, insertJob, type Job, putBackJob } from '../../store/jobs.ts'
import { afterCommit } from '../../store/kit/database.ts'
import type { Engine, EngineDeps, Enqueue, KindMap } from '../contract.ts'
import { createRunner, type Ledger } from '../runner.ts'
import { claimer } from './claim.ts'
import { createPump, POLL_MS } from './pump.ts'

const tableOf = (now: () => Date): Ledger<Job> => ({
  finish: finishJob,
  putBack: putBackJob,
  bury: (tx, job, why) => buryJob(tx, job, why, now()),
})

/** Jobs in a table of ours: one process runs the jobs of a database. */
export function createTableEngine<Kinds extends KindMap<Kinds>>(deps: EngineDeps<Kinds>): Engine<Kinds> {
  const { db, log, now, kinds, random = Math.random, concurrency = 8 } = deps
  const runner = createRunner<Kinds, Job>({ ...deps, random, ledger: tableOf(now) })
  const claim = claimer(db, kinds, concurrency)
  const pump = createPump({ db, log, now, claim, runner })

  const start = async () => {
    const freed = await freeRunningJobs(db)
    if (freed > 0) log.warn({ freed }, 'Jobs of a process that ended are run again')
    pump.open()
  }

  const runDue = async () => {
    const jobs = await claim(now(), [])
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
    enqueue: enqueuer(deps, pump.wake),
    lost: new Promise(() => undefined), // its process has the database to itself
    start,
    stop: pump.close,
    runDue: () => (pump.isOpen ? pump.idle() : drain()),
  }
}

function enqueuer<Kinds extends KindMap<Kinds>>(
  { now, kinds }: EngineDeps<Kinds>,
  wake: () => void,
): Enqueue<Kinds> {
  return async (tx, kind, payload, { runAt } = {}) => {
    const at = now()
    const { attempts: maxAttempts, key, lane } = kinds[kind]
    const correlationId = currentCorrelation() ?? newCorrelationId()
    const policy = { key: key?.(payload) ?? null, lane: lane?.(payload) ?? null, maxAttempts }
    const job = { teamId: payload.teamId, kind, payload, ...policy, runAt: runAt ?? at, correlationId }
    await insertJob(tx, job, at)
    // What is due after the next look is found by that look.
    if (+job.runAt < +at + POLL_MS) afterCommit(tx, wake)
  }
}
