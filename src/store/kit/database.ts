import { fileURLToPath } from 'node:url'
import knex, { type Knex } from 'knex'
import pg from 'pg'
import type { Database } from 'sqlite3'
import { outermost, whole } from './before-commit.ts'
import { createGroupCommit, type Transact } from './group-commit.ts'
import { keepPrepared } from './keep-prepared.ts'
import { waitForConnections } from './refused-connections.ts'
import { createSameFile, lookFirst } from './same-file.ts'
import { guard, keepSession, newSession } from './session.ts'
import { migrateWorker } from './worker-pool.ts'
import { written } from './write-later.ts'
import { countWrites, createWrites } from './writes.ts'

/** Where our own tables live: a SQLite file (one process) or a PostgreSQL server (any number). */
export type DatabaseConfig =
  | { readonly client: 'sqlite'; readonly file: string }
  | { readonly client: 'postgres'; readonly url: string }

/** The database, or an open transaction where it is only read. */
export type Db = Knex
/** An open transaction: what every function of the store takes. */
export type Tx = Knex.Transaction

/** The folder of the schema's steps. */
export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url))

const SHARED: Knex.Config = {
  acquireConnectionTimeout: 10_000, // milliseconds; a use of the outer db inside a transaction shows as this error
  compileSqlOnError: false, // else an error's message holds the bound values: what people wrote
}

/** Opens the database; connects on first use. Close it with `destroy()`. */
export function openDatabase(config: DatabaseConfig): Knex {
  return config.client === 'sqlite' ? openSqlite(config.file) : openPostgres(config.url)
}

// FULL syncs the log at every commit: in WAL mode NORMAL would lose acked facts when the power fails.
const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma busy_timeout = 5000;
  pragma foreign_keys = on;`

const groupCommits = new WeakMap<Knex, Transact>()

function openSqlite(filename: string): Knex {
  const writes = createWrites()
  const afterCreate = (connection: Database, done: (error: Error | null) => void) => {
    keepPrepared(connection, writes.note)
    connection.exec(PRAGMAS, done)
  }
  const db = knex({
    ...SHARED,
    client: 'sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate }, // SQLite has one writer: waiting in the pool beats SQLITE_BUSY
  })
  const look = filename === ':memory:' ? () => undefined : createSameFile(filename)
  lookFirst(db, look)
  countWrites(db, writes)
  groupCommits.set(db, createGroupCommit(db, look))
  return db
}

/** A process that runs jobs has three more: two that look for jobs, one for its heartbeat. */
const CONNECTIONS = 7

function openPostgres(connectionString: string): Knex {
  const session = newSession()
  const connection = { connectionString, application_name: session.name, types: { getTypeParser } }
  const pool = { min: 0, max: CONNECTIONS, afterCreate: guard(session) }
  const db = knex({ ...SHARED, client: 'pg', connection, pool })
  waitForConnections(db)
  keepSession(db, session)
  return db
}

/** pg's own parsers, but int8 (our timestamps, ids and counts) as a number, as SQLite gives it. */
function getTypeParser(oid: number, format: string) {
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
  return oid === pg.types.builtins.INT8 ? safeInteger : pg.types.getTypeParser(oid)
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond the safe integers`)
  return value
}

/** Whether `db` is PostgreSQL; otherwise it is SQLite. */
export function isPostgres(db: Knex): boolean {
  return db.client.config.client === 'pg'
}

/** The rows that a select in SQL gives. */
export async function rawRows<Row>(
  db: Knex,
  sql: string,
  values: readonly (string | number)[],
): Promise<Row[]> {
  const answer = await db.raw(sql, values)
  return isPostgres(db) ? answer.rows : answer
}

/**
 * Runs `work` in a transaction: its value once committed; when it throws, nothing of it remains. On SQLite it may be
 * run twice (see group-commit.ts), so it changes nothing but the database. What changes before it in the same commit left
 * to its end (write-later.ts) is written first; a work that reads no tables but by `loadForChange` can do without ('writes later').
 *
 * Where `db` is a transaction already, `work` joins it: its value at once, committed with the whole; who opened it finds
 * in the tables what `work` wrote. When it throws, so must who opened it: there is no savepoint to go back to.
 */
export function inTransaction<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  rows: 'written before' | 'writes later' = 'written before',
): Promise<T> {
  const begun = rows === 'writes later' ? work : (tx: Tx) => written(tx).then(() => work(tx))
  if (isOpen(db)) return join(db, begun)
  return groupCommits.get(db)?.(begun) ?? db.transaction((tx) => whole(tx, begun))
}

function isOpen(db: Db): db is Tx {
  return db.isTransaction === true
}

async function join<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const value = await work(tx)
  await written(tx)
  return value
}

/** Calls `then` once the outermost transaction has committed; not when an error rolls it back. */
export function afterCommit(tx: Tx, then: () => void): void {
  outermost(tx).executionPromise.then(then, () => undefined) // the caller gets the error from the transaction itself
}

const MIGRATION_LOCK = 7_823_441 // any constant: the key of our advisory lock

/** Brings the schema up to date. Processes that start together on PostgreSQL wait for one another. */
export async function migrate(db: Knex): Promise<void> {
  if (!isPostgres(db)) return runMigrations(db)
  await inTransaction(db, async (tx) => {
    await tx.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK])
    await runMigrations(db) // on a connection of its own: the transaction only holds the lock
    await migrateWorker(db)
  })
}

/** Only one process gets here, so a knex lock that is found was left by one that was killed. */
async function runMigrations(db: Knex): Promise<void> {
  const config = { directory: MIGRATIONS, loadExtensions: ['.js'] }
  await db.migrate.forceFreeMigrationsLock(config)
  await db.migrate.latest(config)
}
