import type { Knex } from 'knex'
import { isPostgres } from '../../src/store/kit/database.ts'

/** In the order in which each points only to those before it. */
const TABLES = [
  ...['campaigns', 'tasks', 'approval_requests', 'decisions', 'launch_steps', 'follow_ups', 'events', 'jobs'],
  ...[
    'messages',
    'digests',
    'suggestions',
    'pictures',
    'portfolios',
    'portfolio_events',
    'portfolio_digests',
  ],
]
const NUMBERED = [
  'campaigns',
  'jobs',
  'events',
  'messages',
  'digests',
  'portfolios',
  'portfolio_events',
  'portfolio_digests',
]

export type Rows = readonly (readonly [table: string, rows: readonly object[]])[]

/** Every row that there is. */
export async function takeRows(db: Knex): Promise<Rows> {
  const all = await Promise.all(TABLES.map(async (table) => [table, await db(table)] as const))
  if (isPostgres(db)) all.push([PROMISED, await promised(db)])
  return all.filter(([, rows]) => rows.length > 0)
}

/** Puts them into empty tables; rows that come later are numbered on from them, and never by a number that was given before. */
export async function putRows(db: Knex, all: Rows): Promise<void> {
  for (const [table, rows] of all) {
    if (table === PROMISED) for (const row of rows) await promiseAnew(db, row as Promised)
    else await db(table).insert(rows)
    if (isPostgres(db) && NUMBERED.includes(table)) await numberOn(db, table)
  }
}

/** The jobs of graphile-worker, which lie in a schema of its own. */
const PROMISED = 'graphile_worker._private_jobs'

interface Promised {
  readonly kind: string
  readonly payload: object
  readonly queue: string | null
  readonly run_at: Date
  readonly key: string | null
  readonly priority: number
}

async function promised(db: Knex): Promise<Promised[]> {
  return db('graphile_worker._private_jobs as j')
    .join('graphile_worker._private_tasks as t', 't.id', 'j.task_id')
    .leftJoin('graphile_worker._private_job_queues as q', 'q.id', 'j.job_queue_id')
    .orderBy('j.id')
    .select('t.identifier as kind', 'j.payload', 'q.queue_name as queue', 'j.run_at', 'j.key', 'j.priority')
}

async function promiseAnew(
  db: Knex,
  { kind, payload, queue, run_at, key, priority }: Promised,
): Promise<void> {
  await db.raw('select 1 from graphile_worker.add_job(?, ?::json, ?, ?::timestamptz, 30000, ?, ?)', [
    ...[kind, JSON.stringify(payload), queue, run_at.toISOString(), key, priority],
  ])
}

/** As SQLite does by itself. Of a number that was given twice the store would remember what the first one was. */
async function numberOn(db: Knex, table: string): Promise<void> {
  const sequence = `${table}_id_seq`
  await db.raw('select setval(?, greatest((select max(id) from ??), nextval(?)))', [
    sequence,
    table,
    sequence,
  ])
}

export async function clearRows(db: Knex): Promise<void> {
  if (isPostgres(db)) await db(PROMISED).delete()
  await db('messages').update({ thread_of: null })
  for (const table of TABLES.toReversed()) await db(table).delete()
}
