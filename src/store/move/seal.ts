/** How many rows a table has, and a hash of all they hold: the same on both databases where the rows are. */
import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { batchSize, eachOfTarget, type Row, rowsOfSource } from './rows.ts'
import type { Table } from './tables.ts'

export interface Seal {
  readonly rows: number
  readonly hash: string
}

export interface Sealed {
  readonly table: string
  readonly source: Seal
  readonly target: Seal
}

export async function sealOf(source: Knex, target: Knex, table: Table): Promise<Sealed> {
  const size = await batchSize(source, table)
  const [here, there] = [sealing(table), sealing(table)]
  for await (const rows of rowsOfSource(source, table, size)) here.take(rows)
  await eachOfTarget(target, table, size, there.take)
  return { table: table.name, source: here.end(), target: there.end() }
}

/** Rows as lines of JSON, their values in the order of the columns' names. */
function sealing({ columns }: Table) {
  const names = columns.map(({ name }) => name).sort()
  const hash = createHash('sha256')
  let count = 0
  return {
    take: (rows: readonly Row[]) => {
      for (const row of rows) hash.update(`${JSON.stringify(names.map((name) => plain(row[name])))}\n`)
      count += rows.length
    },
    end: (): Seal => ({ rows: count, hash: hash.digest('hex') }),
  }
}

/** SQLite has no truths but 0 and 1. */
function plain(value: Row[string] | undefined): string | number | null | undefined {
  return typeof value === 'boolean' ? Number(value) : value
}
