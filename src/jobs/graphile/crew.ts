import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job as GraphileJob, RunnerOptions, WorkerPool } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Logger } from '../../log.ts'
import type { WorkerRow } from '../../store/worker-jobs.ts'

/** How long a worker that found nothing waits for its next look, where no commit wakes it. */
const POLL_MS = 500

export interface CrewDeps {
  readonly pool: Pool
  readonly schema: string
  readonly log: Logger
  /** How many workers, and for which kinds. */
  readonly shifts: readonly Shift[]
  /** Called before a worker looks for its first job. */
  readonly enlist: (worker: string) => Promise<void>
  /** Runs one job to its end and settles it. */
  readonly turn: (row: WorkerRow, worker: string) => Promise<void>
}

export interface Shift {
  readonly kinds: readonly string[]
  readonly workers: number
}

/** Workers of graphile-worker. `looking`: how many look for a job at this moment. */
export interface Crew {
  readonly looking: number
  /** Claims nothing new; resolves once what runs has ended. */
  stop(): Promise<unknown>
}

/** It lets a job go by its id alone, whoever has it by now: so each run is settled by us, and ends for it in this error. */
class Settled extends Error {
  override readonly name = 'Settled'
}

/** Opens one pool a shift. A pool one of whose workers broke is replaced: graphile-worker does not. */
export async function openCrew(deps: CrewDeps): Promise<Crew> {
  const graphile = await import('graphile-worker') // heavy, and of PostgreSQL alone
  const counter = { looking: 0 }
  const pools = new Set<WorkerPool>()
  let stopping = false
  const open = (shift: Shift) => {
    const events = new EventEmitter()
    const pool = graphile.runTaskList(
      optionsOf(deps, shift, events, workerLogger(graphile, deps.log)),
      tasksOf(deps, shift),
      deps.pool,
    )
    pools.add(pool)
    count(events, counter)
    events.on('worker:stop', ({ error }) => {
      if (!error || stopping || !pools.delete(pool)) return
      deps.log.warn({ err: error }, 'Workers that lost the database are replaced')
      void pool.gracefulShutdown()
      open(shift)
    })
  }
  for (const shift of deps.shifts) if (shift.workers > 0 && shift.kinds.length > 0) open(shift)
  return {
    get looking() {
      return counter.looking
    },
    stop: () => {
      stopping = true
      return Promise.all([...pools].map((pool) => pool.gracefulShutdown()))
    },
  }
}

function optionsOf(
  { schema, enlist }: CrewDeps,
  { workers }: Shift,
  events: EventEmitter,
  logger: NonNullable<RunnerOptions['logger']>,
): RunnerOptions {
  const startWorker = async (_context: unknown, { worker }: { worker: { workerId: string } }) =>
    enlistAtLast(() => enlist(worker.workerId))
  return {
    schema,
    events,
    logger,
    concurrency: workers,
    pollInterval: POLL_MS,
    useNodeTime: true,
    noHandleSignals: true,
    preset: { plugins: [{ name: 'stairway', version: '1', worker: { hooks: { startWorker } } }] },
  }
}

/** What a worker holds that nobody knows would be freed at once: so it claims nothing before it is known. */
async function enlistAtLast(enlist: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await enlist()
    } catch {
      await sleep(POLL_MS, undefined, { ref: false })
    }
  }
}

function tasksOf({ turn }: CrewDeps, { kinds }: Shift) {
  const task = async (_payload: unknown, { job }: { job: GraphileJob }) => {
    const { id, task_identifier: kind, payload, attempts, job_queue_id: queue, locked_by: worker } = job
    await turn({ id, kind, attempts, queue, payload: payload as WorkerRow['payload'] }, String(worker))
    throw new Settled()
  }
  return Object.fromEntries(kinds.map((kind) => [kind, task]))
}

function count(events: EventEmitter, counter: { looking: number }): void {
  events.on('worker:getJob:start', () => {
    counter.looking += 1
  })
  for (const found of ['job:start', 'worker:getJob:empty', 'worker:getJob:error'])
    events.on(found, () => {
      counter.looking -= 1
    })
}

/** What it logs of runs is known from ours; what it logs of connections is not. */
function workerLogger({ Logger: WorkerLogger }: typeof import('graphile-worker'), log: Logger) {
  return new WorkerLogger(() => (level, message, meta) => {
    if (meta?.failure) return
    if (level === 'error' || level === 'warning') log.warn(`graphile-worker: ${message}`)
    else log.debug(`graphile-worker: ${message}`)
  })
}
