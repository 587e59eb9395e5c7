import { checkLaunch } from '../../domain/launch.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../../domain/state/campaign.ts'
import { isBeforeLaunch, transition } from '../../domain/state/stage.ts'
import { refusalOf } from '../../refusal.ts'
import type { Deps } from '../deps.ts'
import { loadSeen } from '../seen.ts'

export interface Rehearsal {
  readonly state: CampaignState
  /** When it would be launched; null for now. */
  readonly at: Date | null
  /** Why it would be refused, in words with tokens; null where it would start. */
  readonly hindrance: string | null
}

/** What a launch would do, and what is in its way; nothing is sent. Throws a Refusal once it was launched or has ended. */
export async function rehearse(
  deps: Deps,
  reader: Reader,
  ref: CampaignRef,
  at: Date | null,
): Promise<Rehearsal> {
  const state = await loadSeen(deps, reader, ref)
  const { stage, key } = state.campaign
  if (!isBeforeLaunch(stage)) transition(stage, 'launch', key)
  const now = deps.now()
  const hindrance = await refusalOf(async () => {
    checkLaunch(state, deps.catalog.freezes, at ?? now, now)
  })
  return { state, at, hindrance }
}
