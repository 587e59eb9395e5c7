import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import type { ApprovalRequest } from '../domain/state/requests.ts'
import type { LaunchStep, StepUndo } from '../domain/state/steps.ts'
import type { Task } from '../domain/state/tasks.ts'
import { followUpOf } from './follow-up-rows.ts'
import { requestOf } from './request-rows.ts'
import { campaignOf, type StepRow, stepOf, type TaskRow, taskOf } from './rows.ts'

/** Something with the campaign it belongs to. */
export interface Of<T> {
  readonly campaign: Campaign
  readonly item: T
}

/** More than anybody can have waiting: a campaign holds 500 tasks at most, and what is counted here is told. */
const LIMIT = 1_000

/** Open tasks of campaigns on their way to a launch that wait for a person, or that they were told of; those without a due date last. */
export async function tasksWaitingFor(db: Knex, teamId: string, person: string): Promise<Of<Task>[]> {
  const rows = await db('tasks')
    .join('campaigns', 'campaigns.id', 'tasks.campaign_id')
    .where('tasks.team_id', teamId)
    .whereIn('tasks.state', ['todo', 'doing', 'blocked'])
    .whereIn('campaigns.stage', ['preparing', 'in_review', 'approved', 'launching', 'live', 'paused'])
    .whereRaw(
      "(coalesce(tasks.assignee, case when tasks.team = 'growth' then campaigns.owner else campaigns.partner end, campaigns.owner) = ? or tasks.told like ?)",
      [person, `%"${person}"%`],
    )
    .orderByRaw('tasks.due_at is null, tasks.due_at, tasks.campaign_id, tasks.n')
    .limit(LIMIT)
    .select('tasks.*')
  return withCampaigns(db, rows, taskOf)
}

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

/** Required tasks of a workspace that are open, were due before that, in campaigns that have not ended. */
export async function lateTasks(db: Knex, teamId: string, before: Date): Promise<Of<Task>[]> {
  return withCampaigns(db, await lateBefore(db, before).where('tasks.team_id', teamId), taskOf)
}

/** The same of every workspace, without those of which everybody has heard who is to. */
export async function untoldLateTasks(db: Knex, before: Date): Promise<Of<Task>[]> {
  const untold = lateBefore(db, before).where((either) =>
    either.whereNull('tasks.told').orWhere('tasks.told', 'not like', '%"lead"%'),
  )
  return withCampaigns(db, await untold, taskOf)
}

function lateBefore(
  db: Knex,
  before: Date,
): Knex.QueryBuilder<TaskRow, (TaskRow & { campaign_id: number })[]> {
  return db('tasks')
    .join('campaigns', 'campaigns.id', 'tasks.campaign_id')
    .whereIn('tasks.state', ['todo', 'doing', 'blocked'])
    .where({ 'tasks.required': true, 'campaigns.ended_at': null })
    .where('tasks.due_at', '<', before.getTime())
    .orderBy(['tasks.due_at', 'tasks.campaign_id', 'tasks.n'])
    .limit(LIMIT)
    .select('tasks.*')
}

/** Requests of all workspaces that nobody has closed. */
export async function allOpenRequests(db: Knex): Promise<{ campaignId: number; n: number }[]> {
  const rows = await db('approval_requests').where({ state: 'open' }).select('campaign_id', 'n')
  return rows.map((row) => ({ campaignId: row.campaign_id, n: row.n }))
}

/** A request that can be decided, with what it is held against. */
export interface OpenRequest {
  readonly campaign: Campaign
  readonly request: ApprovalRequest
  /** The required ones. */
  readonly tasks: readonly Task[]
}

/** Requests of a workspace that can still be decided, with their decisions; who may decide is for the domain to say. */
export async function openRequests(db: Knex, teamId: string, now: Date): Promise<OpenRequest[]> {
  const rows = await db('approval_requests')
    .where({ team_id: teamId, state: 'open' })
    .where('expires_at', '>', now.getTime())
    .orderBy('expires_at')
    .limit(LIMIT)
  const ids = rows.map((row) => row.campaign_id)
  const decisions = await db('decisions').whereIn('campaign_id', ids).orderBy('n')
  const tasksOf = await requiredTasks(db, ids)
  const open = await withCampaigns(db, rows, (row) =>
    requestOf(
      row,
      decisions.filter((each) => each.campaign_id === row.campaign_id && each.request_n === row.n),
    ),
  )
  return open.map(({ campaign, item }) => ({
    campaign,
    request: item,
    tasks: tasksOf(campaign.id),
  }))
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
  return (id) => rows.filter((row) => row.campaign_id === id).map(taskOf)
}

