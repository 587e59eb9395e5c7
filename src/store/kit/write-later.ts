import type { Knex } from 'knex'
import { beforeCommit, outermost } from './before-commit.ts'

/** Rows as the database holds them; they never leave the store. */
type Cell = string | number | boolean | null

export type NewRow = Record<string, Cell>

/** Writes rows of one table by one statement. */
export type Write = (tx: Knex.Transaction, table: string, rows: readonly NewRow[]) => Promise<unknown>

interface Waiting {
  readonly rows: Map<unknown, NewRow>
  readonly write: Write
}

const waiting = new WeakMap<Knex.Transaction, Map<string, Waiting>>()

/**
 * Leaves a row to the end of the whole transaction, where those of one table are written together: changes that are
 * committed together are a statement a table, not a statement a change. Of several rows with one `key` the newest is
 * written; without a key (null) every one.
 */
export function writeLater(
  tx: Knex.Transaction,
  table: string,
  key: string | null,
  row: NewRow,
  write: Write,
): void {
  const whole = outermost(tx)
  const tables = waiting.get(whole) ?? new Map<string, Waiting>()
  if (tables.size === 0) beforeCommit(whole, 'rows', () => written(whole))
  const { rows } = tables.get(table) ?? { rows: new Map() }
  waiting.set(whole, tables.set(table, { rows: rows.set(key ?? row, row), write }))
}

/** Writes what was left to the end of the transaction, for who reads those tables inside of it; outside nothing is. */
export async function written(db: Knex): Promise<void> {
  if (!db.isTransaction) return
  const whole = outermost(db as Knex.Transaction)
  const tables = waiting.get(whole) ?? new Map<string, Waiting>()
  waiting.delete(whole)
  for (const [table, { rows, write }] of tables) await write(whole, table, [...rows.values()])
}
