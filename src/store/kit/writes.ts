import type { Knex } from 'knex'

/**
 * How often each table was written. One process holds a SQLite database, by one connection: while the count of a table is
 * the same, it holds what it held, and nobody has to ask. PostgreSQL has other writers, so nothing is counted there.
 */
export interface Writes {
  /** Hears of each statement before it runs. */
  note(sql: string): void
  /** Grows with each write of one of the tables, and with what is neither a read nor a write of rows. */
  of(tables: readonly string[]): number
}

const READS = /^\s*(?:select|begin|commit|rollback|savepoint|release)\b/i
const KNOWN = /^\s*(?:with|insert|update|delete)\b/i
const WRITES = /\b(?:insert(?: or \w+)? into|update(?: or \w+)?|delete from)\s+[`"]?(\w+)/gi

export function createWrites(): Writes {
  const counts = new Map<string, number>()
  let untold = 0
  return {
    note(sql) {
      if (READS.test(sql)) return
      if (!KNOWN.test(sql)) untold += 1
      else for (const [, table = ''] of sql.matchAll(WRITES)) counts.set(table, (counts.get(table) ?? 0) + 1)
    },
    of: (tables) => tables.reduce((sum, table) => sum + (counts.get(table) ?? 0), untold),
  }
}

const known = new WeakMap<Knex, Writes>()

export function countWrites(db: Knex, writes: Writes): void {
  known.set(db, writes)
}

/** The count of `tables` by now; null where others may write, and inside a transaction, which sees what nobody else does. */
export function writesOf(db: Knex, tables: readonly string[]): number | null {
  return known.get(db)?.of(tables) ?? null
}
