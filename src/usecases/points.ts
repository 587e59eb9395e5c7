import { tickPoint } from '../domain/approval/points.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import { type Changed, change } from './change.ts'
import type { Deps } from './deps.ts'

/** What was done about a point that an approver asked for. */
export interface Answered {
  readonly n: number
  readonly words: string
}

/** Ticks points, all or none. Throws a Refusal for one that is not there, or of which nothing is said. */
export async function tickPoints(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  answered: readonly Answered[],
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('tick_point', actor, state, members)
    return answered.map(({ n, words }) => tickPoint(state, n, words))
  })
}
