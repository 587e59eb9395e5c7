import type { Knex } from 'knex'
import type { Digest } from '../domain/digest/digest.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import { BEFORE_LAUNCH } from '../domain/state/stage.ts'
import { digestOf } from './digests.ts'
import { followUpOf } from './follow-up-rows.ts'
import { campaignOf } from './rows.ts'
import type { Of } from './waiting.ts'
import { withCampaigns } from './waiting.ts'

/** Live and paused campaigns of a workspace, the oldest first. */
export async function runningCampaigns(db: Knex, teamId: string): Promise<Campaign[]> {
  const rows = await db('campaigns')
    .where({ team_id: teamId })
    .whereIn('stage', ['live', 'paused'])
    .orderBy('id')
  return rows.map(campaignOf)
}

/** Of every workspace, `most` at most: those after `after`. */
export async function allRunningCampaigns(
  db: Knex,
  after: Campaign | null,
  most: number,
): Promise<Campaign[]> {
  const running = db('campaigns').whereIn('stage', ['live', 'paused'])
  const rows = await running
    .where('id', '>', after?.id ?? 0)
    .orderBy('id')
    .limit(most)
  return rows.map(campaignOf)
}

/** Of every workspace: those that have not ended, the newest first. */
export async function newestOpen(db: Knex, most: number): Promise<Campaign[]> {
  return (await db('campaigns').where({ ended_at: null }).orderBy('id', 'desc').limit(most)).map(campaignOf)
}

/** Of every workspace: those that have not begun, and are to go live after `now`; `most` at most, those after `after`. */
export async function goingLive(
  db: Knex,
  now: Date,
  after: Campaign | null,
  most: number,
): Promise<Campaign[]> {
  const rows = await db('campaigns')
    .whereIn('stage', [...BEFORE_LAUNCH])
    .where('launch_at', '>', now.getTime())
    .where('id', '>', after?.id ?? 0)
    .orderBy('id')
    .limit(most)
  return rows.map(campaignOf)
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
    .where({ team_id: teamId, stage: 'concluded' })
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
    .where({ team_id: teamId, state: 'answered' })
    .where('answered_at', '>', since.getTime())
    .where('answered_at', '<=', until.getTime())
    .orderBy(['answered_at', 'campaign_id', 'n'])
  return withCampaigns(db, rows, followUpOf)
}
