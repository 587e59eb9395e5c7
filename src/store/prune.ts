import type { Knex } from 'knex'

/** What is done with and would else be kept for ever. Each deletes one batch, the oldest first, and says how many that were. */

/** What was sent to people, or given up, and is of no campaign: no subject of theirs comes again after so long. */
export function pruneMessages(db: Knex, before: Date, limit: number): Promise<number> {
  const threads = db('messages').whereNotNull('thread_of').whereNull('campaign_id').select('thread_of')
  const done = db('messages')
    .whereNull('campaign_id')
    .whereIn('state', ['sent', 'dead'])
    .whereNotIn('id', threads)
  return deleteOldest(db, 'messages', done, 'created_at', before, limit)
}

/** Jobs that were given up: from then on, whenever they were promised. */
export function pruneDeadJobs(db: Knex, before: Date, limit: number): Promise<number> {
  return deleteOldest(db, 'jobs', db('jobs').where({ state: 'dead' }), 'run_at', before, limit)
}

/** Delegations that ended: who decided in whose stead stands with each decision. */
export function pruneDelegations(db: Knex, before: Date, limit: number): Promise<number> {
  return deleteOldest(db, 'delegations', db('delegations'), 'until_at', before, limit)
}

function deleteOldest(
  db: Knex,
  table: string,
  done: Knex.QueryBuilder,
  time: string,
  before: Date,
  limit: number,
): Promise<number> {
  const oldest = done.where(time, '<', before.getTime()).orderBy(time).limit(limit).select('id')
  return db(table).whereIn('id', oldest).delete()
}
