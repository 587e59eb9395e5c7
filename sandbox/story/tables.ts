import type sqlite3 from 'sqlite3'
import { called, opened, rowsOf } from './sqlite.ts'

export type Row = Readonly<Record<string, string | number | null>>

/** Rows by the table that they stand in. */
export type Tables = Readonly<Record<string, readonly Row[]>>

/** What stands in Stairway's database, without what its migrations keep of themselves. */
export async function readTables(file: string): Promise<Tables> {
  const database = await opened(file)
  const names = await rowsOf<{ name: string }>(database, TABLES)
  const tables: Record<string, Row[]> = {}
  for (const { name } of names)
    tables[name] = await rowsOf<Row>(database, `select * from "${name}" order by rowid`)
  await called((done) => database.close(done))
  return tables
}

const TABLES = `
  select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'knex_%' order by name`

/** Puts rows into the empty tables of an open, migrated database. */
export async function restoreTables(file: string, tables: Tables): Promise<void> {
  const database = await opened(file)
  await called((done) => database.exec('begin', done))
  for (const [name, rows] of Object.entries(tables)) await insert(database, name, rows)
  await called((done) => database.exec('commit', done))
  await called((done) => database.close(done))
}

async function insert(database: sqlite3.Database, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  const names = columns.map((name) => `"${name}"`).join(', ')
  const values = columns.map((name) => `value ->> '${name}'`).join(', ')
  const sql = `insert into "${table}" (${names}) select ${values} from json_each(?)`
  await called((done) => database.run(sql, JSON.stringify(rows), done))
}
