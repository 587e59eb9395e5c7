import { Refusal } from '../refusal.ts'
import type { CampaignState, Conclusion } from './state/campaign.ts'
import type { CampaignEvent } from './state/events.ts'
import { transition } from './state/stage.ts'

/** The event that ends a campaign with its three answers. */
export function conclude(state: CampaignState, conclusion: Conclusion): CampaignEvent {
  transition(state.campaign.stage, 'conclude', state.campaign.key)
  if (!conclusion.learned.trim())
    throw new Refusal(
      'invalid',
      `Say what was learned, for those who come after: \`/campaign conclude ${state.campaign.key} ${conclusion.reached} ${conclusion.growth} <words>\``,
    )
  return { kind: 'concluded', conclusion }
}
