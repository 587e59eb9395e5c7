import type { Knex } from 'knex'
import type { Campaign, CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { ApprovalRequest } from '../domain/state/requests.ts'
import { Refusal, UnknownKey } from '../refusal.ts'
import { endWhatIsOpen } from './ended.ts'
import { followUpOf, followUpRow } from './follow-up-rows.ts'
import { outermost } from './kit/before-commit.ts'
import { isPostgres } from './kit/database.ts'
import { type NewRow, type Write, writeLater, written } from './kit/write-later.ts'
import { readRemembered, refName, type Versioned } from './remembered.ts'
import { decisionRow, requestOf, requestRow } from './request-rows.ts'
import { campaignOf, campaignRow, nextDigestAt, stepOf, stepRow, taskOf, taskRow } from './rows.ts'
import { stateRows } from './state-rows.ts'

/** The id of a campaign of that key; null where there is none. */
export async function findCampaignId(db: Knex, teamId: string, key: string): Promise<number | null> {
  const row = await db('campaigns').where({ team_id: teamId, key }).first('id')
  return row?.id ?? null
}

/** States as the changes of an open transaction left them. */
const inHand = new WeakMap<Knex.Transaction, Map<string, CampaignState>>()

/**
 * Locks the campaign until the transaction ends (PostgreSQL; SQLite has one writer anyway); of several changes in one
 * transaction only the first has to read it. Throws a Refusal for an unknown key.
 */
export async function loadForChange(tx: Knex.Transaction, ref: CampaignRef): Promise<CampaignState> {
  const known = inHand.get(outermost(tx))?.get(refName(ref))
  if (known) return known
  // A statement of its own: one that waited for the lock still sees the collections as they were before it waited.
  if (isPostgres(tx)) await findQuery(tx, ref).forUpdate().select('id')
  const loaded = await loadState(tx, ref)
  if (!loaded) throw unknownCampaign(ref)
  return loaded.state
}

/** As it is outside of transactions. Throws a Refusal for an unknown key. */
export async function loadCampaign(db: Knex, ref: CampaignRef): Promise<CampaignState> {
  const state = await readRemembered(db, ref, loadState)
  if (!state) throw unknownCampaign(ref)
  return state
}

async function loadState(db: Knex, ref: CampaignRef): Promise<Versioned | null> {
  const rows = await stateRows(db, ref)
  if (!rows) return null
  const state: CampaignState = {
    campaign: campaignOf(rows.campaign),
    tasks: rows.tasks.map(taskOf),
    request: rows.request && requestOf(rows.request, rows.request.decisions ?? []),
    steps: rows.steps.map(stepOf),
    followUps: rows.followUps.map(followUpOf),
  }
  return { state, version: rows.version }
}

/** Every campaign of a key, one in each workspace at most. */
export async function campaignsCalled(db: Knex, key: string): Promise<{ id: number; teamId: string }[]> {
  const rows = await db('campaigns').where({ key }).orderBy('id').select('id', 'team_id')
  return rows.map((row) => ({ id: row.id, teamId: row.team_id }))
}

/** Ids of the campaigns of a channel: those whose card or digests go there. */
export async function campaignsIn(db: Knex, teamId: string, channel: string): Promise<number[]> {
  const rows = await db('campaigns')
    .where({ team_id: teamId })
    .where((either) => either.where({ channel }).orWhereLike('digest', `%"channel":"${channel}"%`))
    .orderBy('id')
    .select('id')
  return rows.map((row: { id: number }) => row.id)
}

/** Who owns campaigns that have not ended, under which policies. */
export async function openCampaigns(db: Knex): Promise<{ teamId: string; owner: string; policy: string }[]> {
  const rows = await db('campaigns').where({ ended_at: null }).distinct('team_id', 'owner', 'policy')
  return rows.map(({ team_id: teamId, owner, policy }) => ({ teamId, owner, policy }))
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

function takeInHand(tx: Knex.Transaction, state: CampaignState): void {
  const whole = outermost(tx)
  const states = inHand.get(whole) ?? new Map<string, CampaignState>()
  const { id, teamId, key } = state.campaign
  inHand.set(whole, states.set(refName({ id }), state).set(refName({ teamId, key }), state))
}

/** Writes what differs between two states of one campaign; its collections with those of others, by `writeLater`. */
export async function saveChanges(
  tx: Knex.Transaction,
  before: CampaignState,
  after: CampaignState,
  now: Date,
): Promise<void> {
  await saveCampaign(tx, before.campaign, after.campaign, now)
  await saveRequest(tx, before.request, after.request, after.campaign)
  await deleteRemoved(tx, before, after)
  await lookAgain(tx, before, after, now)
  upsertChanged(tx, 'tasks', after.campaign, before.tasks, after.tasks, taskRow)
  upsertChanged(tx, 'launch_steps', after.campaign, before.steps, after.steps, stepRow)
  upsertChanged(tx, 'follow_ups', after.campaign, before.followUps, after.followUps, followUpRow)
  await endWhatIsOpen(tx, before, after)
  takeInHand(tx, after)
}

/** Whether a go-live can be met may be different now. */
async function lookAgain(
  tx: Knex.Transaction,
  before: CampaignState,
  { campaign, tasks }: CampaignState,
  now: Date,
): Promise<void> {
  const { id, launchAt } = campaign
  if (launchAt === null && before.campaign.launchAt === null) return
  if (launchAt === before.campaign.launchAt && tasks === before.tasks) return
  await tx('campaigns')
    .where({ id })
    .update({ go_live_look_at: launchAt && now.getTime() })
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

/** So that whoever has read the campaign before reads it again, though nothing has happened to it. */
export async function countRenewal(tx: Knex.Transaction, id: number): Promise<void> {
  await tx('campaigns').where({ id }).increment('renewals')
}

function findQuery(db: Knex, ref: CampaignRef) {
  return db('campaigns').where('id' in ref ? { id: ref.id } : { team_id: ref.teamId, key: ref.key })
}

function unknownCampaign(ref: CampaignRef): Refusal {
  const which = 'key' in ref ? `"${ref.key}"` : ref.id
  const words = `There is no campaign ${which}. \`/campaign list\` shows those there are.`
  return 'key' in ref ? new UnknownKey(ref.key, words) : new Refusal('unknown', words)
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
  const changed = { ...changedIn(campaignRow(before), campaignRow(after)), ...planned }
  if (Object.keys(changed).length > 0) await tx('campaigns').where({ id: after.id }).update(changed)
}

/** The cells that differ: most changes of a campaign are none of its own row. */
function changedIn(before: NewRow, after: NewRow): NewRow {
  return Object.fromEntries(Object.entries(after).filter(([column, cell]) => cell !== before[column]))
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
  const known = before?.n === after.n ? before.decisions : []
  const kept = known.every((decision, index) => decision === after.decisions[index])
  const of = { campaign_id: campaign.id, request_n: after.n }
  // One was taken back: those after it move up.
  if (!kept) await tx('decisions').where(of).delete()
  const rows = after.decisions.map((decision, index) => decisionRow(decision, after.n, index + 1))
  const added = rows.slice(kept ? known.length : 0)
  if (added.length > 0) await tx('decisions').insert(added.map((row) => ({ ...row, ...ids })))
}

/** What still waits to be written goes first: an older row of such a task would come back behind it. */
async function deleteRemoved(
  tx: Knex.Transaction,
  before: CampaignState,
  { campaign, tasks }: CampaignState,
): Promise<void> {
  const kept = new Set(tasks.map(({ n }) => n))
  const gone = before.tasks.map(({ n }) => n).filter((n) => !kept.has(n))
  if (gone.length === 0) return
  await written(tx)
  await tx('tasks').where({ campaign_id: campaign.id }).whereIn('n', gone).delete()
}

function upsertChanged<T extends { readonly n: number }>(
  tx: Knex.Transaction,
  table: string,
  campaign: Campaign,
  before: readonly T[],
  after: readonly T[],
  toRow: (item: T) => NewRow,
): void {
  if (before === after) return
  const ids = { campaign_id: campaign.id, team_id: campaign.teamId }
  for (const item of after) {
    if (before.includes(item)) continue
    writeLater(tx, table, `${campaign.id} ${item.n}`, { ...toRow(item), ...ids }, upsert)
  }
}

const upsert: Write = (tx, table, rows) => tx(table).insert(rows).onConflict(['campaign_id', 'n']).merge()
