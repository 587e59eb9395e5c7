import { refuseUnless } from '../domain/permission/permission.ts'
import type { Reader } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import { Refusal } from '../refusal.ts'
import { loadCampaign } from '../store/campaigns.ts'
import type { ReadDeps } from './deps.ts'

/** A campaign for who is shown it, the one way there is in reads. Throws a Refusal for an unknown one, and where it is not theirs to see. */
export async function loadSeen({ db }: ReadDeps, reader: Reader, ref: CampaignRef): Promise<CampaignState> {
  const state = await loadCampaign(db, ref)
  refuseUnseen(reader, state)
  return state
}

/** Throws a Refusal where the campaign is of another workspace, or this person's to see in none. A button carries an id alone: it serves in its own workspace. */
export function refuseUnseen(reader: Reader, state: CampaignState): void {
  if (state.campaign.teamId !== reader.teamId)
    throw new Refusal(
      'unknown',
      'There is no such campaign in this workspace. `/campaign list` shows those there are.',
    )
  refuseUnless('view', reader, state, NO_TEAMS)
}

/** Who is of outside and of a team counts as one of the workspace before they get here. */
const NO_TEAMS = new Map<string, never>()
