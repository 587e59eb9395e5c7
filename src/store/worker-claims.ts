import type { Knex } from 'knex'
import { inTransaction } from './kit/database.ts'
import { workerSchema } from './kit/worker-pool.ts'
import type { Process } from './processes.ts'
import { SUSPECTS, URGENT } from './worker-jobs.ts'

/** That a worker holds a job. */
export interface Claim {
  readonly id: number
  readonly worker: string
}

/** What the workers of this process hold, as the database has it. */
export async function claimsOf(db: Knex, { id }: Process): Promise<Claim[]> {
  const w = await workerSchema(db)
  const { rows } = await db.raw(
    `select j.id, j.locked_by as worker from "${w}"._private_jobs j
     join process_workers p on p.worker = j.locked_by where p.process_id = ?`,
    [id],
  )
  return rows.map((row: { id: number | string; worker: string }) => ({ ...row, id: Number(row.id) }))
}

/** As if it had not been claimed; one whose place a newer one of its key has taken is gone. False where it is not held so. */
export async function letGo(db: Knex, { id, worker }: Claim): Promise<boolean> {
  const w = await workerSchema(db)
  return inTransaction(db, async (tx) => {
    const mine = tx(`${w}._private_jobs`).where({ id, locked_by: worker })
    const job = await mine
      .clone()
      .forUpdate()
      .first('job_queue_id', tx.raw(`key is null and payload->>'key' is not null as superseded`))
    if (!job) return false
    if (job.superseded) await mine.delete()
    else await mine.update({ locked_by: null, locked_at: null, attempts: tx.raw('attempts - 1') })
    await tx(`${w}._private_job_queues`)
      .where({ id: job.job_queue_id, locked_by: worker })
      .update({ locked_by: null, locked_at: null })
    return true
  })
}

/** A job during which a process ended this often goes last. */
const SUSPECT_CLAIMS = 2

/** Frees what workers hold that are of no process that runs; returns how many jobs. */
export async function freeLost(db: Knex): Promise<number> {
  const w = await workerSchema(db)
  const workers = await lostWorkers(db, w)
  if (workers.length === 0) return 0
  return inTransaction(db, async (tx) => {
    const theirs = tx(`${w}._private_jobs`).whereIn('locked_by', workers)
    const freed = await theirs.clone().forUpdate().pluck('id')
    await theirs
      .clone()
      .where('attempts', '>=', SUSPECT_CLAIMS)
      .update({ priority: SUSPECTS, updated_at: tx.fn.now() })
    await tx.raw(`select "${w}".force_unlock_workers(?::text[])`, [workers])
    // A newer one of its key has taken its place already.
    await tx(`${w}._private_jobs`).whereNull('locked_at').whereRaw('attempts >= max_attempts').delete()
    return freed.length
  })
}

/** A suspect that has waited for longer than `ms` behind others goes before them: else, where there are always some, it never would. */
export async function raiseSuspects(db: Knex, ms: number): Promise<void> {
  const w = await workerSchema(db)
  await db(`${w}._private_jobs`)
    .where({ priority: SUSPECTS })
    .whereNull('locked_at')
    .whereRaw("updated_at < now() - ? * interval '1 millisecond'", [ms])
    .update({ priority: URGENT })
}

async function lostWorkers(db: Knex, w: string): Promise<string[]> {
  const { rows } = await db.raw(`
    select l.locked_by as worker from (
      select locked_by from "${w}"._private_jobs where locked_by is not null
      union select locked_by from "${w}"._private_job_queues where locked_by is not null
    ) l
    where not exists (
      select 1 from process_workers w join processes p on p.id = w.process_id
      where w.worker = l.locked_by and p.fenced_at is null)`)
  return rows.map(({ worker }: { worker: string }) => worker)
}
