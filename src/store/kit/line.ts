import type { Knex } from 'knex'
import pg from 'pg'
import { admit, sessionOf } from './session.ts'

/**
 * One connection of a process to its PostgreSQL database, beside the pool: for what may not wait behind its work. It is
 * opened anew after it broke, or gave no answer in time.
 */
export interface Line {
  /** Rejects where the database is away, or took this process for dead. */
  ask(sql: string, values: readonly unknown[]): Promise<pg.QueryResult>
  close(): Promise<void>
}

/** A database that is well answers in a small part of it; a heartbeat fits several times into a lease. */
const PATIENCE_MS = 3_000

/** `hear`: what is said on `channels`, as long as it is open. */
export function openLine(
  db: Knex,
  channels: readonly string[],
  hear: (notice: pg.Notification) => void,
): Line {
  let line: Promise<pg.Client> | null = null
  let closed = false
  const hangUp = (which: Promise<pg.Client> | null) => {
    if (line === which) line = null
    return which?.then((client) => client.end()).catch(() => undefined) // it is gone already
  }
  const connect = (): Promise<pg.Client> => {
    const opening: Promise<pg.Client> = connected(db, channels, hear, () => void hangUp(opening))
    return opening
  }
  return {
    ask: async (sql, values) => {
      if (closed) throw new Error('This connection is closed for good')
      line ??= connect()
      const mine = line
      try {
        return await (await mine).query(sql, [...values])
      } catch (error) {
        void hangUp(mine)
        throw error
      }
    },
    close: async () => {
      closed = true
      await hangUp(line)
    },
  }
}

async function connected(
  db: Knex,
  channels: readonly string[],
  hear: (notice: pg.Notification) => void,
  broke: () => void,
): Promise<pg.Client> {
  const { connectionString } = db.client.config.connection
  const session = sessionOf(db)
  const client = new pg.Client({
    connectionString,
    application_name: session.name,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    options: '-c synchronous_commit=off', // a heartbeat or a notice that a crash of the server loses is said again
  })
  client.on('error', broke)
  client.on('notification', hear)
  await client.connect()
  try {
    await admit(session, client)
    for (const channel of channels) await client.query(`listen "${channel}"`)
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}
