import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import knex from 'knex'
import type { Database } from 'sqlite3'
import type { WarehouseDefinition } from '../domain/catalog/catalog.ts'
import { withDeadline } from './deadline.ts'
import { DIALECTS } from './dialects.ts'
import type { Driver, Row } from './driver.ts'
import { reasonOf, WarehouseError } from './error.ts'
import { type Pool, QUIET } from './pool.ts'
import type { Statement } from './statement.ts'

type SqliteDefinition = Extract<WarehouseDefinition, { type: 'sqlite' }>

// Queries block threads that file and DNS access of the process share (four by default).
const CONNECTIONS = 1
// A writer that holds the file longer than this is told as "database is locked".
const BUSY_MS = 5_000
// Queries wait for the one connection; each has its own deadline once it runs.
const QUEUE_MS = 3_600_000

/**
 * A SQLite file, opened read-only: it must exist, and no statement can write to it. One with a write-ahead log that is
 * at rest is read as a file that does not change, since SQLite would else make that log anew beside it.
 */
export function openSqlite({ file, timeoutSeconds }: SqliteDefinition): Driver {
  const closing = new AbortController()
  const db = connect(`${uriOf(file)}?mode=ro`)
  const ask = (pool: Pool<Database>, statement: Statement) =>
    run(pool, statement, timeoutSeconds, closing.signal)
  return {
    dialect: DIALECTS.sqlite,
    async run(statement) {
      const before = await stampAtRest(file)
      if (before !== null) {
        const still = connect(`${uriOf(file)}?mode=ro&immutable=1`)
        const rows = await ask(still.client, statement).finally(() => still.destroy())
        // Somebody may have begun to write meanwhile.
        if ((await stampAtRest(file)) === before) return rows
      }
      return await ask(db.client, statement)
    },
    async close() {
      closing.abort()
      await db.destroy()
    },
  }
}

function connect(filename: string) {
  return knex({
    client: 'sqlite3',
    useNullAsDefault: true,
    // knex adds READWRITE and CREATE to any flags; `mode=ro` of a URI is the flag that overrules them.
    connection: { filename, flags: ['OPEN_URI'] },
    pool: { min: 0, max: CONNECTIONS, afterCreate: setBusyTimeout },
    acquireConnectionTimeout: QUEUE_MS,
    log: QUIET,
  })
}

function uriOf(file: string): string {
  return pathToFileURL(resolve(file)).href
}

/** What the file is now where it keeps a write-ahead log that is empty or not there; null where it is anything else. */
async function stampAtRest(file: string): Promise<string | null> {
  const [own, log] = await Promise.all([sizeAndTime(file), sizeAndTime(`${file}-wal`)])
  const atRest = own !== null && (log === null || log.startsWith('0 '))
  return atRest && (await keepsLog(file)) ? own : null
}

/** Null where it is not there or may not be looked at: opening it says why. */
async function sizeAndTime(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null)
  return found && `${found.size} ${found.mtimeNs} ${found.ino}`
}

// https://sqlite.org/fileformat2.html, "File format version numbers": 2 is WAL.
const VERSIONS = { at: 18, wal: '0202' }

async function keepsLog(file: string): Promise<boolean> {
  const opened = await open(file).catch(() => null)
  if (opened === null) return false
  try {
    const { buffer } = await opened.read(Buffer.alloc(2), 0, 2, VERSIONS.at)
    return buffer.toString('hex') === VERSIONS.wal
  } finally {
    await opened.close()
  }
}

function setBusyTimeout(connection: Database, done: (error: Error | null, connection: Database) => void) {
  connection.configure('busyTimeout', BUSY_MS)
  done(null, connection)
}

async function run(pool: Pool<Database>, statement: Statement, seconds: number, closing: AbortSignal) {
  const connection = await pool.acquireConnection().catch((error: unknown) => {
    throw new WarehouseError('unreachable', `the file can't be opened: ${reasonOf(error)}`)
  })
  try {
    const interrupt = () => connection.interrupt()
    return await withDeadline({ seconds, closing, interrupt }, () => all(connection, statement))
  } catch (error) {
    throw (await withoutLog(connection, error)) ?? error
  } finally {
    await pool.releaseConnection(connection)
  }
}

const TABLES = { sql: 'select count(*) as tables from sqlite_master', values: [] }

/** Where nothing at all can be read it is not the query that wrote: its write-ahead log can't be opened. */
async function withoutLog(connection: Database, error: unknown): Promise<WarehouseError | undefined> {
  if (!/SQLITE_(READONLY|CANTOPEN)/.test(String(error))) return undefined
  const readable = await all(connection, TABLES).then(
    () => true,
    () => false,
  )
  if (readable) return undefined
  const say =
    'the file keeps a write-ahead log: its folder must be writable, or the log switched off (pragma journal_mode = delete)'
  return new WarehouseError('unreachable', say)
}

function all(connection: Database, { sql, values }: Statement): Promise<Row[]> {
  return new Promise((done, fail) => {
    connection.all<Row>(sql, values, (error, rows) => (error ? fail(error) : done(rows)))
  })
}
