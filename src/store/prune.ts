import type { Knex } from 'knex'

/** What is done with and would else be kept for ever. Each deletes one batch, the oldest first, and says how many that were. */

/** What was sent to people, or given up, and is of no campaign: no subject of theirs comes again after so long. */
export async function pruneMessages(db: Knex, before: Date, limit: number): Promise<number> {
  const old = db('messages')
    .whereNull('campaign_id')
    .where('created_at', '<', before.getTime())
    .whereIn('state', ['sent', 'dead'])
    .whereNotIn('id', db('messages').whereNotNull('thread_of').whereNull('campaign_id').select('thread_of'))
    .orderBy('created_at')
    .limit(limit)
    .select('id')
  return db('messages').whereIn('id', old).delete()
}

/** Jobs that were given up. */
export async function pruneDeadJobs(db: Knex, before: Date, limit: number): Promise<number> {
  const old = db('jobs')
    .where({ state: 'dead' })
    .where('created_at', '<', before.getTime())
    .orderBy('created_at')
    .limit(limit)
    .select('id')
  return db('jobs').whereIn('id', old).delete()
}

/** Delegations that ended: who decided in whose stead stands with each decision. */
export async function pruneDelegations(db: Knex, before: Date, limit: number): Promise<number> {
  const old = db('delegations')
    .where('until_at', '<', before.getTime())
    .orderBy('until_at')
    .limit(limit)
    .select('id')
  return db('delegations').whereIn('id', old).delete()
}
