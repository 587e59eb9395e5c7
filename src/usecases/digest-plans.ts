import { muteDigest, nothingSet, unmuteDigest, withQuiet } from '../domain/digest/plan.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { DigestPlan } from '../domain/state/digests.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { Refusal } from '../refusal.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'

/** Sets, moves or (null) ends a campaign's digests. */
export function planDigest(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  plan: DigestPlan | null,
): Promise<Changed> {
  return changePlan(deps, actor, ref, ({ campaign }) => {
    if (campaign.endedAt && plan)
      throw new Refusal(
        'conflict',
        `${campaign.key} has ended: \`/campaign results ${campaign.key}\` still reads it.`,
      )
    if (!plan && !campaign.digest)
      throw new Refusal('conflict', `${campaign.key} has no digest to switch off.`)
    return { kind: 'digest_planned', plan }
  })
}

/** Posts only what somebody should look at, or again every slot. */
export function quietDigest(deps: Deps, actor: Actor, ref: CampaignRef, quiet: boolean): Promise<Changed> {
  return changePlan(deps, actor, ref, ({ campaign: { digest, key } }) => {
    if (!digest) throw nothingSet(key)
    return { kind: 'digest_planned', plan: withQuiet(digest, quiet) }
  })
}

/** Holds a campaign's digests until `endsAt`, or (null) posts them again at once. */
export function muteDigests(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  endsAt: Date | null,
): Promise<Changed> {
  return changePlan(deps, actor, ref, (state) =>
    endsAt ? muteDigest(state, endsAt, deps.now()) : unmuteDigest(state, deps.now()),
  )
}

async function changePlan(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  decide: (state: CampaignState) => CampaignEvent,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('plan_digest', actor, state, members)
    return [decide(state)]
  })
}
