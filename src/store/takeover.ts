import type { Knex } from 'knex'
import type { JobRow } from './jobs.ts'
import { inTransaction } from './kit/database.ts'
import { promiseJob } from './worker-jobs.ts'

const MOST_AT_ONCE = 500

/**
 * Hands the jobs of our table to graphile-worker, in the order in which they are due; returns how many. A process of the
 * version before holds the database by this lock: until it is gone it runs them itself.
 */
export async function takeOverJobs(db: Knex, isUrgent: (kind: string) => boolean): Promise<number> {
  if (!(await live(db).first('id'))) return 0
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.raw(
      'select pg_try_advisory_xact_lock(7823442, hashtext(current_schema())) as alone',
    )
    if (!rows[0].alone) return 0
    const jobs = await live(tx)
      .orderBy(['run_at', 'id'])
      .limit(MOST_AT_ONCE)
      .forUpdate()
      .skipLocked()
      .select('*')
    for (const job of jobs) await promiseJob(tx, promised(job, isUrgent(job.kind)))
    await live(tx)
      .whereIn(
        'id',
        jobs.map(({ id }) => id),
      )
      .delete()
    return jobs.length
  })
}

function live(db: Knex) {
  return db<JobRow>('jobs').whereIn('state', ['waiting', 'running'])
}

/** What ran as its process ended was no attempt. */
function promised(row: JobRow, urgent: boolean) {
  return {
    teamId: row.team_id,
    kind: row.kind,
    payload: JSON.parse(row.payload),
    key: row.key,
    lane: row.lane,
    runAt: new Date(row.run_at),
    maxAttempts: row.max_attempts,
    correlationId: row.correlation_id,
    since: new Date(row.created_at),
    attempts: row.state === 'running' ? row.attempts - 1 : row.attempts,
    error: row.last_error,
    urgent,
  }
}
