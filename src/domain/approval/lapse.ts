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
  const red = redChecks(state, now).filter((task) => {
    const at = lapsesAt(task, declared, now)
    // It was asked once more when its grace was over.
    return at !== null && at <= now && (task.answer?.askedAt ?? at) >= at
  })
  if (red.length === 0) return []
  const words = red.map((task) => movedLine(task, now)).join('\n')
  return [{ kind: 'lapsed', checks: red.map(({ n }) => n), words }]
}

/** When the approval of a campaign lapses by this task; null while its check does not fail. */
export function lapsesAt(task: Task, declared: readonly CheckDefinition[], now: Date): Date | null {
  const { answer, check } = task
  if (!answer || standingOf(task, now) !== 'failing' || !RED.has(answer.newest.status)) return null
  const { graceMinutes = 0 } = declared.find(({ name }) => name === check) ?? {}
  return new Date(answer.sinceAt.getTime() + graceMinutes * 60_000)
}
