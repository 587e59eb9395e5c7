import type { Guess } from '../domain/growth/guess.ts'
import { predict as predictEvents } from '../domain/growth/prediction.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'

/** Records what the owner or the data partner expects of the goal; nobody else sees it before the conclusion. */
export async function predict(deps: Deps, actor: Actor, ref: CampaignRef, guess: Guess): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => predictEvents(state, actor.userId, guess, members, deps.now()))
}
