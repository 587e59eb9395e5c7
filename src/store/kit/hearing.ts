import { EventEmitter } from 'node:events'
import type { Knex } from 'knex'
import { type Line, openLine } from './line.ts'
import { sessionOf } from './session.ts'

const JOBS = 'jobs:insert'
/** Where graphile-worker says that there are jobs, and that its schema is none of this version any more. */
const CHANNELS = [JOBS, 'worker:migrate']

/**
 * How the workers of a process hear that there is something to do: of its own commits at once, of others' by its line.
 * graphile-worker would have a connection for each of its pools, and would tell them within the transaction.
 */
export interface Hearing {
  readonly ears: Ears
  readonly line: Line
  /** So many of them look now. */
  wake(count: number): void
  /** Of `count` commits. */
  tellOthers(count: number): Promise<unknown>
}

/** What graphile-worker takes for the connection by which it listens. */
export class Ears extends EventEmitter {
  /** It asks to listen, and not to. */
  async query(): Promise<object> {
    return {}
  }
}

/** Close its line. */
export function openHearing(db: Knex): Hearing {
  const ears = new Ears()
  const { name } = sessionOf(db)
  const line = openLine(db, CHANNELS, (notice) => {
    if (!notice.payload?.includes(name)) ears.emit('notification', notice)
  })
  return {
    ears,
    line,
    wake: (count) => ears.emit('notification', { channel: JOBS, payload: JSON.stringify({ count }) }),
    tellOthers: (count) =>
      line.ask('select pg_notify($1, $2)', [JOBS, JSON.stringify({ count, from: name })]),
  }
}
