import { Refusal } from '../../refusal.ts'
import type { UserId } from '../people.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { dueFrom, type Task } from '../state/tasks.ts'
import type { Step, TeamKind } from '../terms.ts'
import { isBlank } from '../text/visible.ts'
import type { LeadTime } from '../time/lead-time.ts'
import { refuseEnded } from './tasks.ts'

/** Tasks a campaign can hold; more than that is not a checklist. */
export const MAX_TASKS = 500

export interface NewTask {
  readonly title: string
  readonly step: Step
  readonly team: TeamKind
  readonly assignee: UserId | null
  readonly dueAt: Date | null
  readonly required: boolean
  /** In place of `dueAt`. */
  readonly lead?: LeadTime
  readonly after?: readonly number[]
  readonly asks?: string
}

/** The event that adds a task. Throws a Refusal once the campaign has ended or holds too many. */
export function addTask(state: CampaignState, task: NewTask): CampaignEvent {
  refuseEnded(state.campaign)
  if (isBlank(task.title)) throw new Refusal('invalid', 'What is the task?')
  if (state.tasks.length >= MAX_TASKS) {
    throw new Refusal(
      'conflict',
      `${state.campaign.key} has ${MAX_TASKS} tasks already: remove some, or split the campaign.`,
    )
  }
  const added: Task = { ...task, n: nextTask(state), state: 'todo', evidence: null, check: null }
  return { kind: 'task_added', task: dueFrom([added], state.campaign.launchAt)[0] ?? added }
}

/** The number of the next task: none is used twice. */
export function nextTask({ campaign, tasks }: CampaignState): number {
  return Math.max(campaign.lastTask, ...tasks.map(({ n }) => n)) + 1
}
