import type { Act } from '../src/slack/context.ts'
import type { CampaignRef } from '../src/usecases/reads/campaigns.ts'

/** The campaign of that key in the workspace of the person. */
export function refOf(act: Act, key: string): CampaignRef {
  return { teamId: act.actor.teamId, key }
}
