import { hostname } from 'node:os'
import type { DatabaseConfig } from './database.ts'
import { holdSqlite } from './hold-sqlite.ts'
import type { Hold } from './holder.ts'

/**
 * Takes the database for this process until it ends or releases it; before anything else is done with it. Nothing has
 * to be cleaned up after a process that was killed. Throws a DatabaseHeld where another one runs. On PostgreSQL there is
 * nothing to take: any number of processes run there.
 */
export async function holdDatabase(config: DatabaseConfig): Promise<Hold> {
  if (config.client === 'postgres') return { release: async () => undefined }
  return holdSqlite(config.file, { host: hostname(), pid: process.pid, since: new Date() })
}