/**
 * Launch steps that wait for this person: whose turn it is, manual ones to confirm, held ones to let go, and failed or
 * paused ones of their own campaigns; and what they are to take back, or what could not be taken back of those.
 */
export async function stepsWaitingFor(db: Knex, teamId: string, person: string): Promise<Of<LaunchStep>[]> {
  const theirs = stepsInTurn(db, teamId)
    .whereNull('launch_steps.undo')
    .where((either) =>
      either
        .where((asked) =>
          asked.where({ 'launch_steps.person': person }).whereIn('launch_steps.state', ['waiting', 'held']),
        )
        .orWhere((own) =>
          own.where({ 'campaigns.owner': person }).whereIn('launch_steps.state', ['failed', 'paused']),
        ),
    )
  return [...(await stepsOf(db, theirs)), ...(await stepsOf(db, stepsToTakeBack(db, teamId, person)))]
}

/** In JSON a quote within a text has a backslash before it: no outcome reads like a state. */
function stepsToTakeBack(db: Knex, teamId: string, person: string): Knex.QueryBuilder {
  const undo = (query: Knex.QueryBuilder, state: StepUndo['state']) =>
    query.whereLike('launch_steps.undo', `%"state":"${state}"%`)
  return db('launch_steps')
    .join('campaigns', 'campaigns.id', 'launch_steps.campaign_id')
    .where({ 'launch_steps.team_id': teamId })
    .whereNotNull('launch_steps.undo')
    .where((either) =>
      either
        .where((asked) => undo(asked.where({ 'launch_steps.person': person }), 'undoing'))
        .orWhere((own) => undo(own.where({ 'campaigns.owner': person }), 'failed')),
    )
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
    .where({ 'launch_steps.team_id': teamId, 'campaigns.stage': 'launching' })
    .whereNotExists(
      db('launch_steps as earlier')
        .whereRaw('earlier.campaign_id = launch_steps.campaign_id and earlier.n < launch_steps.n')
        .whereNotIn('earlier.state', ['done', 'skipped']),
    )
}

async function stepsOf(db: Knex, query: Knex.QueryBuilder): Promise<Of<LaunchStep>[]> {
  const rows: (StepRow & { campaign_id: number })[] = await query
    .orderBy(['launch_steps.campaign_id', 'launch_steps.n'])
    .limit(LIMIT)
    .select('launch_steps.*')
  return withCampaigns(db, rows, stepOf)
}

/** Open follow-ups, of one person or of the whole workspace, those due first. */
export async function openFollowUps(db: Knex, teamId: string, person?: string): Promise<Of<FollowUp>[]> {
  const query = db('follow_ups')
    .where({ team_id: teamId })
    .whereIn('state', ['open', 'accepted'])
    .orderByRaw('due_at is null, due_at, campaign_id, n')
    .limit(LIMIT)
  const rows = await (person ? query.where({ assignee: person }) : query)
  return withCampaigns(db, rows, followUpOf)
}

/** Open follow-ups that wait for a person, by nobody for who asked, or that they were told are late; those due first. */
export async function followUpsWaitingFor(db: Knex, teamId: string, person: string): Promise<Of<FollowUp>[]> {
  const rows = await db('follow_ups')
    .where({ team_id: teamId })
    .whereIn('state', ['open', 'accepted'])
    .whereRaw('(assignee = ? or (assignee is null and asked_by = ?) or escalated like ?)', [
      person,
      person,
      `%"${person}"%`,
    ])
    .orderByRaw('due_at is null, due_at, campaign_id, n')
    .limit(LIMIT)
  return withCampaigns(db, rows, followUpOf)
}

export async function withCampaigns<R extends { campaign_id: number }, T>(
  db: Knex,
  rows: R[],
  toItem: (row: R) => T,
): Promise<Of<T>[]> {
  const found = await db('campaigns').whereIn('id', [...new Set(rows.map((row) => row.campaign_id))])
  const campaigns = new Map(found.map((row) => [row.id as number, campaignOf(row)]))
  return rows.flatMap((row) => {
    const campaign = campaigns.get(row.campaign_id)
    return campaign ? [{ campaign, item: toItem(row) }] : []
  })
}
