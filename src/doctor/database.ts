import type { Knex } from 'knex'
import type { DatabaseSettings } from '../config.ts'
import { sqliteHolders } from '../store/kit/hold-sqlite.ts'
import { holderWords } from '../store/kit/holder.ts'
import { schemaState, serverTime } from '../store/kit/read-only.ts'
import { moveOf } from '../store/moves.ts'
import { processesNow } from '../store/processes.ts'
import { clockSeen, offsetOf } from './clock.ts'
import type { Seen } from './diagnosis.ts'

/** What of the schema is still to come; a start makes it. */
export async function seeSchema(db: Knex): Promise<Seen> {
  const { done, pending, unknown } = await schemaState(db)
  const [newer] = unknown
  if (newer)
    return {
      is: 'wrong',
      saw: `a newer Stairway wrote it (${newer})`,
      todo: 'Run that version, or a newer one.',
    }
  const [next] = pending
  if (next && done === 0) return NO_TABLES
  if (next)
    return {
      is: 'wrong',
      saw: `${pending.length} ${pending.length === 1 ? 'migration is' : 'migrations are'} pending, from ${next} on`,
      todo: 'Start this version of Stairway: migrations run by themselves.',
    }
  const away = await moveOf(db, 'out')
  if (away)
    return {
      is: 'wrong',
      saw: `${away.endedAt ? 'it was' : 'it is being'} moved to ${away.place}`,
      todo: 'Name that one in DATABASE_URL.',
    }
  return { is: 'well', saw: 'the schema is up to date' }
}

/** Before the first start. */
export const NO_TABLES: Seen = {
  is: 'open',
  saw: 'there are no tables yet: the first start makes them',
  todo: 'If there should be some: is DATABASE_URL right?',
}

/** Who runs on the database now. */
export async function seeProcesses(database: DatabaseSettings, db: Knex | null): Promise<Seen> {
  const words = database.client === 'sqlite' ? await holderOf(database.file) : await runningOn(db)
  if (words.length > 0) return { is: 'well', saw: words.join('; ') }
  return { is: 'open', saw: 'nobody runs on this database', todo: 'Start Stairway: npm start -- --slack' }
}

async function holderOf(file: string): Promise<string[]> {
  const holders = await sqliteHolders(file)
  return holders.map((holder) => (holder ? holderWords(holder) : 'one that does not say who it is'))
}

/** A server without our tables is the finding of the schema. */
async function runningOn(db: Knex | null): Promise<string[]> {
  const { done, pending } = db ? await schemaState(db) : { done: 0, pending: [] }
  if (!db || done === 0 || pending.length > 0) return []
  return (await processesNow(db)).map(({ name }) => `process ${name}`)
}

/** The clock of PostgreSQL's machine; SQLite has none but ours. */
export async function seeServerClock(db: Knex, now: () => Date): Promise<Seen> {
  return clockSeen('PostgreSQL', await offsetOf(now, () => serverTime(db)))
}
