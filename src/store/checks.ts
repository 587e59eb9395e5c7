import type { Knex } from 'knex'
import { BEFORE_LAUNCH, type Stage } from '../domain/state/stage.ts'
import type { Task } from '../domain/state/tasks.ts'
import { CHECKED_TASK } from './conditions.ts'
import { type TaskRow, taskOf } from './rows.ts'

/** A campaign on its way to a launch, with its tasks that machines answer for and nobody waived. */
export interface CheckedCampaign {
  readonly id: number
  readonly teamId: string
  readonly tasks: readonly Task[]
}

/** Those of every workspace. */
export function checkedCampaigns(db: Knex): Promise<CheckedCampaign[]> {
  return withTasks(checkedTasks(db))
}

/** A task that a machine answers for and nobody waived, of a campaign that has not ended. */
export interface CheckedTask {
  readonly campaignId: number
  readonly teamId: string
  readonly stage: Stage
  readonly task: Task
  /** As the table has it: when it is to be looked at, 0 for at once. */
  readonly lookAt: number
  readonly answer: string | null
}

/** Of a task of a campaign that was launched: none goes back to before its launch. */
export const NEVER = new Date(8.64e15)
/** By then all others are to be looked at. */
export const EVER = new Date(NEVER.getTime() - 1)

/** As its index of migration 0030 has it. */
const LOOK_AT = 'coalesce(tasks.next_check_at, 0)'

/** Those of every workspace that are to be looked at by then, `most` at most: those after `after` in that order. */
export async function checkedBy(
  db: Knex,
  by: Date,
  after: CheckedTask | null,
  most: number,
): Promise<CheckedTask[]> {
  const due = db('tasks')
    .join('campaigns', 'campaigns.id', 'tasks.campaign_id')
    .whereRaw(`${CHECKED_TASK} and tasks.state <> 'waived' and ${LOOK_AT} <= ?`, [by.getTime()])
    .orderByRaw(`${LOOK_AT}, tasks.campaign_id, tasks.n`)
    .limit(most)
  if (after)
    due.whereRaw(`(${LOOK_AT}, tasks.campaign_id, tasks.n) > (?, ?, ?)`, [
      ...[after.lookAt, after.campaignId, after.task.n],
    ])
  const rows: CheckedRow[] = await due.select('tasks.*', 'campaigns.stage')
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    teamId: row.team_id,
    stage: row.stage,
    task: taskOf(row),
    lookAt: row.next_check_at ?? 0,
    answer: row.answer,
  }))
}

interface CheckedRow extends TaskRow {
  readonly campaign_id: number
  readonly team_id: string
  readonly stage: Stage
  readonly next_check_at: number | null
}

/** When to look at it again; nothing where it was answered since, which says so by itself. */
export async function lookAtCheck(
  db: Knex,
  { campaignId, task, lookAt, answer }: CheckedTask,
  at: Date,
): Promise<void> {
  if (at.getTime() === lookAt) return
  await db('tasks')
    .where({ campaign_id: campaignId, n: task.n, check_name: task.check, answer })
    .update({ next_check_at: at.getTime() })
}

function checkedTasks(db: Knex): Knex.QueryBuilder {
  return db('tasks')
    .join('campaigns', 'campaigns.id', 'tasks.campaign_id')
    .whereRaw(CHECKED_TASK)
    .whereNot('tasks.state', 'waived')
    .whereIn('campaigns.stage', [...BEFORE_LAUNCH])
}

async function withTasks(checked: Knex.QueryBuilder): Promise<CheckedCampaign[]> {
  const rows: (TaskRow & { campaign_id: number; team_id: string })[] = await checked
    .orderBy(['tasks.campaign_id', 'tasks.n'])
    .select('tasks.*')
  const all = new Map<number, CheckedCampaign & { readonly tasks: Task[] }>()
  for (const row of rows) {
    const { campaign_id: id, team_id: teamId } = row
    const campaign = all.get(id) ?? { id, teamId, tasks: [] }
    campaign.tasks.push(taskOf(row))
    all.set(id, campaign)
  }
  return [...all.values()]
}
