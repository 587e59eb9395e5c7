import type { Knex } from 'knex'
import type { Job, NewJob } from './jobs.ts'
import { inTransaction, type Tx } from './kit/database.ts'
import { TakenForDead } from './kit/session.ts'
import { workerSchema } from './kit/worker-pool.ts'

/** A job of graphile-worker that one of its workers holds. Its `attempts` count its runs; `deaths` are by its row. */
export interface HeldJob extends Job {
  readonly worker: string
}

/** A job that is promised to graphile-worker: anew, or `again` after a run that ended. */
export interface Promised extends NewJob {
  readonly urgent: boolean
  readonly since: Date
  /** Runs that were begun and count. */
  readonly attempts?: number
  readonly error?: string | null
}

/** What its payload holds beside ours. */
interface Body {
  readonly teamId: string
  readonly payload: object
  readonly key: string | null
  readonly lane: string | null
  readonly attempts: number
  readonly maxAttempts: number
  readonly correlationId: string
  readonly error: string | null
  readonly since: number
}

export interface WorkerRow {
  readonly id: number | string
  readonly kind: string
  readonly payload: Body
  readonly attempts: number
  readonly queue: number | null
}

/** Of what is due the lowest goes first. A suspect goes last, as it is to run alone. */
export const URGENT = 0
const OTHERS = 1
export const SUSPECTS = 9

/** In the caller's transaction; while one of its key waits, it is made one with it. */
export async function promiseJob(tx: Tx, job: Promised, again = false): Promise<void> {
  const { teamId, kind, payload, key, lane, maxAttempts, correlationId, attempts = 0, error = null } = job
  const rest = { teamId, payload, key, lane, attempts, maxAttempts, correlationId, error }
  await tx.raw('select promise_job(?, ?::text, ?::bigint, ?, ?::timestamptz, ?, ?, ?)', [
    kind,
    JSON.stringify(rest),
    +job.since,
    queueOf(job),
    job.runAt.toISOString(),
    key === null ? null : `${teamId} ${kind} ${key}`,
    job.urgent ? URGENT : OTHERS,
    again,
  ])
}

/** Jobs of one lane, or of one key, run one at a time. */
function queueOf({ teamId, kind, key, lane }: NewJob): string | null {
  if (lane !== null) return `${teamId} ${lane}`
  return key === null ? null : `${teamId} ${kind} ${key}`
}

const LIVE = `exists (
  select 1 from process_workers w join processes p on p.id = w.process_id
  where w.worker = ? and p.fenced_at is null)`

/**
 * The job that its worker is to run now that it was given `row`: the first of its lane, which is not always what
 * graphile-worker found first, since urgent kinds come before others there. Null where the claim was let go meanwhile.
 */
export async function takeJob(
  db: Knex,
  row: WorkerRow,
  worker: string,
  { kinds, now }: { readonly kinds: readonly string[]; readonly now: Date },
): Promise<HeldJob | null> {
  const w = await workerSchema(db)
  const HEAD = `
    select j.id, t.identifier as kind, j.payload, j.attempts, j.job_queue_id as queue
    from "${w}"._private_jobs j join "${w}"._private_tasks t on t.id = j.task_id
    where j.job_queue_id = ? and t.identifier = any(?)
      and (j.id = ? or (j.is_available and j.run_at <= ?::timestamptz))
    order by j.run_at, j.id limit 1`
  const { rows } = await db.raw(
    `select ${LIVE} as live,
       exists (select 1 from "${w}"._private_jobs j where j.id = ? and j.locked_by = ?) as held,
       h.* from (select 1) o left join (${HEAD}) h on true`,
    [worker, row.id, worker, row.queue, [...kinds], row.id, now.toISOString()],
  )
  const { live, held: stillHeld, ...head } = rows[0]
  if (!live) throw new TakenForDead()
  if (!stillHeld) return null
  if (head.id === null || Number(head.id) === Number(row.id)) return held(row, worker)
  const swapped = await swap(db, row, head, worker)
  return held(swapped, worker)
}

