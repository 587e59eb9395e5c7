import type { Dialect } from './dialects.ts'
import type { Statement } from './statement.ts'

/** A connection to a warehouse that can only read. */
export interface Driver {
  readonly dialect: Dialect
  /** Throws a WarehouseError if it is unreachable or too slow, or what the warehouse said of the SQL. */
  run(statement: Statement): Promise<readonly Row[]>
  /** The columns that a declared query returns, where the warehouse tells them without running it. */
  columns?(declared: Statement): Promise<readonly string[]>
  /** Where a value of a column that a declared query returned comes from, such as `events.csv, line 3, column value`. */
  locate?(declared: string, column: string, value: string): Promise<string | undefined>
  close(): Promise<void>
}

export type Row = Readonly<Record<string, unknown>>
