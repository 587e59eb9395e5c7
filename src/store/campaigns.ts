import type { Knex } from 'knex'
import type { ApprovalRequest, Campaign, CampaignState } from '../domain/campaign.ts'
import type { Stage } from '../domain/stage.ts'
import { Refusal } from '../refusal.ts'
import { isPostgres } from './database.ts'
import {
  campaignOf,
  campaignRow,
  decisionRow,
  followUpOf,
  followUpRow,
  nextDigestAt,
  requestOf,
  requestRow,
  stepOf,
  stepRow,
  taskOf,
  taskRow,
} from './rows.ts'
import { stateRows } from './state-rows.ts'

/** The collections of a state that can be loaded; what is not asked for is empty. */
export type Part = 'tasks' | 'request' | 'steps' | 'followUps'
export const EVERYTHING: readonly Part[] = ['tasks', 'request', 'steps', 'followUps']

/** A campaign by its key in one workspace, or by its id. */
export type CampaignRef = { readonly teamId: string; readonly key: string } | { readonly id: number }

/** Locks the campaign until the transaction ends (PostgreSQL; SQLite has one writer anyway). Throws a Refusal for an unknown key. */
export async function loadForChange(
  tx: Knex.Transaction,
  ref: CampaignRef,
  parts: readonly Part[],
): Promise<CampaignState> {
  // A statement of its own: one that waited for the lock still sees the collections as they were before it waited.
  if (isPostgres(tx)) await findQuery(tx, ref).forUpdate().select('id')
  return loadCampaign(tx, ref, parts)
}

/** Throws a Refusal for an unknown key. */
export async function loadCampaign(
  db: Knex,
  ref: CampaignRef,
  parts: readonly Part[] = EVERYTHING,
): Promise<CampaignState> {
  const rows = await stateRows(db, ref, parts)
  if (!rows) throw unknownCampaign(ref)
  return {
    campaign: campaignOf(rows.campaign),
    tasks: rows.tasks.map(taskOf),
    request: rows.request && requestOf(rows.request, rows.request.decisions ?? []),
    steps: rows.steps.map(stepOf),
    followUps: rows.followUps.map(followUpOf),
  }
}

export interface ListFilter {
  readonly teamId: string
  readonly person?: string
  readonly stages?: readonly Stage[]
}

/** Newest first; at most 500. */
export async function listCampaigns(db: Knex, filter: ListFilter): Promise<Campaign[]> {
  const { person, stages } = filter
  const query = db('campaigns').where({ team_id: filter.teamId }).orderBy('id', 'desc').limit(500)
  if (person) query.where((either) => either.where({ owner: person }).orWhere({ partner: person }))
  if (stages) query.whereIn('stage', stages)
  return (await query).map(campaignOf)
}

/** Every campaign of a workspace that went live or was concluded before an instant, the oldest first. */
export async function climbedCampaigns(db: Knex, teamId: string, before: Date): Promise<Campaign[]> {
  const rows = await db('campaigns')
    .where({ team_id: teamId })
    .where((either) =>
      either
        .where('live_at', '<', before.getTime())
        .orWhere((or) => or.where({ stage: 'concluded' }).where('ended_at', '<', before.getTime())),
    )
    .orderBy('id')
  return rows.map(campaignOf)
}

/** All keys of a workspace that start with `prefix`. */
export async function takenKeys(db: Knex, teamId: string, prefix: string): Promise<Set<string>> {
  const rows = await db('campaigns').where({ team_id: teamId }).whereLike('key', `${prefix}%`).select('key')
  return new Set(rows.map((row: { key: string }) => row.key))
}

/** Writes a new campaign's row, its digests counted from its creation, and returns its id; null when the key is taken. */
export async function insertCampaign(tx: Knex.Transaction, campaign: Campaign): Promise<number | null> {
  const rows = await tx('campaigns')
    .insert({ ...campaignRow(campaign), digest_next_at: nextDigestAt(campaign, campaign.createdAt) })
    .onConflict(['team_id', 'key'])
    .ignore()
    .returning('id')
  const [row] = rows as { id: number }[]
  return row?.id ?? null
}

/** Writes what differs between two states of one campaign. Parts that were not loaded are equal, so they stay. */
export async function saveChanges(
  tx: Knex.Transaction,
  before: CampaignState,
  after: CampaignState,
  now: Date,
): Promise<void> {
  await saveCampaign(tx, before.campaign, after.campaign, now)
  await saveRequest(tx, before.request, after.request, after.campaign)
  await upsertChanged(tx, 'tasks', after.campaign, before.tasks, after.tasks, taskRow)
  await upsertChanged(tx, 'launch_steps', after.campaign, before.steps, after.steps, stepRow)
  await upsertChanged(tx, 'follow_ups', after.campaign, before.followUps, after.followUps, followUpRow)
}

/** Writes the collections of a campaign that was just created. */
export async function saveNew(tx: Knex.Transaction, state: CampaignState, now: Date): Promise<void> {
  await saveChanges(
    tx,
    { campaign: state.campaign, tasks: [], request: null, steps: [], followUps: [] },
    state,
    now,
  )
}

function findQuery(db: Knex, ref: CampaignRef) {
  return db('campaigns').where('id' in ref ? { id: ref.id } : { team_id: ref.teamId, key: ref.key })
}

function unknownCampaign(ref: CampaignRef): Refusal {
  const which = 'key' in ref ? `"${ref.key}"` : ref.id
  return new Refusal('unknown', `There is no campaign ${which}. \`/campaign list\` shows those there are.`)
}

async function saveCampaign(
  tx: Knex.Transaction,
  before: Campaign,
  after: Campaign,
  now: Date,
): Promise<void> {
  if (before === after) return
  // A mute or a change of words moves no slot, not even one that is due this minute.
  const planned = sameSchedule(before, after) ? {} : { digest_next_at: nextDigestAt(after, now) }
  await tx('campaigns')
    .where({ id: after.id })
    .update({ ...campaignRow(after), ...planned })
}

function sameSchedule(before: Campaign, after: Campaign): boolean {
  return JSON.stringify(before.digest?.schedule) === JSON.stringify(after.digest?.schedule)
}

async function saveRequest(
  tx: Knex.Transaction,
  before: ApprovalRequest | null,
  after: ApprovalRequest | null,
  campaign: Campaign,
): Promise<void> {
  if (!after || before === after) return
  const ids = { campaign_id: campaign.id, team_id: campaign.teamId }
  if (before && before.n !== after.n) {
    await tx('approval_requests')
      .where({ campaign_id: campaign.id })
      .whereIn('state', ['open', 'approved'])
      .update({ state: 'superseded' })
  }
  await tx('approval_requests')
    .insert({ ...requestRow(after), ...ids })
    .onConflict(['campaign_id', 'n'])
    .merge()
  const known = before?.n === after.n ? before.decisions.length : 0
  const rows = after.decisions.map((decision, index) => decisionRow(decision, after.n, index + 1))
  const added = rows.slice(known)
  if (added.length > 0) await tx('decisions').insert(added.map((row) => ({ ...row, ...ids })))
}

async function upsertChanged<T extends { readonly n: number }>(
  tx: Knex.Transaction,
  table: string,
  campaign: Campaign,
  before: readonly T[],
  after: readonly T[],
  toRow: (item: T) => object,
): Promise<void> {
  if (before === after) return
  const changed = after.filter((item) => !before.includes(item))
  if (changed.length === 0) return
  const rows = changed.map((item) => ({ ...toRow(item), campaign_id: campaign.id, team_id: campaign.teamId }))
  await tx(table).insert(rows).onConflict(['campaign_id', 'n']).merge()
}
