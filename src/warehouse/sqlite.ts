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

// Queries block threads that file and DNS access of the process share (four by default).
const CONNECTIONS = 1
// A writer that holds the file longer than this is told as "database is locked".
const BUSY_MS = 5_000
// Queries wait for the one connection; each has its own deadline once it runs.
const QUEUE_MS = 3_600_000

/** A SQLite file, opened read-only: it must exist, and no statement can write to it. */
export function openSqlite(definition: Extract<WarehouseDefinition, { type: 'sqlite' }>): Driver {
  const closing = new AbortController()
  const db = knex({
    client: 'sqlite3',
    useNullAsDefault: true,
    // knex adds READWRITE and CREATE to any flags; `mode=ro` of a URI is the flag that overrules them.
    connection: { filename: readOnlyUri(definition.file), flags: ['OPEN_URI'] },
    pool: { min: 0, max: CONNECTIONS, afterCreate: setBusyTimeout },
    acquireConnectionTimeout: QUEUE_MS,
    log: QUIET,
  })
  const pool: Pool<Database> = db.client
  return {
    dialect: DIALECTS.sqlite,
    run: (statement) => run(pool, statement, definition.timeoutSeconds, closing.signal),
    async close() {
      closing.abort()
      await db.destroy()
    },
  }
}

function readOnlyUri(file: string): string {
  return `${pathToFileURL(resolve(file)).href}?mode=ro`
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
  } finally {
    await pool.releaseConnection(connection)
  }
}

function all(connection: Database, { sql, values }: Statement): Promise<Row[]> {
  return new Promise((done, fail) => {
    connection.all<Row>(sql, values, (error, rows) => (error ? fail(error) : done(rows)))
  })
}
