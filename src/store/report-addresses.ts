import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { ReportAddress } from '../domain/readiness/reports.ts'
import type { Actor } from '../domain/state/actor.ts'
import { isPostgres } from './kit/database.ts'
import { instant, toInstant } from './kit/json.ts'

/**
 * Whose secret it is, revoked or not; null where nobody's. The index finds a hash, and how long that takes tells of
 * hashes alone, from which no secret can be guessed: so nothing has to be compared in constant time.
 */
export async function findAddress(db: Knex, secret: string): Promise<ReportAddress | null> {
  const row: Row | undefined = await db('report_addresses')
    .where({ hash: hashOf(secret) })
    .first()
  return row ? addressOf(row) : null
}

/** Until the transaction ends nobody else keeps a report that came by it (PostgreSQL; SQLite has one writer anyway). */
export async function lockAddress(tx: Knex.Transaction, { id }: ReportAddress): Promise<void> {
  if (isPostgres(tx)) await tx('report_addresses').where({ id }).forUpdate().first('id')
}

/** Those that serve. */
export async function activeAddresses(db: Knex, teamId: string): Promise<ReportAddress[]> {
  const rows: Row[] = await db('report_addresses').where({ team_id: teamId }).whereNull('revoked_at')
  return rows.map(addressOf)
}

/** Keeps the hash of a secret; false where another serves, or the same payload made one before. */
export async function insertAddress(
  tx: Knex.Transaction,
  { teamId, userId, delivery }: Actor,
  { check, secret, at }: { readonly check: string; readonly secret: string; readonly at: Date },
): Promise<boolean> {
  const made = { made_by: userId, made_at: at.getTime(), delivery: delivery ?? null }
  const rows = await tx('report_addresses')
    .insert({ team_id: teamId, check_name: check, hash: hashOf(secret), ...made })
    .onConflict()
    .ignore()
    .returning('id')
  return rows.length === 1
}

/** Ends the one that serves; null where none does. */
export async function revokeAddress(
  tx: Knex.Transaction,
  { teamId, userId }: Actor,
  check: string,
  at: Date,
): Promise<ReportAddress | null> {
  const rows: Row[] = await tx('report_addresses')
    .where({ team_id: teamId, check_name: check })
    .whereNull('revoked_at')
    .update({ revoked_by: userId, revoked_at: at.getTime() })
    .returning('*')
  return rows[0] ? addressOf(rows[0]) : null
}

interface Row {
  readonly id: number
  readonly team_id: string
  readonly check_name: string
  readonly made_by: string
  readonly made_at: number
  readonly revoked_at: number | null
}

function addressOf({ id, team_id, check_name, made_by, made_at, revoked_at }: Row): ReportAddress {
  const made = { madeBy: made_by, madeAt: instant(made_at) }
  return { id, teamId: team_id, check: check_name, ...made, revokedAt: toInstant(revoked_at) }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
