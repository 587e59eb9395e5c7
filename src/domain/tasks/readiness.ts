import { isReady } from '../readiness/standing.ts'
import { checkLine } from '../readiness/words.ts'
import type { CampaignState } from '../state/campaign.ts'
import { isBeforeLaunch } from '../state/stage.ts'
import type { Task } from '../state/tasks.ts'
import { isOpen, isOverdue } from './tasks.ts'

interface Readiness {
  readonly required: number
  readonly ready: number
  /** Open required tasks, overdue and blocked ones first, then by due date. */
  readonly holding: readonly Task[]
}

export function readiness(tasks: readonly Task[], now: Date): Readiness {
  return readinessBy((task) => !isReady(task, now), tasks, now)
}

/** The same of a moment of the history: when answers were renewed is not in it, so what was ticked by then counts. */
export function readinessThen(tasks: readonly Task[], at: Date): Readiness {
  return readinessBy(isOpen, tasks, at)
}

function readinessBy(holds: (task: Task) => boolean, tasks: readonly Task[], now: Date): Readiness {
  const required = tasks.filter((task) => task.required)
  const holding = required
    .filter(holds)
    .sort((a, b) => urgency(b, now) - urgency(a, now) || due(a) - due(b) || a.n - b.n)
  return { required: required.length, ready: required.length - holding.length, holding }
}

/** Something that holds the launch is late or blocked; derived, never stored. */
export function isAtRisk(state: CampaignState, now: Date): boolean {
  if (!isBeforeLaunch(state.campaign.stage)) return false
  return readiness(state.tasks, now).holding.some((task) => urgency(task, now) > 0)
}

export function isScheduled(state: CampaignState): boolean {
  return state.campaign.stage === 'approved' && state.campaign.launchAt !== null
}

function urgency(task: Task, now: Date): number {
  return (isOverdue(task, now) ? 2 : 0) + (task.state === 'blocked' ? 1 : 0)
}

function due(task: Task): number {
  return task.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER
}

/** "1 Proof reads well"; of one that a machine answers for what that says, and how old it is. */
export function holdingLine(task: Task, now: Date): string {
  return task.check === null ? `${task.n} ${task.title}` : checkLine(task, now)
}
