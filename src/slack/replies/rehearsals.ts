import { rehearsed } from '../../domain/digest/rehearsed.ts'
import type { CampaignRef } from '../../domain/state/campaign.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { lookAtPlan } from '../../usecases/reads/looks.ts'
import { rehearse } from '../../usecases/reads/rehearsal.ts'
import { viewIn } from '../answers.ts'
import type { Click } from '../buttons.ts'
import { rehearsalMessage } from '../cards/rehearsal.ts'
import { requestsView } from '../cards/rehearsed-requests.ts'
import type { Act } from '../context.ts'
import type { Message } from '../kit/surfaces.ts'
import { lookFor } from './look-for.ts'

/** A rehearsal for the person alone: it asks checks, targets and the warehouse, so it is shared and limited a person. */
export async function rehearsalNow(act: Act, ref: CampaignRef, at: Date | null): Promise<Message> {
  const { deps, actor } = act
  const { campaign } = await readState(deps, actor, ref)
  const what = `rehearsal of ${campaign.id} at ${at?.getTime()} by ${JSON.stringify(campaign.brief)}`
  const found = await deps.sparing(actor, what, async () => {
    const rehearsal = await rehearse(deps, actor, ref, at)
    const asLive = rehearsed(rehearsal.state, deps.now())
    const reading = await deps.readCampaign(asLive.state, asLive.since)
    return { rehearsal, digest: { ...asLive, reading } }
  })
  const look = await lookFor(deps, actor, found.rehearsal.state, found.digest)
  return rehearsalMessage(found.rehearsal, found.digest, look)
}

/** Shows each request as it would go out. Targets are asked for it once it is open, since Slack opens it within three seconds only. */
export async function openRequests(click: Click, campaignId: number): Promise<null> {
  const { deps, actor, triggerId } = click
  const state = await readState(deps, actor, { id: campaignId })
  const look = await lookFor(deps, actor, state)
  const first = { trigger_id: triggerId, view: requestsView(state, null, look) }
  const opened = await (click.form ? deps.client.views.push(first) : deps.client.views.open(first))
  const looks = await deps.sparing(
    actor,
    `requests of ${campaignId} by ${JSON.stringify(state.campaign.brief)}`,
    () => lookAtPlan(deps, state),
  )
  await deps.client.views.update({ view_id: viewIn(opened), view: requestsView(state, looks, look) })
  return null
}
