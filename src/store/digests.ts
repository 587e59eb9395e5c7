import type { Knex } from 'knex'
import type { Digest } from '../domain/digest/digest.ts'
import type { Proposed } from '../domain/digest/repeats.ts'
import type { Snapshot } from '../domain/growth/measured.ts'
import { type Readout, storedReadout } from '../domain/readout/readout.ts'
import type { Brief } from '../domain/state/brief.ts'
import type { Held } from '../domain/state/digests.ts'
import { beginningOf } from '../domain/subject.ts'
import { isPostgres } from './kit/database.ts'
import { fromJson, instant, toInstant, toJson } from './kit/json.ts'
import { type SuggestionRow, suggestionOf, suggestionRow } from './suggestion-rows.ts'

export type { Digest } from '../domain/digest/digest.ts'

/** Claims a slot: the digest's id, or null where that slot was claimed before. */
export async function claimSlot(
  tx: Knex.Transaction,
  digest: { teamId: string; campaignId: number; slot: Date; channel: string; askedBy: string | null },
): Promise<number | null> {
  const row = {
    team_id: digest.teamId,
    campaign_id: digest.campaignId,
    slot: digest.slot.getTime(),
    channel: digest.channel,
    asked_by: digest.askedBy,
  }
  const rows = await tx('digests').insert(row).onConflict(['campaign_id', 'slot']).ignore().returning('id')
  const [claimed] = rows as { id: number }[]
  return claimed?.id ?? null
}

/** Whether a digest of the campaign was claimed for a slot after `since`. */
export async function hasSlotSince(db: Knex, campaignId: number, since: Date): Promise<boolean> {
  const row = await db('digests')
    .where({ campaign_id: campaignId })
    .where('slot', '>', since.getTime())
    .first('id')
  return row !== undefined
}

/** A campaign whose next digest is due. */
export interface DueDigest {
  readonly campaignId: number
  readonly nextAt: Date
}

/** Those that are due first, `most` at most: after `after` in that order. */
export async function dueDigests(
  db: Knex,
  now: Date,
  after: DueDigest | null,
  most: number,
): Promise<DueDigest[]> {
  const due = db('campaigns')
    .where('digest_next_at', '<=', now.getTime())
    .orderBy(['digest_next_at', 'id'])
    .limit(most)
    .select('id', 'digest_next_at')
  if (after) due.whereRaw('(digest_next_at, id) > (?, ?)', [after.nextAt.getTime(), after.campaignId])
  const rows: { id: number; digest_next_at: number }[] = await due
  return rows.map((row) => ({ campaignId: row.id, nextAt: instant(row.digest_next_at) }))
}

/** Whether it is due still, once whoever claims it at this moment has done so; it stays so until the transaction ends. */
export async function isStillDue(tx: Knex.Transaction, { campaignId, nextAt }: DueDigest): Promise<boolean> {
  const due = tx('campaigns').where({ id: campaignId, digest_next_at: nextAt.getTime() }).first('id')
  return (await (isPostgres(tx) ? due.forUpdate() : due)) !== undefined
}

/** Moves a campaign's next slot on; false when somebody else did. */
export async function advanceDigest(
  tx: Knex.Transaction,
  campaignId: number,
  from: Date,
  to: Date,
): Promise<boolean> {
  const moved = await tx('campaigns')
    .where({ id: campaignId, digest_next_at: from.getTime() })
    .update({ digest_next_at: to.getTime() })
  return moved === 1
}

/** Saves what a digest found, once; false where that was done before. */
export async function saveDigest(
  tx: Knex.Transaction,
  id: number,
  made: {
    teamId: string
    madeAt: Date
    readout: Readout | null
    headline: string
    failure: string | null
    suggestions: readonly Proposed[]
  },
): Promise<boolean> {
  const { madeAt, readout, headline, failure } = made
  const saved = await tx('digests')
    .where({ id, made_at: null })
    .update({ made_at: madeAt.getTime(), readout: readout && toJson(readout), headline, failure })
  if (saved === 0 || made.suggestions.length === 0) return saved === 1
  const rows = made.suggestions.map((each, position) => suggestionRow(each, id, made.teamId, position))
  await tx('suggestions').insert(rows)
  return true
}

/** Notes that a digest that was made is not posted. */
export async function holdDigest(tx: Knex.Transaction, id: number, held: Held): Promise<void> {
  await tx('digests').where({ id }).update({ held })
}

/** Digests of a campaign that were held since the last one that was posted, the oldest first. */
export async function heldSinceSent(db: Knex, campaignId: number): Promise<{ slot: Date; held: Held }[]> {
  const made = db('digests').where({ campaign_id: campaignId }).whereNotNull('made_at')
  const sent = await made.clone().whereNull('held').max({ id: 'id' }).first()
  const rows = await made
    .clone()
    .whereNotNull('held')
    .where('id', '>', sent?.id ?? 0)
    .orderBy('id')
    .select('slot', 'held')
  return rows.map((row: { slot: number; held: Held }) => ({ slot: instant(row.slot), held: row.held }))
}

