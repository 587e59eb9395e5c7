import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import { type Logger, withCorrelation } from '../../log.ts'
import { firstRunAt } from '../../store/job-claims.ts'
import type { Job } from '../../store/jobs.ts'
import type { Runner } from '../runner.ts'
import type { Claim } from './claim.ts'

/** An open pump looks at least this often. */
export const POLL_MS = 1000

interface PumpDeps {
  readonly db: Knex
  readonly log: Logger
  readonly now: () => Date
  readonly claim: Claim
  readonly runner: Runner<Job>
}

interface Running {
  readonly job: Job
  readonly done: Promise<void>
  readonly abort: AbortController
}

/** Keeps running what may run at once while it is open. `wake` says that there may be something to claim. */
interface Pump {
  open(): void
  wake(): void
  readonly isOpen: boolean
  /** Resolves once nothing due is left and nothing runs; to how many ran meanwhile. */
  idle(): Promise<number>
  close(graceMs: number): Promise<void>
}

/** Longer than most since the loop, its timer and what runs are one state. */
export function createPump({ db, log, now, claim: claimNow, runner }: PumpDeps): Pump {
  const running = new Map<number, Running>()
  let opened = false
  let looking: Promise<void> | null = null
  let lookAgain = false
  let timer: NodeJS.Timeout | undefined

  // Woken from a command's transaction, yet no part of that command.
  const wake = () => {
    if (!opened) return
    lookAgain = true
    looking ??= withCorrelation(undefined, look)
  }

  const look = async () => {
    clearTimeout(timer)
    let wait = POLL_MS
    while (opened && lookAgain) {
      lookAgain = false
      wait = await claim()
    }
    looking = null
    if (opened) timer = setTimeout(wake, wait)
  }

  /** Milliseconds until it is worth looking again; what runs wakes us when it ends. */
  const claim = async () => {
    try {
      const first = await firstRunAt(db, null)
      if (!first || first > now()) return waitFor(first)
      const jobs = await claimNow(
        now(),
        [...running.values()].map(({ job }) => job),
      )
      jobs.forEach(launch)
      return waitFor(await firstRunAt(db, now()))
    } catch (error) {
      log.error({ err: error }, 'Jobs could not be claimed; trying again in a second')
      return POLL_MS
    }
  }

  const waitFor = (next: Date | null) => (next ? Math.min(POLL_MS, Math.max(0, +next - +now())) : POLL_MS)

  const launch = (job: Job) => {
    const abort = new AbortController()
    const done = run(job, abort.signal).finally(() => {
      running.delete(job.id)
      wake()
    })
    running.set(job.id, { job, done, abort })
  }

  const run = async (job: Job, signal: AbortSignal) => {
    const outcome = await runner.perform(job, signal)
    await runner.settleAtLast(job, outcome, signal)
  }

  const idle = async () => {
    let ran = 0
    do {
      wake()
      await looking
      ran += running.size
      await Promise.all([...running.values()].map(({ done }) => done))
    } while (running.size > 0 || looking !== null)
    return ran
  }

  const close = async (graceMs: number) => {
    opened = false
    clearTimeout(timer)
    await looking
    const left = Promise.all([...running.values()].map(({ done }) => done)).then(() => 'ended' as const)
    if ((await within(graceMs, left)) === 'ended') return
    for (const [id, { abort }] of running) {
      log.warn({ job: { id } }, 'Job cut short by the stop; the next start runs it again')
      abort.abort(new Error('Stairway is stopping'))
    }
  }

  const open = () => {
    opened = true
    wake()
  }

  return {
    open,
    wake,
    idle,
    close,
    get isOpen() {
      return opened
    },
  }
}

/** The value of `work`, or 'late' after `ms`; leaves no timer behind. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | 'late'> {
  const over = new AbortController()
  const late = sleep(ms, 'late' as const, { signal: over.signal }).catch(() => 'late' as const)
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
  }
}