/** The lane is this worker's, so nobody else takes from it: the first of it takes the turn of the one that was found. */
async function swap(db: Knex, found: WorkerRow, head: WorkerRow, worker: string): Promise<WorkerRow> {
  const w = await workerSchema(db)
  return inTransaction(db, async (tx) => {
    const taken = await tx(`${w}._private_jobs`)
      .where({ id: head.id })
      .whereNull('locked_at')
      .update({ locked_by: worker, locked_at: tx.fn.now(), attempts: tx.raw('attempts + 1') })
    if (taken === 0) return found
    const mine = tx(`${w}._private_jobs`).where({ id: found.id, locked_by: worker })
    const [{ superseded = true } = {}] = await mine
      .clone()
      .select(tx.raw(`key is null and payload->>'key' is not null as superseded`))
    if (superseded) await mine.delete()
    else await mine.update({ locked_by: null, locked_at: null, attempts: tx.raw('attempts - 1') })
    return { ...head, attempts: head.attempts + 1 }
  })
}

function held({ id, kind, payload: body, attempts }: WorkerRow, worker: string): HeldJob {
  return {
    id: Number(id),
    teamId: body.teamId,
    kind,
    payload: body.payload,
    key: body.key,
    lane: body.lane,
    attempts: body.attempts + 1,
    maxAttempts: body.maxAttempts,
    deaths: attempts - 1, // a row is claimed again only where the run before it was cut short
    correlationId: body.correlationId,
    lastError: body.error,
    createdAt: new Date(body.since),
    lockedAt: null,
    worker,
  }
}

/** Ends this run and lets go of its lane; false where it was over already, since its process was taken for dead. */
export async function endRun(tx: Tx, { id, worker }: HeldJob): Promise<boolean> {
  const w = await workerSchema(tx)
  const { rows } = await tx.raw(
    `with ended as (
       delete from "${w}"._private_jobs where id = ? and locked_by = ? returning job_queue_id
     ), free as (
       update "${w}"._private_job_queues q set locked_by = null, locked_at = null
       from ended where q.id = ended.job_queue_id and q.locked_by = ?
     )
     select 1 from ended`,
    [id, worker, worker],
  )
  return rows.length > 0
}

/** As if it had not been claimed. */
export async function giveBack(db: Knex, { id }: WorkerRow, worker: string): Promise<void> {
  const w = await workerSchema(db)
  await db.raw(
    `with given as (
       update "${w}"._private_jobs set locked_by = null, locked_at = null, attempts = attempts - 1
       where id = ? and locked_by = ? returning job_queue_id
     )
     update "${w}"._private_job_queues q set locked_by = null, locked_at = null
     from given where q.id = given.job_queue_id and q.locked_by = ?`,
    [id, worker, worker],
  )
}

/** A dead job is kept with those of the other engine. */
export async function keepDead(tx: Tx, job: HeldJob, why: string, now: Date): Promise<void> {
  await tx('jobs').insert({
    team_id: job.teamId,
    kind: job.kind,
    payload: JSON.stringify(job.payload),
    key: job.key,
    lane: job.lane,
    state: 'dead',
    run_at: +now,
    attempts: Math.min(job.attempts, job.maxAttempts),
    max_attempts: job.maxAttempts,
    deaths: job.deaths,
    correlation_id: job.correlationId,
    last_error: why,
    created_at: +job.createdAt,
    locked_at: null,
  })
}

interface Of {
  readonly kinds: readonly string[]
  readonly now: Date
}

/** Whether something is due that nothing holds up. */
export async function isAnyDue(db: Knex, { kinds, now }: Of): Promise<boolean> {
  const w = await workerSchema(db)
  const { rows } = await db.raw(
    `select exists (
       select 1 from "${w}"._private_jobs j join "${w}"._private_tasks t on t.id = j.task_id
       where j.is_available and j.run_at <= ?::timestamptz and t.identifier = any(?)
         and (j.job_queue_id is null or exists (
           select 1 from "${w}"._private_job_queues q where q.id = j.job_queue_id and q.is_available))
     ) as due`,
    [now.toISOString(), [...kinds]],
  )
  return rows[0].due === true
}
