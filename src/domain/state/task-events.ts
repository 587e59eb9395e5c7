import type { AnsweredEvent } from './answers.ts'
import type { CampaignState } from './campaign.ts'
import { answeredAfter, type LateEvent, type TaskThen, type TaskVerb, taskNow, toldAfter } from './tasks.ts'

/** What can happen to the tasks of a campaign after its creation. */
export type TaskEvent =
  | { readonly kind: 'task_added'; readonly task: TaskThen }
  | {
      readonly kind: 'task_changed'
      readonly verb: TaskVerb
      readonly before: TaskThen
      readonly after: TaskThen
    }
  | { readonly kind: 'task_removed'; readonly task: TaskThen; readonly words: string | null }
  | LateEvent
  | AnsweredEvent

const KINDS: readonly string[] = [
  'task_added',
  'task_changed',
  'task_removed',
  'task_nudged',
  'check_answered',
] satisfies TaskEvent['kind'][]

export function isTaskEvent(event: { readonly kind: string }): event is TaskEvent {
  return KINDS.includes(event.kind)
}

export function afterTask(state: CampaignState, event: TaskEvent, at: Date): CampaignState {
  const { campaign, tasks } = state
  switch (event.kind) {
    case 'task_added': {
      const lastTask = Math.max(campaign.lastTask, event.task.n)
      return { ...state, campaign: { ...campaign, lastTask }, tasks: [...tasks, taskNow(event.task)] }
    }
    case 'task_changed':
      return {
        ...state,
        tasks: tasks.map((each) => (each.n === event.after.n ? taskNow(event.after) : each)),
      }
    case 'task_removed':
      return { ...state, tasks: tasks.filter(({ n }) => n !== event.task.n) }
    case 'task_nudged':
      return { ...state, tasks: toldAfter(tasks, event, at) }
    case 'check_answered':
      return { ...state, tasks: answeredAfter(tasks, event, at) }
  }
}
