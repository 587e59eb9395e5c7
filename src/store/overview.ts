import type { Knex } from 'knex'
import type { Digest } from '../domain/digest/digest.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import { BEFORE_LAUNCH } from '../domain/state/stage.ts'
import { RUNNING } from './conditions.ts'
import { digestOf } from './digests.ts'
import { followUpOf } from './follow-up-rows.ts'
import { fromInstant } from './kit/json.ts'
import { jsonText } from './kit/json-path.ts'
import { lastDayEnds } from './owned.ts'
import { type CampaignRow, campaignOf } from './rows.ts'
import type { Of } from './waiting.ts'
import { withCampaigns } from './waiting.ts'

/** Live and paused campaigns of a workspace, the oldest first. */
export async function runningCampaigns(db: Knex, teamId: string): Promise<Campaign[]> {
  const rows = await db('campaigns').where({ team_id: teamId }).whereRaw(RUNNING).orderBy('id')
  return rows.map(campaignOf)
}

/** The most that is read of where campaigns stand. */
const STANDINGS = 60

/**
 * Running campaigns of a workspace as far as Home shows them: those with harm, faults or a choice, then those that may be
 * past their last day, then the newest. Whether there are more.
 */
export async function pressingRunning(
  db: Knex,
  teamId: string,
  now: Date,
): Promise<{ campaigns: Campaign[]; more: boolean }> {
  const running = (order = 'id desc') =>
    db('campaigns')
      .where({ team_id: teamId })
      .whereRaw(RUNNING)
      .orderByRaw(order)
      .limit(STANDINGS + 1)
  const rows: CampaignRow[] = [
    ...(await running().whereNotNull('findings').whereRaw(isFound(db))),
    ...(await running(lastDayEnds(db)).whereRaw(`${lastDayEnds(db)} <= ?`, [now.getTime()])),
    ...(await running()),
  ]
  const each = [...new Map(rows.map((row) => [row.id, row])).values()]
  return { campaigns: each.slice(0, STANDINGS).map(campaignOf), more: each.length > STANDINGS }
}

function isFound(db: Knex): string {
  const last = (list: string, field: string) => `${jsonText(db, 'findings', list, -1, field)} is not null`
  return `(${last('harms', 'at')} or ${last('faults', 'problem')} or ${last('choices', 'dueAt')})`
}

/** Of every workspace: those that have not ended, the newest first. */
export async function newestOpen(db: Knex, most: number): Promise<Campaign[]> {
  return (await db('campaigns').where({ ended_at: null }).orderBy('id', 'desc').limit(most)).map(campaignOf)
}

export interface DueGoLive {
  readonly campaign: Campaign
  /** As the table has it. */
  readonly lookedAt: number
}

/**
 * Of every workspace: those that have not begun, are to go live after `now`, and of which it may turn out by now that they
 * can't; `most` at most, those after `after`.
 */
export async function goingLive(
  db: Knex,
  now: Date,
  after: DueGoLive | null,
  most: number,
): Promise<DueGoLive[]> {
  const due = db('campaigns')
    .where('go_live_look_at', '<=', now.getTime())
    .whereIn('stage', [...BEFORE_LAUNCH])
    .where('launch_at', '>', now.getTime())
    .orderBy(['go_live_look_at', 'id'])
    .limit(most)
  if (after) due.whereRaw('(go_live_look_at, id) > (?, ?)', [after.lookedAt, after.campaign.id])
  const rows: (CampaignRow & { go_live_look_at: number })[] = await due
  return rows.map((row) => ({ campaign: campaignOf(row), lookedAt: row.go_live_look_at }))
}

/** When to look again; nothing where the campaign has changed since, which says so by itself. */
export async function lookAtGoLive(
  db: Knex,
  { id }: Campaign,
  before: number,
  at: Date | null,
): Promise<void> {
  await db('campaigns')
    .where({ id, go_live_look_at: before })
    .update({ go_live_look_at: fromInstant(at) })
}

/** The newest snapshot of each campaign, without its suggestions. */
export async function newestDigests(db: Knex, campaignIds: readonly number[]): Promise<Map<number, Digest>> {
  const newest = db('digests')
    .whereIn('campaign_id', campaignIds)
    .whereNotNull('made_at')
    .groupBy('campaign_id')
    .max('id')
  const rows = await db('digests').whereIn('id', newest)
  return new Map(rows.map((row) => [row.campaign_id as number, digestOf(row, [])]))
}

/** Whether a digest of the workspace was claimed for a slot since then and is not made yet. */
export async function hasUnmade(db: Knex, teamId: string, since: Date): Promise<boolean> {
  const row = await db('digests')
    .where({ team_id: teamId, made_at: null })
    .where('slot', '>=', since.getTime())
    .first('id')
  return row !== undefined
}

/** Open follow-ups of these campaigns. */
export async function openFollowUpsOf(
  db: Knex,
  campaignIds: readonly number[],
): Promise<Map<number, FollowUp[]>> {
  const rows = await db('follow_ups')
    .whereIn('campaign_id', campaignIds)
    .whereIn('state', ['open', 'accepted'])
    .orderBy(['campaign_id', 'n'])
  const open = new Map<number, FollowUp[]>()
  for (const row of rows) open.set(row.campaign_id, [...(open.get(row.campaign_id) ?? []), followUpOf(row)])
  return open
}

/** Campaigns that were concluded after `since` and up to `until`, in order. */
export async function concludedBetween(
  db: Knex,
  teamId: string,
  since: Date,
  until: Date,
): Promise<Campaign[]> {
  const rows = await db('campaigns')
    .where({ team_id: teamId })
    .whereNotNull('conclusion')
    .where('ended_at', '>', since.getTime())
    .where('ended_at', '<=', until.getTime())
    .orderBy(['ended_at', 'id'])
  return rows.map(campaignOf)
}

/** Follow-ups that were answered after `since` and up to `until`, in order. */
export async function answeredBetween(
  db: Knex,
  teamId: string,
  since: Date,
  until: Date,
): Promise<Of<FollowUp>[]> {
  const rows = await db('follow_ups')
    .where({ team_id: teamId })
    .whereRaw("state = 'answered'")
    .where('answered_at', '>', since.getTime())
    .where('answered_at', '<=', until.getTime())
    .orderBy(['answered_at', 'campaign_id', 'n'])
  return withCampaigns(db, rows, followUpOf)
}
