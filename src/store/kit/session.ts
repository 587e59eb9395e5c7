import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import type pg from 'pg'

/** What the connections of one opened PostgreSQL database are known by, to the server and to who has to end them. */
export interface Session {
  readonly name: string
  /** Once its process is one of those that run: a new connection is refused where it was taken for dead. */
  guarded: boolean
}

/** This process was taken for dead, and others have its work. It may write nothing any more. */
export class TakenForDead extends Error {
  override readonly name = 'TakenForDead'

  constructor() {
    super('This process was silent for too long: others have its work, so it may write nothing any more.')
  }
}

const sessions = new WeakMap<Knex, Session>()

export function newSession(): Session {
  return { name: `stairway ${randomBytes(8).toString('hex')}`, guarded: false }
}

export function keepSession(db: Knex, session: Session): void {
  sessions.set(db, session)
}

/** Of a PostgreSQL database that `openDatabase` gave. */
export function sessionOf(db: Knex): Session {
  const session = sessions.get(db)
  if (!session) throw new TypeError('Only a PostgreSQL database that was opened here has sessions')
  return session
}

/**
 * Those who take a process for dead end its connections first, so whatever it was at is undone; and no new one is let in
 * here. So a process that was frozen in the middle of a transaction holds up nobody, and writes nothing when it wakes.
 */
export async function admit(session: Session, connection: pg.ClientBase): Promise<void> {
  if (!session.guarded) return
  const { rows } = await connection.query(
    'select 1 from processes where session = $1 and fenced_at is null',
    [session.name],
  )
  if (rows.length === 0) throw new TakenForDead()
}

/** The same for each connection of a pool of knex. */
export function guard(session: Session) {
  return (connection: pg.Client, done: (error: Error | null, connection: pg.Client) => void): void => {
    admit(session, connection).then(
      () => done(null, connection),
      (error) => done(error, connection),
    )
  }
}
