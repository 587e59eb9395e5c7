import { breakGlass as breakGlassOf } from '../domain/approval/glass.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import { refuseOlder } from './approvals.ts'
import { type Changed, change } from './change.ts'
import type { Deps } from './deps.ts'

/** Approves alone, in an emergency. Throws a Refusal for whom the policy does not name, and without a reason. */
export async function breakGlass(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  { words, requestN }: { readonly words: string; readonly requestN?: number },
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseOlder(state, requestN)
    return breakGlassOf(state, actor, words, members, deps.now())
  })
}
