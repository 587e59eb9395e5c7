import type { CheckDefinition } from '../catalog/catalog.ts'
import { dueAt } from '../readiness/answers.ts'
import { standingOf } from '../readiness/standing.ts'
import { movedLine } from '../readiness/words.ts'
import { RED } from '../state/answers.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { Task } from '../state/tasks.ts'
import { redChecks } from './exceptions.ts'

/**
 * The event that ends an approval since required checks have failed for as long as each is granted; none while they could
 * only not be asked, or were seen when it was approved. A launch asks them anew, whatever they are granted.
 */
export function lapse(
  state: CampaignState,
  declared: readonly CheckDefinition[],
  now: Date,
): CampaignEvent[] {
  if (state.campaign.stage !== 'approved') return []
  const red = redChecks(state, now).filter(
    (task) => hasLapsed(task, declared, now) && !isAtGrace(task, declared, now),
  )
  if (red.length === 0) return []
  const words = red.map((task) => movedLine(task, now)).join('\n')
  return [{ kind: 'lapsed', checks: red.map(({ n }) => n), words }]
}

/** Whether its grace is over and it was not asked since: before an approval lapses by it, it is asked once more. */
function isAtGrace(task: Task, declared: readonly CheckDefinition[], now: Date): boolean {
  const at = lapsesAt(task, declared, now)
  return at !== null && at <= now && isAskedBefore(task, at)
}

function isAskedBefore({ answer }: Task, at: Date): boolean {
  return answer !== undefined && answer.askedAt < at
}

/** When the check of a task is to be asked again, by its turn or since its grace is over then; null where nobody asks it. */
export function nextCheckAt(task: Task, declared: readonly CheckDefinition[], now: Date): Date | null {
  const turn = dueAt(task, declared)
  const lapses = lapsesAt(task, declared, now)
  return turn && lapses && lapses < turn && isAskedBefore(task, lapses) ? lapses : turn
}

function hasLapsed(task: Task, declared: readonly CheckDefinition[], now: Date): boolean {
  const at = lapsesAt(task, declared, now)
  return at !== null && at <= now
}

/** When the approval of a campaign lapses by this task; null while its check does not fail, or is declared no more. */
export function lapsesAt(task: Task, declared: readonly CheckDefinition[], now: Date): Date | null {
  const { answer, check } = task
  const definition = declared.find(({ name }) => name === check)
  const fails = standingOf(task, now) === 'failing' && answer && RED.has(answer.newest.status)
  if (!fails || !definition) return null
  return new Date(answer.sinceAt.getTime() + definition.graceMinutes * 60_000)
}
