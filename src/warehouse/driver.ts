import type { Dialect } from './dialects.ts'
import type { Statement } from './statement.ts'

/** A connection to a warehouse that can only read. */
export interface Driver {
  readonly dialect: Dialect
  /** Throws a WarehouseError if it is unreachable or too slow, or what the warehouse said of the SQL. */
  run(statement: Statement): Promise<readonly Row[]>
  /** The columns that a declared query returns, where the warehouse tells them without running it. */
  columns?(declared: Statement): Promise<readonly string[]>
  close(): Promise<void>
}

export type Row = Readonly<Record<string, unknown>>
