import { tickPoint } from '../domain/approval/points.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import { Refusal } from '../refusal.ts'
import { type Changed, change } from './change.ts'
import type { Deps } from './deps.ts'

/** What was done about a point that an approver asked for. */
export interface Answered {
  readonly n: number
  readonly words: string
}

/**
 * Ticks points, all or none. Throws a Refusal for one that is not there, or of which nothing is said. `requestN`: the one
 * whose points were seen; the next one counts its own from 1 again.
 */
export async function tickPoints(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  answered: readonly Answered[],
  requestN?: number,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('tick_point', actor, state, members)
    refuseOthers(state, requestN)
    return answered.map(({ n, words }) => tickPoint(state, n, words))
  })
}

function refuseOthers({ campaign: { key }, request }: CampaignState, requestN: number | undefined): void {
  if (requestN === undefined || (request?.n ?? 0) === requestN) return
  throw new Refusal(
    'conflict',
    `${key} was submitted again since, so these are points of the request before: \`/campaign show ${key}\` shows those that are open.`,
  )
}
