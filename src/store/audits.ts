/** The hours that were audited, and what was found in them. */
import type { Knex } from 'knex'
import type { Finding, KnownFinding } from '../domain/audit/findings.ts'
import type { Tx } from './kit/database.ts'
import { toInstant } from './kit/json.ts'

interface FindingRow {
  team_id: string
  about: string
  words: string
  found_at: number
  told_at: number | null
}

const KEPT_MS = 7 * 86_400_000

/** Claims the audit of an hour; false where another process has it. */
export async function claimAudit(db: Knex, hour: Date): Promise<boolean> {
  const known = await db('audits').where({ hour: +hour }).first('hour')
  if (known) return false
  const claimed = await db('audits').insert({ hour: +hour }).onConflict('hour').ignore().returning('hour')
  if (claimed.length === 0) return false
  await db('audits')
    .where('hour', '<', +hour - KEPT_MS)
    .delete()
  return true
}

export async function knownFindings(db: Knex): Promise<KnownFinding[]> {
  const rows = await db<FindingRow>('audit_findings').orderBy(['found_at', 'team_id', 'about']).select('*')
  return rows.map(({ team_id: teamId, about, words, told_at }) => ({
    ...{ teamId, about, words },
    toldAt: toInstant(told_at),
  }))
}

/** How many stand that people were told of. */
export async function toldFindings(db: Knex): Promise<number> {
  const row = await db<FindingRow>('audit_findings').whereNotNull('told_at').count({ count: '*' }).first()
  return Number(row?.count ?? 0)
}

export async function keepFinding(tx: Tx, { teamId, about, words }: Finding, now: Date): Promise<void> {
  await tx<FindingRow>('audit_findings')
    .insert({ team_id: teamId, about, words, found_at: +now, told_at: null })
    .onConflict(['team_id', 'about'])
    .ignore()
}

export async function markTold(tx: Tx, { teamId, about, words }: Finding, now: Date): Promise<void> {
  await tx<FindingRow>('audit_findings').where({ team_id: teamId, about }).update({ words, told_at: +now })
}

export async function dropFinding(tx: Tx, { teamId, about }: Finding): Promise<void> {
  await tx<FindingRow>('audit_findings').where({ team_id: teamId, about }).delete()
}
