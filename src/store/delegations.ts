import type { Knex } from 'knex'
import type { Delegation, NewDelegation } from '../domain/approval/delegation.ts'
import type { UserId } from '../domain/people.ts'
import type { Actor } from '../domain/state/actor.ts'
import { askedTogether } from './kit/ask-together.ts'
import { isPostgres } from './kit/database.ts'
import { instant, toInstant } from './kit/json.ts'

interface Row {
  readonly id: number
  readonly team_id: string
  readonly delegated_by: string
  readonly stand_in: string
  readonly from_at: number
  readonly until_at: number
  readonly made_at: number
  readonly ended_at: number | null
}

/** Those of a workspace that ended after `since`, or have not ended; those that began first before others. */
export async function delegationsSince(db: Knex, teamId: string, since: Date): Promise<Delegation[]> {
  const hour = Math.floor(since.getTime() / HOUR_MS) * HOUR_MS
  const known = (await delegationsOf(db, JSON.stringify([teamId, hour]))) ?? []
  return known.filter(({ until }) => until > since)
}

const HOUR_MS = 3_600_000

/** Those who ask within an hour ask the same, and share the answer where nothing was written. */
const delegationsOf = askedTogether(['delegations'], async (db, names: readonly string[]) => {
  const asked = names.map((name): [string, number] => JSON.parse(name))
  const [teams, moments] = [asked.map(([teamId]) => teamId), asked.map(([, since]) => since)]
  const rows: Row[] = await notOver(db, [...new Set(teams)], new Date(Math.min(...moments)))
  const of = ([teamId, since]: [string, number]) =>
    rows.filter((row) => row.team_id === teamId && row.until_at > since).map(delegationOf)
  return new Map(asked.map((each) => [JSON.stringify(each), of(each)]))
})

/**
 * The same, held until the transaction ends: none of them is ended meanwhile, so that whoever is told that it ended knows
 * that nothing is decided by it any more (PostgreSQL; SQLite has one writer anyway).
 */
export async function holdDelegations(
  tx: Knex.Transaction,
  teamId: string,
  since: Date,
): Promise<Delegation[]> {
  const found = notOver(tx, [teamId], since)
  const rows: Row[] = await (isPostgres(tx) ? found.forShare() : found)
  return rows.map(delegationOf)
}

function notOver(db: Knex, teamIds: readonly string[], since: Date): Knex.QueryBuilder {
  return db('delegations')
    .whereIn('team_id', teamIds)
    .where('until_at', '>', since.getTime())
    .orderBy(['from_at', 'id'])
}

export async function findDelegation(db: Knex, teamId: string, id: number): Promise<Delegation | null> {
  const row: Row | undefined = await db('delegations').where({ team_id: teamId, id }).first()
  return row ? delegationOf(row) : null
}

/** Until the transaction ends nobody else sets one of this person: two at a time would not see each other. */
export async function lockDelegations(tx: Knex.Transaction, { teamId, userId }: Actor): Promise<void> {
  if (isPostgres(tx))
    await tx.raw('select pg_advisory_xact_lock(hashtext(?))', [`delegations ${teamId} ${userId}`])
}

/** Whether the same payload has set one, or ended some. */
export async function wasDelegated(
  tx: Knex.Transaction,
  { teamId, delivery }: Pick<Actor, 'teamId' | 'delivery'>,
): Promise<boolean> {
  if (delivery === undefined) return false
  return (await tx('delegations').where({ team_id: teamId, delivery }).first('id')) !== undefined
}

export async function insertDelegation(
  tx: Knex.Transaction,
  { teamId, delivery }: Actor,
  { of, to, from, until }: NewDelegation,
  at: Date,
): Promise<Delegation> {
  const made = { made_at: at.getTime(), delivery: delivery ?? null }
  const period = { from_at: from.getTime(), until_at: until.getTime() }
  const [row]: { id: number }[] = await tx('delegations')
    .insert({ team_id: teamId, delegated_by: of, stand_in: to, ...period, ...made })
    .returning('id')
  return { id: Number(row?.id), teamId, of, to, from, until, madeAt: at, endedAt: null }
}

/** Ends those of somebody that are not over, or one of them; gives those that it has ended. */
export async function endDelegations(
  tx: Knex.Transaction,
  teamId: string,
  of: UserId,
  at: Date,
  id?: number,
): Promise<Delegation[]> {
  const set = tx('delegations')
    .where({ team_id: teamId, delegated_by: of })
    .whereNull('ended_at')
    .where('until_at', '>', at.getTime())
  const rows: Row[] = await (id === undefined ? set : set.where({ id }))
    .update({ ended_at: at.getTime() })
    .returning('*')
  return rows.map(delegationOf)
}

function delegationOf(row: Row): Delegation {
  const { id, team_id, delegated_by, stand_in, from_at, until_at, made_at, ended_at } = row
  const period = { from: instant(from_at), until: instant(until_at), endedAt: toInstant(ended_at) }
  return { id, teamId: team_id, of: delegated_by, to: stand_in, madeAt: instant(made_at), ...period }
}
