/** The copying itself: rows in batches, each committed with how far its table is. */
import type { Knex } from 'knex'
import { Refusal } from '../../refusal.ts'
import { inTransaction, rawRows, type Tx } from '../kit/database.ts'
import { type Copied, keepCopied, type Move } from '../moves.ts'
import { batchSize, keyOf, type Row, rowsAfter } from './rows.ts'
import type { Table } from './tables.ts'

/** Copies what is missing of a table; a copy that was cut short goes on where its last commit was. */
export async function copyTable(
  { source, target }: { readonly source: Knex; readonly target: Knex },
  table: Table,
  before: Move['copied'],
  signal: AbortSignal,
): Promise<Copied> {
  const size = await batchSize(source, table)
  let copied = before[table.name] ?? { after: [], rows: 0 }
  for (;;) {
    signal.throwIfAborted()
    const rows = await rowsAfter(source, table, copied.rows > 0 ? copied.after : null, size)
    const last = rows.at(-1)
    if (!last) return copied
    copied = { after: keyOf(table, last), rows: copied.rows + rows.length }
    const kept = { ...before, [table.name]: copied }
    await inTransaction(target, async (tx) => {
      await put(tx, table, rows)
      await keepCopied(tx, kept)
    }).catch((error) => Promise.reject(untaken(table, error)))
  }
}

// A message is put after the one whose thread it stands in: it was written later, and numbers are never given again.
async function put(tx: Tx, { name, columns }: Table, rows: readonly Row[]): Promise<void> {
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const truths = columns.filter(({ holds }) => holds === 'truth').map((column) => column.name)
  const sent = rows.map((row) => ({
    ...row,
    ...Object.fromEntries(truths.map((at) => [at, truth(row[at])])),
  }))
  await tx.raw(
    `insert into "${name}" (${names}) select ${names} from json_populate_recordset(null::"${name}", ?::json)`,
    [JSON.stringify(sent)],
  )
}

function truth(value: Row[string] | undefined): boolean | null {
  return value === null || value === undefined ? null : Boolean(value)
}

/** Data that PostgreSQL has no place for (classes 22 and 23): whoever moves can look at it. */
function untaken({ name }: Table, error: unknown): unknown {
  const { code, message = '' } = error as { readonly code?: unknown; readonly message?: string }
  if (typeof code !== 'string' || !/^2[23]/.test(code)) return error
  const words = message.split(' - ').at(-1) ?? message
  return new Refusal('conflict', `PostgreSQL does not take a row of ${name}: ${words}.`)
}

/** The numbers that rows to come are given go on after the greatest that was ever given, as they do on SQLite. */
export async function setSequences(source: Knex, target: Knex): Promise<void> {
  const given = await rawRows<{ name: string; seq: number }>(
    source,
    'select name, seq from sqlite_sequence',
    [],
  )
  for (const { name, seq } of given) {
    const [found] = await rawRows<{ sequence: string | null }>(
      target,
      `select pg_get_serial_sequence(quote_ident(table_name), 'id') as sequence from information_schema.columns
       where table_schema = current_schema() and table_name = ? and column_name = 'id'`,
      [name],
    )
    if (found?.sequence && seq > 0) await target.raw('select setval(?, ?)', [found.sequence, seq])
  }
}
