import type { Knex } from 'knex'
import { BEFORE_LAUNCH } from '../domain/state/stage.ts'
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

/** `most` of them at most: those after `after`. */
export function checkedAfter(
  db: Knex,
  after: Pick<CheckedCampaign, 'id'> | null,
  most: number,
): Promise<CheckedCampaign[]> {
  const ids = checkedTasks(db)
    .where('tasks.campaign_id', '>', after?.id ?? 0)
    .distinct('tasks.campaign_id')
    .orderBy('tasks.campaign_id')
    .limit(most)
  return withTasks(checkedTasks(db).whereIn('tasks.campaign_id', ids))
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
