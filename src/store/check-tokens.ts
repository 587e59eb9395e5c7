import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { CheckToken } from '../domain/readiness/reports.ts'
import type { Actor } from '../domain/state/actor.ts'
import { instant, toInstant } from './kit/json.ts'

/**
 * Whose secret it is, revoked or not; null where nobody's. The index finds a hash, and how long that takes tells of
 * hashes alone, from which no secret can be guessed: so nothing has to be compared in constant time.
 */
export async function findToken(db: Knex, secret: string): Promise<CheckToken | null> {
  const row: Row | undefined = await db('check_tokens')
    .where({ hash: hashOf(secret) })
    .first()
  return row ? tokenOf(row) : null
}

/** Those that serve. */
export async function activeTokens(db: Knex, teamId: string): Promise<CheckToken[]> {
  const rows: Row[] = await db('check_tokens').where({ team_id: teamId }).whereNull('revoked_at')
  return rows.map(tokenOf)
}

/** Keeps the hash of a secret; false where another serves, or the same payload made one before. */
export async function insertToken(
  tx: Knex.Transaction,
  { teamId, userId, delivery }: Actor,
  { check, secret, at }: { readonly check: string; readonly secret: string; readonly at: Date },
): Promise<boolean> {
  const made = { made_by: userId, made_at: at.getTime(), delivery: delivery ?? null }
  const rows = await tx('check_tokens')
    .insert({ team_id: teamId, check_name: check, hash: hashOf(secret), ...made })
    .onConflict()
    .ignore()
    .returning('id')
  return rows.length === 1
}

/** Ends the one that serves; null where none does. */
export async function revokeToken(
  tx: Knex.Transaction,
  { teamId, userId }: Actor,
  check: string,
  at: Date,
): Promise<CheckToken | null> {
  const rows: Row[] = await tx('check_tokens')
    .where({ team_id: teamId, check_name: check })
    .whereNull('revoked_at')
    .update({ revoked_by: userId, revoked_at: at.getTime() })
    .returning('*')
  return rows[0] ? tokenOf(rows[0]) : null
}

interface Row {
  readonly id: number
  readonly team_id: string
  readonly check_name: string
  readonly made_by: string
  readonly made_at: number
  readonly revoked_at: number | null
}

function tokenOf({ id, team_id, check_name, made_by, made_at, revoked_at }: Row): CheckToken {
  const made = { madeBy: made_by, madeAt: instant(made_at) }
  return { id, teamId: team_id, check: check_name, ...made, revokedAt: toInstant(revoked_at) }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
