import type { Guess } from '../domain/growth/guess.ts'
import { measuredGoal } from '../domain/growth/measured.ts'
import { predict as predictEvents } from '../domain/growth/prediction.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { Campaign, CampaignRef } from '../domain/state/campaign.ts'
import type { Measurement } from '../domain/state/growth.ts'
import { newestReadouts } from '../store/digests.ts'
import type { Db } from '../store/kit/database.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'

/** Records what the owner or the data partner expects of the goal; nobody else sees it before the conclusion. */
export function predict(deps: Deps, actor: Actor, ref: CampaignRef, guess: Guess): Promise<Changed> {
  return change(deps, actor, ref, (state) => predictEvents(state, actor.userId, guess, deps.now()))
}

/** How many digests are looked through for one in which the goal was measured. */
const SNAPSHOTS = 10

/** What the goal did, from the newest digest in which it was measured. */
export async function measure(db: Db, { id, brief }: Campaign): Promise<Measurement> {
  return measuredGoal(brief, await newestReadouts(db, id, SNAPSHOTS))
}
