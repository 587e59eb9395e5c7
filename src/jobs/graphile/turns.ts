import { setTimeout as sleep } from 'node:timers/promises'
import { type Lease, underLease } from '../../lease.ts'
import { TakenForDead } from '../../store/kit/session.ts'
import type { Claim } from '../../store/worker-claims.ts'
import {
  endRun,
  giveBack,
  type HeldJob,
  keepDead,
  promiseJob,
  takeJob,
  type WorkerRow,
} from '../../store/worker-jobs.ts'
import type { EngineDeps, KindMap } from '../contract.ts'
import { createRunner, type Ledger, RunOver } from '../runner.ts'
import type { Company } from './company.ts'

const TRY_AGAIN_MS = 1_000
const SUSPECT_DEATHS = 2

interface TurnDeps<Kinds extends KindMap<Kinds>> extends EngineDeps<Kinds> {
  readonly names: readonly string[]
  readonly company: Company
  readonly lease: Lease
  /** Whether a claim is let go at this moment, since no answer to it was heard. */
  readonly isLeaving: (claim: Claim) => boolean
}

/** Runs of jobs that workers of graphile-worker hold, each to its end and its outcome. */
export interface Turns {
  run(row: WorkerRow, worker: string): Promise<void>
  /** What is claimed from now on is given back. */
  close(): void
  /** Cuts short what runs: nothing of it is saved, and none of these runs returns. */
  abort(why: string): void
  /** Whether it is run here. */
  isRun(claim: Claim): boolean
  /** How many run, and how many have begun. */
  readonly running: number
  readonly count: number
}

export function createTurns<Kinds extends KindMap<Kinds>>(deps: TurnDeps<Kinds>): Turns {
  const runner = createRunner<Kinds, HeldJob>({
    ...deps,
    random: deps.random ?? Math.random,
    ledger: ledgerOf(deps),
  })
  const stop = new AbortController()
  /** Of each worker that is at something: its job, once it is known which. */
  const running = new Map<string, number | null>()
  let count = 0
  let closed = false
  const perform = async (job: HeldJob) => {
    running.set(job.worker, job.id)
    const leave = await deps.company.enter(job.deaths >= SUSPECT_DEATHS)
    count += 1
    const outcome = await underLease(deps.lease, () => runner.perform(job, stop.signal))
    await runner.settleAtLast(job, outcome, stop.signal)
    leave()
  }
  const turn = async (row: WorkerRow, worker: string) => {
    if (closed) return giveBack(deps.db, row, worker)
    const job = await taken(deps, row, worker, stop.signal)
    if (job) await perform(job)
  }
  const run = async (row: WorkerRow, worker: string) => {
    const claim = { id: Number(row.id), worker }
    if (deps.isLeaving(claim)) return
    running.set(worker, null)
    try {
      await turn(row, worker)
    } finally {
      running.delete(worker)
    }
    if (stop.signal.aborted) await never()
  }
  return {
    run,
    close: () => {
      closed = true
    },
    abort: (why) => stop.abort(new Error(why)),
    isRun: ({ id, worker }) => running.get(worker) === id || running.get(worker) === null,
    get running() {
      return running.size
    },
    get count() {
      return count
    },
  }
}

/** Tried until the database answers: what is thrown here graphile-worker would count as a run. Null where the claim is none any more. */
async function taken<Kinds extends KindMap<Kinds>>(
  { db, log, now, names }: TurnDeps<Kinds>,
  row: WorkerRow,
  worker: string,
  signal: AbortSignal,
): Promise<HeldJob | null> {
  for (;;) {
    try {
      return await takeJob(db, row, worker, { kinds: names, now: now() })
    } catch (error) {
      log.error({ err: error, job: { id: row.id, kind: row.kind } }, 'A job could not be taken')
      if (error instanceof TakenForDead) throw error
      if (signal.aborted) await never()
      await sleep(TRY_AGAIN_MS, undefined, { ref: false })
    }
  }
}

/** Its worker is let go with the process, and its job is freed by whoever sees that. */
const never = () => new Promise<never>(() => undefined)

function ledgerOf<Kinds extends KindMap<Kinds>>({ now, kinds }: TurnDeps<Kinds>): Ledger<HeldJob> {
  const end = async (...[tx, job]: Parameters<typeof endRun>) => {
    if (!(await endRun(tx, job)))
      throw new RunOver('The job was freed meanwhile: this process was taken for dead')
  }
  return {
    finish: end,
    putBack: async (tx, job, { runAt, attempts, error }) => {
      await end(tx, job)
      const urgent = kinds[job.kind as keyof Kinds & string]?.urgent ?? false
      await promiseJob(tx, { ...job, runAt, attempts, error, urgent, since: job.createdAt }, true)
    },
    bury: async (tx, job, why) => {
      await end(tx, job)
      await keepDead(tx, job, why, now())
      return true
    },
  }
}
