import type { Knex } from 'knex'
import { inTransaction } from './kit/database.ts'
import { workerSchema } from './kit/worker-pool.ts'

/**
 * Removes the queues of lanes without a job. A job that is about to be committed may name one of them, and nobody would
 * ever find it: who promises a job shares a lock (`promise_job`), and where one does now, it is left to the next time.
 */
export async function collectQueues(db: Knex): Promise<number> {
  const w = await workerSchema(db)
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.raw(
      'select pg_try_advisory_xact_lock(7823443, hashtext(current_schema())) as alone',
    )
    if (!rows[0].alone) return 0
    return tx(`${w}._private_job_queues as q`)
      .whereNull('q.locked_at')
      .whereRaw(`not exists (select 1 from "${w}"._private_jobs j where j.job_queue_id = q.id)`)
      .delete()
  })
}
