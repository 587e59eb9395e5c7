import type { Knex } from 'knex'
import pg from 'pg'
import { Ears } from './hearing.ts'
import { admit, type Session, sessionOf } from './session.ts'

/** Where the tables of graphile-worker lie: two schemas of ours in one database are two databases to us. */
export function workerSchema(db: Knex): Promise<string> {
  const { config } = db.client // the same in a transaction
  const known = schemas.get(config)
  if (known) return known
  const asked = askSchema(db)
  schemas.set(config, asked)
  asked.catch(() => schemas.delete(config))
  return asked
}

const schemas = new WeakMap<object, Promise<string>>()

async function askSchema(db: Knex): Promise<string> {
  const { rows } = await db.raw('select current_schema() as schema')
  const { schema } = rows[0]
  return schema === 'public' ? 'graphile_worker' : `graphile_worker_${schema}`
}

/** The tables of graphile-worker, by its own migrations. Its caller sees to it that nobody else does the same. */
export async function migrateWorker(db: Knex): Promise<void> {
  const { Logger, runMigrations } = await import('graphile-worker') // heavy, and of PostgreSQL alone
  const pgPool = openWorkerPool(db, () => new Date())
  try {
    await runMigrations({ pgPool, schema: await workerSchema(db), logger: new Logger(() => () => undefined) })
  } finally {
    await pgPool.end()
  }
}

/** For those who look for jobs: each look locks all free queues, so many at once would see nothing of each other's. */
const CONNECTIONS = 2

/**
 * Connections for graphile-worker, whose clock is `now`, which hears by `ears` and finds no job where it may not look.
 * Close them with `end()`.
 */
export function openWorkerPool(
  db: Knex,
  now: () => Date,
  mayLook: () => boolean = () => true,
  ears = new Ears(),
): pg.Pool {
  const { connectionString } = db.client.config.connection
  const session = sessionOf(db)
  const pool = new pg.Pool({
    connectionString,
    application_name: session.name,
    max: CONNECTIONS,
    Client: clientBy(now, mayLook),
    verify: admitting(session), // else a worker of who was taken for dead would claim, and delay what it may not run
  })
  // A connection that broke, idle or in use: who used it hears of that, and the next use opens another.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const connect = pool.connect.bind(pool)
  // It calls back alone where it is to listen.
  const listen = (called?: (error: undefined, client: Ears, done: () => void) => void) =>
    called ? called(undefined, ears, () => undefined) : connect()
  return Object.assign(pool, { connect: listen as typeof pool.connect })
}

function admitting(session: Session) {
  return (client: pg.PoolClient, done: (error?: Error) => void) => {
    admit(session, client).then(() => done(), done)
  }
}

/** With `useNodeTime` the last value of its look for a job is the time. */
const LOOK = 'get_jobN/'
/** It frees by age what it takes for lost after four hours; here a lease says who is lost, and much sooner. */
const STALE = 'clear_stale_locksN/'

function clientBy(now: () => Date, mayLook: () => boolean): new (config?: pg.ClientConfig) => pg.Client {
  return class extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: pg declares thirteen overloads
    override query(...[config, ...rest]: any[]): any {
      const name: string = config?.name ?? ''
      if (name.startsWith(STALE)) return Promise.resolve({ rows: [] })
      if (!name.startsWith(LOOK)) return super.query(config, ...rest)
      if (!mayLook()) return Promise.resolve({ rows: [] })
      return super.query({ ...config, values: [...config.values.slice(0, -1), now().toISOString()] }, ...rest)
    }
  }
}
