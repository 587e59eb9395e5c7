import type { CheckDefinition } from '../catalog/catalog.ts'
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
export function isAtGrace(task: Task, declared: readonly CheckDefinition[], now: Date): boolean {
  const at = lapsesAt(task, declared, now)
  return at !== null && at <= now && task.answer !== undefined && task.answer.askedAt < at
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
