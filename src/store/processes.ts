import type { Knex } from 'knex'
import type { Line } from './kit/line.ts'
import { sessionOf } from './kit/session.ts'

/** Who runs on this database. All times are the database's, so that no host's clock decides who is dead. */
export interface Process {
  readonly id: string
  /** For people: `4711@host`. */
  readonly name: string
}

/** Unix milliseconds of the database. */
const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
/** A server that was away heard nobody: each has a lease's time from its start on. */
const HEARD = 'greatest(beat_at, (extract(epoch from pg_postmaster_start_time()) * 1000)::bigint)'
const DAY_MS = 86_400_000

export async function enlist(db: Knex, { id, name }: Process): Promise<void> {
  const session = sessionOf(db)
  await db('processes').insert({
    id,
    name,
    session: session.name,
    started_at: db.raw(NOW),
    beat_at: db.raw(NOW),
  })
  session.guarded = true
}

/** A worker of this process: known before it claims its first job. */
export async function enlistWorker(db: Knex, process: Process, worker: string): Promise<void> {
  await db('process_workers').insert({ worker, process_id: process.id }).onConflict('worker').ignore()
}

/** Says that this process is there; false where it was taken for dead. */
export async function beat(line: Line, { id }: Process): Promise<boolean> {
  const SAY = `update processes set beat_at = ${NOW} where id = $1 and fenced_at is null`
  const { rowCount } = await line.ask(SAY, [id])
  return rowCount === 1
}

/** Those who run, as far as they say; changes nothing. */
export async function processesNow(db: Knex): Promise<Process[]> {
  return db('processes').whereNull('fenced_at').orderBy('started_at').select('id', 'name')
}

/** No longer one of those who run. What it left locked is then nobody's. */
export async function leave(db: Knex, { id }: Process): Promise<void> {
  await db('processes').where({ id }).delete()
  sessionOf(db).guarded = false
}

/**
 * Takes those for dead who were silent for longer than `leaseMs`: ends what connections they have, so that they write
 * nothing any more. Returns who they are. Who looks is none of them: where a machine slept with its database, nobody has
 * its work until another has looked. And it is one of those who run itself: of two that wake together one is left. One
 * statement, so that whoever is frozen meanwhile holds no lock.
 */
export async function fenceSilent(
  db: Knex,
  leaseMs: number,
  looking: Process | null = null,
): Promise<Process[]> {
  const { rows } = await db.raw<{ rows: Process[] }>(FENCE, [looking?.id ?? '', leaseMs, looking === null])
  if (rows.length > 0) await db('processes').whereRaw(`fenced_at < ${NOW} - ?`, [DAY_MS]).delete()
  return rows
}

/** Who looks is locked before the others are. */
const FENCE = `
  with looking as materialized (select id from processes where id = ? and fenced_at is null for update),
  silent as (
    select p.id from processes p
    where p.fenced_at is null and ${HEARD} < ${NOW} - ?
      and p.id not in (select id from looking) and (? or exists (select from looking))
    for update skip locked
  )
  update processes p set fenced_at = ${NOW} from silent where p.id = silent.id returning p.id, p.name`

/** Ends the connections of who was fenced: after the commit that fenced them, so that none comes in between. */
export async function endSessions(db: Knex): Promise<void> {
  const END = `
    select pg_terminate_backend(a.pid, 1000)
    from pg_stat_activity a
    join processes p on p.session = a.application_name
    where p.fenced_at is not null and a.datname = current_database() and a.pid <> pg_backend_pid()`
  await db.raw(END)
}
