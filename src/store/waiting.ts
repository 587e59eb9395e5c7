import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import type { ApprovalRequest } from '../domain/state/requests.ts'
import type { LaunchStep, StepUndo } from '../domain/state/steps.ts'
import type { Task } from '../domain/state/tasks.ts'
import { OPEN_QUESTION } from './conditions.ts'
import { followUpOf } from './follow-up-rows.ts'
import { jsonText } from './kit/json-path.ts'
import { requestOf } from './request-rows.ts'
import { campaignOf, type StepRow, stepOf, type TaskRow, taskOf } from './rows.ts'

/** Something with the campaign it belongs to. */
export interface Of<T> {
  readonly campaign: Campaign
  readonly item: T
}

/** The most that one kind of thing is read of, for what shows the most urgent ones: a message and Home hold fewer. */
export const SHOWN = 50

/** The open tasks of campaigns. */
export async function openTasksOf(db: Knex, campaignIds: readonly number[]): Promise<Map<number, Task[]>> {
  const rows: (TaskRow & { campaign_id: number })[] = await db('tasks')
    .whereIn('campaign_id', campaignIds)
    .whereIn('state', ['todo', 'doing', 'blocked'])
    .orderBy(['campaign_id', 'n'])
  const open = new Map<number, Task[]>()
  for (const row of rows) open.set(row.campaign_id, [...(open.get(row.campaign_id) ?? []), taskOf(row)])
  return open
}

/** The newest request of each of these campaigns, without its decisions. */
export async function newestRequests(
  db: Knex,
  campaignIds: readonly number[],
): Promise<Map<number, ApprovalRequest>> {
  const rows = await db('approval_requests').whereIn('campaign_id', campaignIds).orderBy('n')
  return new Map(rows.map((row) => [row.campaign_id as number, requestOf(row, [])]))
}

/** The required tasks of campaigns, by their ids. */
export async function requiredTasks(
  db: Knex,
  campaignIds: readonly number[],
): Promise<(id: number) => Task[]> {
  const rows: (TaskRow & { campaign_id: number })[] = await db('tasks')
    .whereIn('campaign_id', campaignIds)
    .where({ required: true })
    .orderBy('n')
  const byId = new Map<number, TaskRow[]>()
  for (const row of rows) byId.set(row.campaign_id, [...(byId.get(row.campaign_id) ?? []), row])
  return (id) => (byId.get(id) ?? []).map(taskOf)
}

/**
 * Launch steps that wait for this person: whose turn it is, manual ones to confirm, held ones to let go, and failed or
 * paused ones of their own campaigns; and what they are to take back, or what could not be taken back of those.
 */
export async function stepsWaitingFor(db: Knex, teamId: string, person: string): Promise<Of<LaunchStep>[]> {
  const asked = stepsInTurn(db, teamId)
    .whereNull('launch_steps.undo')
    .where({ 'launch_steps.person': person })
    .whereIn('launch_steps.state', ['waiting', 'held'])
  const own = stepsInTurn(db, teamId)
    .whereNull('launch_steps.undo')
    .where({ 'campaigns.owner': person, 'campaigns.ended_at': null })
    .whereIn('launch_steps.state', ['failed', 'paused'])
  const undone = (state: StepUndo['state']) =>
    db('launch_steps')
      .join('campaigns', 'campaigns.id', 'launch_steps.campaign_id')
      .where({ 'launch_steps.team_id': teamId })
      .whereNotNull('launch_steps.undo')
      .whereRaw(`${jsonText(db, 'launch_steps.undo', 'state')} = ?`, [state])
  const all = [
    await stepsOf(db, asked),
    await stepsOf(db, own),
    await stepsOf(db, undone('undoing').where({ 'launch_steps.person': person })),
    await stepsOf(db, undone('failed').where({ 'campaigns.owner': person })),
  ]
  return all.flat()
}

/** The same of a whole workspace, whoever they wait for. */
export function stepsHolding(db: Knex, teamId: string): Promise<Of<LaunchStep>[]> {
  const holding = stepsInTurn(db, teamId).where((either) =>
    either
      .whereIn('launch_steps.state', ['failed', 'paused'])
      .orWhere((asked) =>
        asked.whereIn('launch_steps.state', ['waiting', 'held']).whereNotNull('launch_steps.person'),
      ),
  )
  return stepsOf(db, holding)
}

function stepsInTurn(db: Knex, teamId: string): Knex.QueryBuilder {
  return db('launch_steps')
    .join('campaigns', 'campaigns.id', 'launch_steps.campaign_id')
    .where({ 'campaigns.team_id': teamId, 'campaigns.stage': 'launching' })
    .whereNotExists(
      db('launch_steps as earlier')
        .whereRaw('earlier.campaign_id = launch_steps.campaign_id and earlier.n < launch_steps.n')
        .whereNotIn('earlier.state', ['done', 'skipped']),
    )
}

async function stepsOf(db: Knex, query: Knex.QueryBuilder): Promise<Of<LaunchStep>[]> {
  const rows: (StepRow & { campaign_id: number })[] = await query
    .orderBy(['launch_steps.campaign_id', 'launch_steps.n'])
    .limit(SHOWN)
    .select('launch_steps.*')
  return withCampaigns(db, rows, stepOf)
}

/** The pages of a list hold no more. */
const LISTED = 500

/** Open follow-ups, of one person or of the whole workspace, those due first. */
export async function openFollowUps(db: Knex, teamId: string, person?: string): Promise<Of<FollowUp>[]> {
  const query = db('follow_ups')
    .where({ team_id: teamId })
    .whereRaw(OPEN_QUESTION)
    .orderByRaw('due_at is null, due_at, campaign_id, n')
    .limit(LISTED)
  const rows = await (person ? query.where({ assignee: person }) : query)
  return withCampaigns(db, rows, followUpOf)
}

/** Open follow-ups that wait for a person, by nobody for who asked, or that they were told are late; those due first. */
export async function followUpsWaitingFor(db: Knex, teamId: string, person: string): Promise<Of<FollowUp>[]> {
  const open = () =>
    db('follow_ups')
      .where({ team_id: teamId })
      .whereRaw(OPEN_QUESTION)
      .orderByRaw('due_at is null, due_at, campaign_id, n')
      .limit(SHOWN)
  // Each way by itself, since no index serves two.
  const rows = [
    ...(await open().where({ assignee: person })),
    ...(await open().whereNull('assignee').where({ asked_by: person })),
    ...(await open()
      .whereNotNull('escalated')
      .whereRaw(`${jsonText(db, 'escalated', 'to')} = ?`, [person])),
  ]
  const each = new Map(rows.map((row) => [`${row.campaign_id} ${row.n}`, row]))
  return withCampaigns(db, [...each.values()], followUpOf)
}

export async function withCampaigns<R extends { campaign_id: number }, T>(
  db: Knex,
  rows: R[],
  toItem: (row: R) => T,
): Promise<Of<T>[]> {
  if (rows.length === 0) return []
  const found = await db('campaigns').whereIn('id', [...new Set(rows.map((row) => row.campaign_id))])
  const campaigns = new Map(found.map((row) => [row.id as number, campaignOf(row)]))
  return rows.flatMap((row) => {
    const campaign = campaigns.get(row.campaign_id)
    return campaign ? [{ campaign, item: toItem(row) }] : []
  })
}
