import type { Knex } from 'knex'
import { isPostgres } from '../../src/store/kit/database.ts'

export type Rows = readonly Readonly<Record<string, unknown>>[]

/** Inserts rows that all have the same columns, as one JSON value: a value a cell would take most of the time there is. */
export async function insertAll(db: Knex, table: string, rows: Rows): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const into = `insert into ${table} (${columns.map((each) => `"${each}"`).join()})`
  if (isPostgres(db)) {
    const picked = columns.map((each) => `"${each}"`).join()
    await db.raw(`${into} select ${picked} from json_populate_recordset(null::${table}, ?::json)`, [
      JSON.stringify(rows),
    ])
    return
  }
  const picked = columns.map((_, i) => `value ->> ${i}`).join()
  await db.raw(`${into} select ${picked} from json_each(?)`, [
    JSON.stringify(rows.map((row) => columns.map((each) => row[each]))),
  ])
}

const NUMBERED = ['campaigns', 'events', 'digests', 'messages']

/** What comes later is numbered on from what was inserted with its ids. */
export async function numberOn(db: Knex): Promise<void> {
  if (!isPostgres(db)) return
  for (const table of NUMBERED)
    await db.raw('select setval(?, (select coalesce(max(id), 1) from ??))', [`${table}_id_seq`, table])
}

/** As quickly as the disk takes it: what is generated can be generated again. */
export async function hurry(db: Knex): Promise<void> {
  if (isPostgres(db)) await db.raw('set session synchronous_commit = off')
  else await db.raw('pragma synchronous = off')
}
