import type { Knex } from 'knex'
import type { JobRow } from './jobs.ts'
import { inTransaction, type Tx } from './kit/database.ts'
import { promiseJob } from './worker-jobs.ts'

const MOST_AT_ONCE = 500

/** A process of the version before holds the database by this lock: while it is there, it runs those jobs itself. */
export async function isHeldByTheVersionBefore(db: Knex): Promise<boolean> {
  return inTransaction(db, async (tx) => !(await isAlone(tx)))
}

async function isAlone(tx: Tx): Promise<boolean> {
  const { rows } = await tx.raw(
    'select pg_try_advisory_xact_lock(7823442, hashtext(current_schema())) as alone',
  )
  return rows[0].alone === true
}

/**
 * Hands the jobs of our table to graphile-worker, in the order in which they are due; returns how many. What runs there
 * may be running still where the version before lost its lock with a connection: none is taken until `isGone` says that
 * it has been without it for long.
 */
export async function takeOverJobs(
  db: Knex,
  isUrgent: (kind: string) => boolean,
  isGone: boolean,
): Promise<number> {
  const states = await live(db).distinct().pluck('state')
  if (states.length === 0 || (states.includes('running') && !isGone)) return 0
  return inTransaction(db, async (tx) => {
    if (!(await isAlone(tx))) return 0
    const jobs = await live(tx)
      .orderBy(['run_at', 'id'])
      .limit(MOST_AT_ONCE)
      .forUpdate()
      .skipLocked()
      .select('*')
    // Of one that ran, what waits by now is newer.
    for (const job of jobs) await promiseJob(tx, promised(job, isUrgent(job.kind)), job.state === 'running')
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
