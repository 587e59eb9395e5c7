import { firstDataEvents } from '../domain/incidents/first-data.ts'
import { delayIn, proofEvents, type Read } from '../domain/incidents/proof.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { TargetSeen } from '../domain/state/arrivals.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'

/** Keeps what one more read says of a stop, and what targets say of it, and gives the campaign after it. */
export async function recordProof(
  deps: Deps,
  { teamId, campaignId, stoppedAt }: JobKinds['prove_stop'],
  read: Read,
  told?: readonly TargetSeen[],
): Promise<CampaignState> {
  const { after } = await change(deps, stairwayOf(teamId), { id: campaignId }, (state) => {
    const delay = delayIn(deps.catalog, state.campaign)
    return proofEvents(state, read, { stoppedAt: new Date(stoppedAt), delay, now: deps.now() }, told)
  })
  return after
}

/** Keeps what one more look for the first data of a launch says, and gives the campaign after it. */
export async function recordFirstData(
  deps: Deps,
  { teamId, campaignId }: JobKinds['first_data'],
  read: Read,
): Promise<CampaignState> {
  const { after } = await change(deps, stairwayOf(teamId), { id: campaignId }, (state) =>
    firstDataEvents(state, read, deps.now()),
  )
  return after
}
