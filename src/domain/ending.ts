import { Refusal } from '../refusal.ts'
import type { CampaignState, Conclusion } from './state/campaign.ts'
import type { CampaignEvent } from './state/events.ts'
import { transition } from './state/stage.ts'
import { isBlank } from './text/visible.ts'

/** The event that ends a campaign with its three answers. */
export function conclude(state: CampaignState, conclusion: Conclusion): CampaignEvent {
  transition(state.campaign.stage, 'conclude', state.campaign.key)
  if (isBlank(conclusion.learned))
    throw new Refusal(
      'invalid',
      `Say what was learned, for those who come after: \`/campaign conclude ${state.campaign.key} ${conclusion.reached} ${conclusion.growth} <words>\``,
    )
  return { kind: 'concluded', conclusion }
}

/** Cancelling is for what has not gone out: once a step has, it is a stop; also while it waits to be sent again. */
export function refuseCancelAfterStep(state: CampaignState): void {
  const { stage, key } = state.campaign
  const untouched = state.steps.every((step) => step.state === 'waiting' && step.tries === 0)
  if (stage !== 'launching' || untouched) return
  throw new Refusal(
    'conflict',
    `A launch step of ${key} has gone out already, so it can't be cancelled. \`/campaign stop ${key} <reason>\` stops it.`,
  )
}
