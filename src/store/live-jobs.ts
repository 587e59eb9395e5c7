/** Jobs that wait or run, of either engine. */
import type { Knex } from 'knex'
import { isPostgres, rawRows } from './kit/database.ts'
import { instant } from './kit/json.ts'
import { workerSchema } from './kit/worker-pool.ts'

/** Which jobs of a kind are there, by one field of their payload: `liveJobs(db, 'digest', 'digestId')`. */
export async function liveJobs(db: Knex, kind: string, fields: readonly string[]): Promise<Set<string>> {
  const payloads = [...(await ofTable(db, kind)), ...(isPostgres(db) ? await ofWorker(db, kind) : [])]
  return new Set(payloads.map((payload) => fields.map((field) => String(payload[field])).join(' ')))
}

type Payload = Readonly<Record<string, unknown>>

async function ofTable(db: Knex, kind: string): Promise<Payload[]> {
  const rows: { payload: string }[] = await db('jobs')
    .where({ kind })
    .whereIn('state', ['waiting', 'running'])
    .select('payload')
  return rows.map(({ payload }) => JSON.parse(payload))
}

async function ofWorker(db: Knex, kind: string): Promise<Payload[]> {
  const w = await workerSchema(db)
  const rows = await rawRows<{ payload: Payload }>(
    db,
    `select j.payload->'payload' as payload from "${w}"._private_jobs j
     join "${w}"._private_tasks t on t.id = j.task_id where t.identifier = ?`,
    [kind],
  )
  return rows.map(({ payload }) => payload)
}

/** Since when each workspace has jobs that were due before `before` and do not run. */
export async function waitingSince(db: Knex, before: Date): Promise<{ teamId: string; since: Date }[]> {
  const ofOurs = await rawRows<{ team_id: string; since: number }>(
    db,
    `select team_id, min(run_at) as since from jobs where state = 'waiting' and run_at <= ? group by team_id`,
    [+before],
  )
  const all = isPostgres(db) ? [...ofOurs, ...(await waitingAtWorker(db, before))] : ofOurs
  return all.map(({ team_id: teamId, since }) => ({ teamId, since: instant(since) }))
}

async function waitingAtWorker(db: Knex, before: Date): Promise<{ team_id: string; since: number }[]> {
  const w = await workerSchema(db)
  return rawRows(
    db,
    `select payload->>'teamId' as team_id, (extract(epoch from min(run_at)) * 1000)::bigint as since
     from "${w}"._private_jobs where is_available and run_at <= ?::timestamptz group by 1`,
    [before.toISOString()],
  )
}
