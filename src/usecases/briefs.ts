import type { BriefPatch } from '../domain/brief/brief.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import { editBrief } from './campaigns.ts'
import type { Changed } from './change.ts'
import type { Deps } from './deps.ts'
import { launch } from './launches.ts'
import { transact } from './transaction.ts'

/** What a form says of the brief and the go-live: all of it, or nothing where a part is refused. Its events are those of the brief. */
export function saveBrief(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  patch: BriefPatch,
  launchAt: Date | null,
): Promise<Changed> {
  return transact(deps, async (open) => {
    const changed = await editBrief(open, actor, ref, patch)
    if (!launchAt) return changed
    // The payload's id stands at the brief's events already.
    const { delivery: _, ...again } = actor
    const { after } = await launch(open, again, ref, launchAt)
    return { ...changed, after }
  })
}
