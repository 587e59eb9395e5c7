import type { Knex } from 'knex'
import { freeRunningJobs } from '../../src/store/jobs.ts'
import { isPostgres } from '../../src/store/kit/database.ts'
import { sessionOf } from '../../src/store/kit/session.ts'
import { endSessions } from '../../src/store/processes.ts'
import { freeLost } from '../../src/store/worker-claims.ts'

/** As is done for a process that was killed: by the next start, or on PostgreSQL by whoever sees that it is silent. */
export async function freeJobsOfTheKilled(db: Knex): Promise<void> {
  await freeRunningJobs(db)
  if (!isPostgres(db)) return
  await db('processes').delete()
  await freeLost(db)
}

/** As others do for one process that was killed, once its lease is over: `theirs` is its database. */
export async function takeForDead(db: Knex, theirs: Knex): Promise<void> {
  if (!isPostgres(db)) return
  await db('processes')
    .where({ session: sessionOf(theirs).name })
    .whereNull('fenced_at')
    .update({ fenced_at: db.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint') })
  await endSessions(db)
  await freeLost(db)
}

/** The kinds of the jobs that wait. */
export async function waitingKinds(db: Knex): Promise<string[]> {
  const waiting: string[] = await db('jobs').where({ state: 'waiting' }).pluck('kind')
  return isPostgres(db)
    ? [...waiting, ...(await db('graphile_worker.jobs').pluck('task_identifier'))]
    : waiting
}
