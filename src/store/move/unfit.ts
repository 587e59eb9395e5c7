import type { Knex } from 'knex'
import { rawRows } from '../kit/database.ts'
import type { Column, Table } from './tables.ts'

/** A value that SQLite holds and PostgreSQL can't. */
export interface Unfit {
  /** `messages.error where id = 12` */
  readonly at: string
  readonly why: string
}

const MOST = 5

/** Values of a table that PostgreSQL's text can't hold: with a NUL, or longer than its column; the first of each column. */
export async function unfitIn(source: Knex, table: Table): Promise<Unfit[]> {
  const found: Unfit[] = []
  for (const column of table.columns.filter(({ holds }) => holds === 'text')) {
    for (const { nul, ...key } of await valuesOf(source, table, column))
      found.push({
        at: `${table.name}.${column.name} where ${placeOf(key)}`,
        why: nul ? 'holds a NUL character' : `is longer than ${column.longest} characters`,
      })
  }
  return found
}

type Found = Readonly<Record<string, string | number>> & { readonly nul: number }

function valuesOf(source: Knex, { name, key }: Table, { name: column, longest }: Column): Promise<Found[]> {
  const nul = `instr("${column}", char(0)) > 0`
  const long = longest === null ? 'false' : `length("${column}") > ${longest}`
  const keys = key.map((each) => `"${each}"`).join(', ')
  const sql = `select ${keys}, ${nul} as nul from "${name}" where ${nul} or ${long} order by ${keys} limit ${MOST}`
  return rawRows<Found>(source, sql, [])
}

function placeOf(key: Readonly<Record<string, string | number>>): string {
  return Object.entries(key)
    .map(([column, value]) => `${column} = ${typeof value === 'number' ? value : JSON.stringify(value)}`)
    .join(' and ')
}
