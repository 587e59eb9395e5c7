import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import knex, { type Knex } from 'knex'
import type { Client } from 'pg'
import { type DatabaseConfig, MIGRATIONS, rawRows } from './database.ts'

/** Whether there is a database to open: of a server, only asking it shows. */
export function isThere(config: DatabaseConfig): boolean {
  return config.client === 'postgres' || existsSync(config.file)
}

const WAIT_MS = 5_000

/** Opens a database that is there so that nothing of it can be changed. Close it with `destroy()`. */
export function openReadOnly(config: DatabaseConfig): Knex {
  const shared = { acquireConnectionTimeout: WAIT_MS, compileSqlOnError: false, log: QUIET }
  if (config.client === 'sqlite')
    return knex({
      ...shared,
      client: 'sqlite3',
      // knex adds READWRITE and CREATE to any flags; `mode=ro` of a URI is the flag that overrules them.
      connection: { filename: uriOf(config.file), flags: ['OPEN_URI'] },
      useNullAsDefault: true,
      pool: { min: 0, max: 1 },
    })
  return knex({
    ...shared,
    client: 'pg',
    connection: {
      connectionString: config.url,
      application_name: 'stairway doctor',
      connectionTimeoutMillis: WAIT_MS,
    },
    pool: { min: 0, max: 2, afterCreate: refuseWrites },
  })
}

/** Whoever asks says what failed. */
const QUIET = { warn: ignore, error: ignore, debug: ignore, deprecate: ignore }

function ignore(): void {}

/** While nobody writes, as a file that does not change: SQLite would else make its log anew beside it. */
function uriOf(file: string): string {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  const atRest = !log || log.size === 0
  return `${pathToFileURL(resolve(file)).href}?mode=ro${atRest ? '&immutable=1' : ''}`
}

function refuseWrites(session: Client, done: (error: Error | null, session: Client) => void): void {
  session.query(`set default_transaction_read_only = on; set statement_timeout = ${WAIT_MS}`).then(
    () => done(null, session),
    (error: Error) => done(error, session),
  )
}

/** How far the schema is: how many steps were made, the names of those still to come, and those that only a newer Stairway knows. */
export interface SchemaState {
  readonly done: number
  readonly pending: readonly string[]
  readonly unknown: readonly string[]
}

export async function schemaState(db: Knex): Promise<SchemaState> {
  const ours = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.js')).sort()
  const begun = await db.schema.hasTable('knex_migrations')
  const rows: { name: string }[] = begun ? await db('knex_migrations').select('name').orderBy('id') : []
  const done = rows.map(({ name }) => name)
  return {
    done: done.length,
    pending: ours.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !ours.includes(name)),
  }
}

/** What time it is on the machine of PostgreSQL, in milliseconds since 1970. */
export async function serverTime(db: Knex): Promise<number> {
  const sql = 'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms'
  const [row] = await rawRows<{ ms: string }>(db, sql, [])
  return Number(row?.ms)
}
