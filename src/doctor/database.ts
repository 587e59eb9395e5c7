import type { Knex } from 'knex'
import type { DatabaseSettings } from '../config.ts'
import { holdersOf } from '../store/kit/hold.ts'
import { holderWords } from '../store/kit/holder.ts'
import { schemaState, serverTime } from '../store/kit/read-only.ts'
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
  return { is: 'well', saw: 'the schema is up to date' }
}

/** Before the first start. */
export const NO_TABLES: Seen = {
  is: 'open',
  saw: 'there are no tables yet: the first start makes them',
  todo: 'If there should be some: is DATABASE_URL right?',
}

/** Who runs on the database now. */
export async function seeProcesses(database: DatabaseSettings): Promise<Seen> {
  const holders = await holdersOf(database)
  if (holders.length === 0)
    return { is: 'open', saw: 'nobody runs on this database', todo: 'Start Stairway: npm start -- --slack' }
  const words = holders.map((holder) => (holder ? holderWords(holder) : 'one that does not say who it is'))
  return { is: 'well', saw: words.join('; ') }
}

/** The clock of PostgreSQL's machine; SQLite has none but ours. */
export async function seeServerClock(db: Knex, now: () => Date): Promise<Seen> {
  return clockSeen('PostgreSQL', await offsetOf(now, () => serverTime(db)))
}
