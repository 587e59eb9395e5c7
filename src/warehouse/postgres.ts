import knex from 'knex'
import type { Client } from 'pg'
import type { WarehouseDefinition } from '../domain/catalog/catalog.ts'
import { withDeadline } from './deadline.ts'
import { DIALECTS } from './dialects.ts'
import type { Driver, Row } from './driver.ts'
import { reasonOf, WarehouseError } from './error.ts'
import { type Pool, QUIET } from './pool.ts'
import type { Statement } from './statement.ts'

type PostgresDefinition = Extract<WarehouseDefinition, { type: 'postgres' }>

// Enough for one digest beside a question; a warehouse has better use for its connections.
const CONNECTIONS = 2
const CONNECT_MS = 10_000
// Queries wait for a connection; each has its own deadline once it runs.
const QUEUE_MS = 3_600_000
// The server stops the statement; this much later we stop waiting for a server that doesn't answer at all.
const GRACE_SECONDS = 5
const QUERY_CANCELED = '57014'

/** A PostgreSQL database; every query runs in a read-only transaction with a statement timeout, zone UTC. */
export function openPostgres(definition: PostgresDefinition): Driver {
  const closing = new AbortController()
  const db = knex({
    client: 'pg',
    connection: {
      connectionString: definition.url,
      application_name: 'stairway',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    },
    pool: { min: 0, max: CONNECTIONS },
    acquireConnectionTimeout: QUEUE_MS,
    log: QUIET,
  })
  const pool: Pool<Client> = db.client
  return {
    dialect: DIALECTS.postgres,
    run: (statement) => run(pool, statement, definition, closing.signal),
    async close() {
      closing.abort()
      await db.destroy()
    },
  }
}

async function run(
  pool: Pool<Client>,
  statement: Statement,
  definition: PostgresDefinition,
  closing: AbortSignal,
) {
  const { timeoutSeconds, url } = definition
  const connection = await pool.acquireConnection().catch((error: unknown) => {
    throw new WarehouseError('unreachable', reasonOf(error, secretsOf(url)))
  })
  // Ended while a statement is active, a connection is cut, not waited for.
  const interrupt = () => void connection.end()
  const deadline = { seconds: timeoutSeconds + GRACE_SECONDS, closing, interrupt }
  try {
    return await withDeadline(deadline, () => readOnly(connection, statement, timeoutSeconds))
  } catch (error) {
    await connection.end() // whatever state it is in, the pool drops it
    throw plain(error, definition)
  } finally {
    await pool.releaseConnection(connection)
  }
}

async function readOnly(connection: Client, { sql, values }: Statement, seconds: number): Promise<Row[]> {
  await connection.query('begin transaction read only')
  const settings = `select set_config('statement_timeout', $1, true), set_config('TimeZone', 'UTC', true)`
  await connection.query(settings, [`${Math.ceil(seconds * 1000)}ms`])
  const { rows } = await connection.query<Row>(sql, [...values])
  await connection.query('rollback')
  return rows
}

function plain(error: unknown, { timeoutSeconds, url }: PostgresDefinition): Error {
  if (error instanceof WarehouseError) return error
  const canceled = error instanceof Error && 'code' in error && error.code === QUERY_CANCELED
  if (canceled) return new WarehouseError('timeout', `no answer within ${timeoutSeconds} s`)
  return new Error(reasonOf(error, secretsOf(url)))
}

function secretsOf(url: string): string[] {
  if (!URL.canParse(url)) return [url]
  const { password } = new URL(url)
  return [url, password, decodeURIComponent(password)].filter((secret) => secret !== '')
}
