import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import knex, { type Knex } from 'knex'
import type { Database } from 'sqlite3'
import { DatabaseHeld, type Hold, type Holder } from './holder.ts'

/** How long another start beside this one may take to say who it is. */
const PATIENCE_MS = 1_000

/**
 * By a lock of SQLite's on a small file beside the database: the system drops it with the process, whatever its id was.
 * It is held by an open transaction that writes nothing, which leaves the one row, who holds it, to be read by others.
 */
export async function holdSqlite(file: string, me: Holder): Promise<Hold> {
  if (file === ':memory:') return { release: async () => undefined }
  const db = openLock(lockOf(file))
  try {
    await take(db, me)
  } catch (error) {
    const holder = isBusy(error) ? await holderIn(db) : null
    await db.destroy()
    throw isBusy(error) ? new DatabaseHeld(holder) : error
  }
  return { release: () => db.destroy() }
}

/** Who holds a database; the lock is let go of at once where nobody has it, and nothing is written. */
export async function sqliteHolders(file: string): Promise<(Holder | null)[]> {
  if (!existsSync(lockOf(file))) return []
  const db = openLock(lockOf(file))
  try {
    await db.raw('begin immediate')
    await db.raw('rollback')
    return []
  } catch (error) {
    if (!isBusy(error)) throw error
    return [await holderIn(db)]
  } finally {
    await db.destroy()
  }
}

function lockOf(file: string): string {
  return `${existsSync(file) ? realpathSync(file) : resolve(file)}-lock`
}

function openLock(filename: string): Knex {
  return knex({
    client: 'sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: Database, done: (error: Error | null) => void) =>
        connection.exec(`pragma busy_timeout = ${PATIENCE_MS}`, done),
    },
  })
}

/** A name is only seen once it is committed, which lets go of the lock: so it is taken until the name is still ours. */
async function take(db: Knex, { host, pid, since }: Holder): Promise<void> {
  await db.raw('create table if not exists holder (host text, pid integer, since integer)')
  for (;;) {
    await db.raw('begin immediate')
    const named = await holderIn(db)
    if (named?.host === host && named.pid === pid && +named.since === +since) return
    await db('holder').delete()
    await db('holder').insert({ host, pid, since: +since })
    await db.raw('commit')
  }
}

async function holderIn(db: Knex): Promise<Holder | null> {
  const row = await db<{ host: string; pid: number; since: number }>('holder').first('*')
  return row ? { ...row, since: new Date(row.since) } : null
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
