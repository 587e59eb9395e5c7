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
  return all.filter(([, rows]) => rows.length > 0)
}

/** Puts them into empty tables; rows that come later are numbered on from them, and never by a number that was given before. */
export async function putRows(db: Knex, all: Rows): Promise<void> {
  for (const [table, rows] of all) {
    await db(table).insert(rows)
    if (isPostgres(db) && NUMBERED.includes(table)) await numberOn(db, table)
  }
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
  await db('messages').update({ thread_of: null })
  for (const table of TABLES.toReversed()) await db(table).delete()
}
