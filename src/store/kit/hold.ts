import { hostname } from 'node:os'
import type { DatabaseConfig } from './database.ts'
import { holdPostgres } from './hold-postgres.ts'
import { holdSqlite } from './hold-sqlite.ts'
import type { Hold } from './holder.ts'

/**
 * Takes the database for this process until it ends or releases it; before anything else is done with it. Nothing has
 * to be cleaned up after a process that was killed. Throws a DatabaseHeld where another one runs.
 */
export function holdDatabase(config: DatabaseConfig): Promise<Hold> {
  const me = { host: hostname(), pid: process.pid, since: new Date() }
  return config.client === 'sqlite' ? holdSqlite(config.file, me) : holdPostgres(config.url, me)
}
