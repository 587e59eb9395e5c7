/** Stairway as main composes it, in this process, with a clock that is moved by hand; it can be killed anywhere. */
import type { Knex } from 'knex'
import { compose, type Stairway } from '../../src/compose.ts'
import { loadConfig } from '../../src/config.ts'
import type { CreateEngine } from '../../src/jobs/contract.ts'
import { createLogger } from '../../src/log.ts'
import type { Painter } from '../../src/pictures/painter.ts'
import { faultOf as warehouseFault } from '../../src/warehouse/declared.ts'
import { createFate, type Fate, Killed } from './fate.ts'
import { type FaultOf, openGate } from './gate.ts'
import type { Place } from './place.ts'

export interface Life {
  readonly stairway: Stairway
  /** Where Slack reaches it. */
  readonly url: string
  readonly fate: Fate
  /** Ends what is left of it: nothing is finished. */
  bury(): Promise<void>
}

export interface LifeOptions {
  readonly place: Place
  readonly databaseUrl: string
  readonly now: () => Date
  readonly faultOf: FaultOf
  readonly concurrency: number
  readonly painter: Painter
  readonly createEngine: CreateEngine
  /** Takes what is logged. */
  readonly log?: { write(line: string): void }
}

/** Throws where it can't start, as the process would end. */
export async function live(options: LifeOptions): Promise<Life> {
  const fate = createFate()
  const gate = await openGate(options.place.routes, fate, options.faultOf)
  const env = await options.place.env(gate.url, options.databaseUrl)
  const config = loadConfig({ ...env, LOG_LEVEL: options.log ? 'warn' : 'silent', PORT: '1' }, warehouseFault)
  const log = createLogger(config.logLevel, options.log)
  const { now, painter, concurrency, createEngine } = options
  const stairway = compose({ ...config, port: 0 }, log, now, painter, concurrency, undefined, createEngine)
  watchStatements(stairway.db, fate)
  const bury = () => buryAll(stairway, gate.close)
  try {
    return { stairway, url: `http://127.0.0.1:${await stairway.bot.start()}`, fate, bury }
  } catch (error) {
    fate.die('at its start')
    await bury()
    throw error
  }
}

async function buryAll(
  { bot, engine, warehouses, db }: Stairway,
  closeGate: () => Promise<void>,
): Promise<void> {
  await closeGate()
  await Promise.all([bot.stop(0), engine.stop(0).catch(ofTheKilled)])
  await warehouses.close()
  await db.destroy()
}

/** Whoever is dead can't say goodbye. */
function ofTheKilled(error: unknown): void {
  if (!(error instanceof Killed)) throw error
}

type Query = (connection: unknown, asked: { readonly sql?: string }) => Promise<unknown>

/**
 * Has every statement of a database meet its process's fate: knex makes the client of a transaction from the prototype of
 * its own. What the dead began is undone, as by the end of their connections; nothing else of them comes through.
 */
export function watchStatements(db: Knex, fate: Fate): void {
  const plain: object & { readonly _query: Query } = Object.getPrototypeOf(db.client)
  const watched: object = Object.create(plain, {
    _query: {
      async value(this: unknown, connection: unknown, asked: { readonly sql?: string }) {
        const sql = asked.sql ?? ''
        if (/^rollback/i.test(sql)) return plain._query.call(this, connection, asked)
        meet(fate, 'before', sql)
        const answer = await plain._query.call(this, connection, asked)
        meet(fate, 'after', sql)
        return answer
      },
    },
  })
  Object.defineProperty(watched, 'constructor', { value: { prototype: watched } })
  Object.setPrototypeOf(db.client, watched)
  const acquire = db.client.acquireConnection.bind(db.client)
  db.client.acquireConnection = async () => {
    if (fate.dead !== null) throw new Killed(fate.dead)
    return acquire()
  }
}

/** What lets go of a job or promises it anew, on either engine. */
const END_OF_RUN = /^(with ended as|select promise_job|(delete from|insert into|update) .jobs.)/i

function meet(fate: Fate, when: 'before' | 'after', sql: string): void {
  if (/^commit/i.test(sql)) fate.meet(`${when} commit`, '')
  if (END_OF_RUN.test(sql)) fate.meet(`${when} end`, '')
  fate.meet(`${when} statement`, sql.slice(0, 60))
}
