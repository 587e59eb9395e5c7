import type { Knex } from 'knex'
import { type Job, type JobRow, SUSPECT, toJob } from './jobs.ts'
import { isPostgres } from './kit/database.ts'

/** How many jobs are claimed at most: `all` of them, of which `others` are of no `urgent` kind. */
export interface Room {
  readonly urgent: readonly string[]
  readonly all: number
  readonly others: number
}

/**
 * Takes jobs that are due and no suspects, in order of (run_at, id), urgent ones before all others: they are 'running', one
 * attempt further.
 */
export function claimJobs(db: Knex, now: Date, { urgent, all, others }: Room): Promise<Job[]> {
  const of = (limit: number) => dueJobs(db, now, limit).where('j.deaths', '<', SUSPECT)
  const first = ranked(db, 0, of(all).whereIn('j.kind', urgent))
  const rest = ranked(db, 1, of(Math.max(0, others)).whereNotIn('j.kind', urgent))
  return claim(db, now, first.unionAll([rest]).orderBy('rank').limit(all))
}

// Not bound: knex binds what is selected after what it is selected from.
function ranked(db: Knex, rank: 0 | 1, due: Knex.QueryBuilder): Knex.QueryBuilder {
  return db.select('id', db.raw(`${rank} as rank`)).from(due.as('due'))
}

/** Takes the first suspect that is due. While it runs nothing else should, so that it takes nothing with it. */
export async function claimSuspect(db: Knex, now: Date): Promise<Job | null> {
  const [suspect] = await claim(db, now, dueJobs(db, now, 1).where('j.deaths', '>=', SUSPECT))
  return suspect ?? null
}

async function claim(db: Knex, now: Date, due: Knex.QueryBuilder): Promise<Job[]> {
  const rows: JobRow[] = await db('jobs')
    .with('due', due)
    .whereIn('id', db.select('id').from('due'))
    .update({ state: 'running', attempts: db.raw('attempts + 1'), locked_at: +now })
    .returning('*')
  return rows.sort((a, b) => a.run_at - b.run_at || a.id - b.id).map(toJob)
}

// The head of a lane is looked for among rows that others have locked too: a lane never skips its turn.
function dueJobs(db: Knex, now: Date, limit: number): Knex.QueryBuilder {
  const due = db('jobs as j')
    .select('j.id')
    .whereRaw(`j.state = 'waiting' and j.behind = 0`) // as its index says it
    .where('j.run_at', '<=', +now)
    .whereRaw(`not exists (select 1 from jobs r where r.state = 'running' and r.team_id = j.team_id
      and (r.lane = j.lane or (r.kind = j.kind and r."key" = j."key")))`)
    .whereRaw(`not exists (select 1 from jobs e where e.state = 'waiting' and e.team_id = j.team_id
      and e.lane = j.lane and (e.run_at, e.id) < (j.run_at, j.id))`)
    .orderBy(['j.run_at', 'j.id'])
    .limit(limit)
  return isPostgres(db) ? due.forUpdate('j').skipLocked() : due
}

/** When the first job after `since` that is first of its lane falls due, or fell; null when none waits. */
export async function firstRunAt(db: Knex, since: Date | null): Promise<Date | null> {
  const next = await db<JobRow>('jobs')
    .whereRaw(`state = 'waiting' and behind = 0`) // as its index says it
    .where((later) => (since ? later.where('run_at', '>', +since) : later))
    .orderBy('run_at')
    .first('run_at')
  return next ? new Date(next.run_at) : null
}
