/** Rows of a table in the order of its key, some at a time: however large it is, only those are in memory. */
import type { Knex } from 'knex'
import { inTransaction, rawRows } from '../kit/database.ts'
import type { Table } from './tables.ts'

export type Row = Readonly<Record<string, string | number | boolean | null>>
export type Key = readonly (string | number)[]

const MOST_ROWS = 500
const MOST_CHARACTERS = 8_000_000

/** How many rows of a table are in memory at once: by its largest one. */
export async function batchSize(source: Knex, { name, columns }: Table): Promise<number> {
  const texts = columns.filter(({ holds }) => holds === 'text')
  const length = texts.map((column) => `coalesce(length("${column.name}"), 0)`).join(' + ') || '0'
  const [row] = await rawRows<{ largest: number | null }>(
    source,
    `select max(${length}) as largest from "${name}"`,
    [],
  )
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_CHARACTERS / (row?.largest || 1))))
}

/** The next rows of the SQLite file after a key; from the first on where it is null. */
export function rowsAfter(
  source: Knex,
  { name, columns, key }: Table,
  after: Key | null,
  size: number,
): Promise<Row[]> {
  const keys = quoted(key)
  const beyond = after ? `where (${keys}) > (${after.map(() => '?').join(', ')})` : ''
  const sql = `select ${quoted(columns.map((column) => column.name))} from "${name}" ${beyond} order by ${keys} limit ${size}`
  return rawRows<Row>(source, sql, after ?? [])
}

export function keyOf({ key }: Pick<Table, 'key'>, row: Row): Key {
  return key.map((column) => row[column] as string | number)
}

/** Every row of the SQLite file. */
export async function* rowsOfSource(source: Knex, table: Table, size: number): AsyncGenerator<Row[]> {
  let after: Key | null = null
  for (;;) {
    const rows: Row[] = await rowsAfter(source, table, after, size)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = keyOf(table, last)
  }
}

/** Hands on every row of PostgreSQL, in the order that SQLite has: text by its bytes, whatever the database sorts by. */
export async function eachOfTarget(
  target: Knex,
  { name, columns, key }: Table,
  size: number,
  take: (rows: readonly Row[]) => void,
): Promise<void> {
  const byBytes = (column: string) => {
    const isText = columns.some((each) => each.name === column && each.holds === 'text')
    return `"${column}"${isText ? ' collate "C"' : ''}`
  }
  const sql = `select ${quoted(columns.map((column) => column.name))} from "${name}" order by ${key.map(byBytes).join(', ')}`
  await inTransaction(target, async (tx) => {
    await tx.raw(`declare moved no scroll cursor for ${sql}`)
    for (;;) {
      const rows = await rawRows<Row>(tx, `fetch forward ${size} from moved`, [])
      if (rows.length === 0) return
      take(rows)
    }
  })
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
