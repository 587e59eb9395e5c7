import type { Dialect } from './dialects.ts'
import type { Row } from './driver.ts'
import { WarehouseError } from './error.ts'
import { type Statement, statement, subquery } from './statement.ts'

/** As what a value is read: a time comes as milliseconds since 1970. */
export type Reading = 'number' | 'time' | 'text'

/** Null where the row has none; `unread` where there is one that can't be read so, with the text that it is. */
export type SingleValue = { readonly value: number | string | null } | { readonly unread: string }

/** The first two rows of the declared query with their column `value`, as text too. */
export function valueStatement(dialect: Dialect, sql: string, key: string, as: Reading): Statement {
  const value = dialect.column('value')
  return statement(
    dialect,
    (bind) =>
      `select ${readAs(dialect, value, as)} as read, cast(${value} as ${dialect.text}) as said
from ${subquery(dialect, sql, key, bind)} limit 2`,
  )
}

function readAs(dialect: Dialect, value: string, as: Reading): string {
  if (as === 'number') return dialect.number(value)
  return as === 'time' ? dialect.epochMs(dialect.instant(value)) : `cast(${value} as ${dialect.text})`
}

/** Throws a WarehouseError for no row, and for several. */
export function valueFrom(rows: readonly Row[], as: Reading): SingleValue {
  const [row, second] = rows
  if (!row) throw new WarehouseError('query', 'it gave no row, and one is wanted')
  if (second) throw new WarehouseError('query', 'it gave several rows, and one is wanted')
  const [read, said] = [field(row, 'read'), field(row, 'said')]
  if (said === null || said === undefined) return { value: null }
  if (as === 'text') return { value: String(read) }
  const value = read === null || read === undefined ? Number.NaN : Number(read)
  return Number.isFinite(value) ? { value } : { unread: String(said).slice(0, LONGEST) }
}

const LONGEST = 60

/** Snowflake's columns are in capitals. */
function field(row: Row, name: string): unknown {
  return name in row ? row[name] : row[name.toUpperCase()]
}
