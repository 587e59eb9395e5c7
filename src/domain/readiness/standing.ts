import { isGood } from '../state/answers.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { Task } from '../state/tasks.ts'

/**
 * How a task stands that a machine answers for. `stale`: the last pass is too old; `unanswered`: it could not be asked,
 * and no earlier pass stands; `unasked`: not yet.
 */
export type Standing = 'ready' | 'failing' | 'stale' | 'unanswered' | 'unasked' | 'waived'

export interface Stood {
  readonly task: Task
  readonly standing: Standing
}

/** Every task that a machine answers for with how it stands: what is not ready first, each by their numbers. */
export function standings({ tasks }: Pick<CampaignState, 'tasks'>, now: Date): Stood[] {
  const all = tasks
    .filter(({ check }) => check !== null)
    .map((task) => ({ task, standing: standingOf(task, now) }))
  const rank = ({ task }: Stood) => (isReady(task, now) ? 1 : 0)
  return all.sort((a, b) => rank(a) - rank(b) || a.task.n - b.task.n)
}

export function standingOf({ state, answer }: Task, now: Date): Standing {
  if (state === 'waived') return 'waived'
  if (!answer) return 'unasked'
  if (isGood(answer, now)) return 'ready'
  if (answer.counts) return 'stale'
  return answer.newest.status === 'error' ? 'unanswered' : 'failing'
}

/** Whether a task holds no launch: what people say of it, or its machine; of that only what is not too old. */
export function isReady(task: Task, now: Date): boolean {
  if (task.check === null || task.state === 'waived') return task.state === 'done' || task.state === 'waived'
  return standingOf(task, now) === 'ready'
}
