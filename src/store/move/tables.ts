/** What is moved: every table of ours in a SQLite file, as PostgreSQL has it. */
import type { Knex } from 'knex'
import { rawRows } from '../kit/database.ts'

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[]
  /** Tables that its rows point to, itself left out. */
  readonly parents: readonly string[]
}

export interface Column {
  readonly name: string
  readonly holds: 'text' | 'number' | 'truth'
  /** Characters; null where any length fits. */
  readonly longest: number | null
}

/** Tables of the source, each after those that it points to. Throws where the target has another schema. */
export async function tablesOf(source: Knex, target: Knex): Promise<Table[]> {
  const tables: Table[] = []
  for (const name of await namesOf(source)) tables.push(await tableOf(source, target, name))
  return inOrder(tables)
}

/** What belongs to one side alone: how far its schema is, and what was said of moves. */
const OWN = ['knex_migrations', 'knex_migrations_lock', 'moves']

export async function namesOf(source: Knex): Promise<string[]> {
  const sql = `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`
  const rows = await rawRows<{ name: string }>(source, sql, [])
  return rows.map(({ name }) => name).filter((name) => !OWN.includes(name))
}

async function tableOf(source: Knex, target: Knex, name: string): Promise<Table> {
  const here = await rawRows<{ name: string; pk: number }>(
    source,
    'select name, pk from pragma_table_info(?) order by cid',
    [name],
  )
  const there = await columnsOf(target, name)
  const columns = here.map((column) => {
    const found = there.find((each) => each.name === column.name)
    if (!found) throw new Error(`PostgreSQL has no column ${name}.${column.name}`)
    return found
  })
  const pointed = await rawRows<{ table: string }>(
    source,
    'select distinct "table" from pragma_foreign_key_list(?)',
    [name],
  )
  return {
    name,
    columns,
    key: here
      .filter(({ pk }) => pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map((column) => column.name),
    parents: pointed.map(({ table }) => table).filter((parent) => parent !== name),
  }
}

async function columnsOf(target: Knex, name: string): Promise<Column[]> {
  const rows = await rawRows<{ name: string; type: string; longest: number | null }>(
    target,
    `select column_name as name, data_type as type, character_maximum_length as longest
     from information_schema.columns where table_schema = current_schema() and table_name = ?`,
    [name],
  )
  return rows.map((row) => ({ name: row.name, holds: HELD[row.type] ?? 'text', longest: row.longest }))
}

const HELD: Readonly<Record<string, Column['holds']>> = {
  boolean: 'truth',
  integer: 'number',
  bigint: 'number',
}

function inOrder(tables: readonly Table[]): Table[] {
  const done: Table[] = []
  const put = (table: Table) => {
    if (done.includes(table)) return
    for (const parent of tables.filter(({ name }) => table.parents.includes(name))) put(parent)
    done.push(table)
  }
  for (const table of tables) put(table)
  return done
}