export async function loadDigest(db: Knex, id: number): Promise<Digest | null> {
  const row = await db('digests').where({ id }).first()
  if (!row) return null
  const suggestions = await db('suggestions').where({ digest_id: id }).orderBy('position')
  return digestOf(row, suggestions)
}

/** The newest digest of a campaign that was made; null before the first one. */
async function newestDigest(db: Knex, campaignId: number): Promise<Digest | null> {
  const made = db('digests').where({ campaign_id: campaignId }).whereNotNull('made_at')
  const row = await made.orderBy('id', 'desc').first('id')
  return row ? loadDigest(db, row.id) : null
}

/** The newest digest with a suggestion that nobody has decided on; else the newest one. */
export async function newestSuggesting(db: Knex, campaignId: number): Promise<Digest | null> {
  const row = await db('digests')
    .join('suggestions', 'suggestions.digest_id', 'digests.id')
    .where({ 'digests.campaign_id': campaignId, 'suggestions.state': 'open' })
    .max({ id: 'digests.id' })
    .first()
  return row?.id ? loadDigest(db, row.id) : newestDigest(db, campaignId)
}

/** The newest digest with a readout that people were sent before this one; the one that "since the last" speaks of. */
export async function digestBefore(
  db: Knex,
  digest: { campaignId: number; id: number },
): Promise<Digest | null> {
  const sent = db('messages')
    .where({ campaign_id: digest.campaignId, kind: 'digest' })
    .whereNotNull('ts')
    .whereRaw('subject = cast(? as text) || digests.id', [beginningOf('digest')])
  const row = await db('digests')
    .where({ campaign_id: digest.campaignId })
    .where('id', '<', digest.id)
    .whereNotNull('readout')
    .whereExists(sent)
    .orderBy('id', 'desc')
    .first()
  return row ? digestOf(row, []) : null
}

/** The newest digests of a campaign that could be read out, the newest first. */
export async function newestReadouts(db: Knex, campaignId: number, limit: number): Promise<Snapshot[]> {
  const rows: { id: number; readout: string }[] = await db('digests')
    .where({ campaign_id: campaignId })
    .whereNotNull('readout')
    .orderBy('id', 'desc')
    .limit(limit)
    .select('id', 'readout')
  return rows.map(({ id, readout }) => ({ digestId: id, readout: readoutOf(readout) }))
}

/** The newest readout of each campaign of a workspace, the newest first, with what the campaign reads exposures by. */
export async function newestOfEach(
  db: Knex,
  teamId: string,
  limit: number,
): Promise<{ key: string; exposures: string | null; readout: Readout }[]> {
  const newest = db('digests')
    .where('team_id', teamId)
    .whereNotNull('readout')
    .groupBy('campaign_id')
    .max('id')
  const rows: { key: string; brief: string; readout: string }[] = await db('digests')
    .join('campaigns', 'campaigns.id', 'digests.campaign_id')
    .whereIn('digests.id', newest)
    .orderBy('digests.id', 'desc')
    .limit(limit)
    .select('campaigns.key', 'campaigns.brief', 'digests.readout')
  return rows.map(({ key, brief, readout }) => ({
    key,
    exposures: fromJson<Pick<Brief, 'exposures'>>(brief).exposures,
    readout: readoutOf(readout),
  }))
}

/** When the last digest before this one was posted, and what it showed; null where none was. */
export async function lastSent(
  db: Knex,
  digest: { campaignId: number; id: number },
): Promise<{ at: Date; readout: Readout | null } | null> {
  const row = await db('digests')
    .where({ campaign_id: digest.campaignId })
    .where('id', '<', digest.id)
    .whereNotNull('made_at')
    .whereNull('held')
    .orderBy('id', 'desc')
    .first('made_at', 'readout')
  return row ? { at: instant(row.made_at), readout: row.readout && readoutOf(row.readout) } : null
}

export interface DigestRow {
  id: number
  campaign_id: number
  slot: number
  channel: string
  made_at: number | null
  readout: string | null
  headline: string | null
  failure: string | null
  held: Held | null
  asked_by: string | null
}

export function digestOf(row: DigestRow, suggestions: SuggestionRow[]): Digest {
  const { id, headline, failure, channel, held } = row
  return {
    id,
    campaignId: row.campaign_id,
    slot: instant(row.slot),
    channel,
    madeAt: toInstant(row.made_at),
    readout: row.readout === null ? null : readoutOf(row.readout),
    headline,
    failure,
    held,
    askedBy: row.asked_by,
    suggestions: suggestions.map(suggestionOf),
  }
}

/** Also of snapshots from before verdicts. */
function readoutOf(stored: string): Readout {
  return storedReadout(fromJson<Readout>(stored))
}
