import { hostname } from 'node:os'
import type { DatabaseConfig } from './database.ts'
import { holdPostgres, postgresHolders } from './hold-postgres.ts'
import { holdSqlite, sqliteHolders } from './hold-sqlite.ts'
import type { Hold, Holder } from './holder.ts'

/**
 * Takes the database for this process until it ends or releases it; before anything else is done with it. Nothing has
 * to be cleaned up after a process that was killed. Throws a DatabaseHeld where another one runs.
 */
export function holdDatabase(config: DatabaseConfig): Promise<Hold> {
  const me = { host: hostname(), pid: process.pid, since: new Date() }
  return config.client === 'sqlite' ? holdSqlite(config.file, me) : holdPostgres(config.url, me)
}

/** Who runs on a database now; null stands for one that does not say who it is. Takes nothing. */
export function holdersOf(config: DatabaseConfig): Promise<(Holder | null)[]> {
  return config.client === 'sqlite' ? sqliteHolders(config.file) : postgresHolders(config.url)
}
