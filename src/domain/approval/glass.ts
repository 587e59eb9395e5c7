import { Refusal } from '../../refusal.ts'
import type { Membership } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { Actor } from '../state/actor.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { isBlank } from '../text/visible.ts'
import { refuseChanged } from './changes.ts'
import { openRequest } from './decision.ts'
import { seenChecks } from './exceptions.ts'

/**
 * The events of an approval by one person alone, whom the policy names for an emergency. What was submitted has to stand
 * as it was, and the launch looks at tasks and freezes all the same. Throws a Refusal for anybody else, and without a reason.
 */
export function breakGlass(
  state: CampaignState,
  actor: Actor,
  words: string,
  members: Membership,
  now: Date,
): CampaignEvent[] {
  const request = openRequest(state, now)
  refuseChanged(state)
  refuseUnless('break_glass', actor, { ...state, request }, members)
  if (isBlank(words))
    throw new Refusal(
      'invalid',
      `Say what can't wait: everybody reads it, for good. \`/campaign breakglass ${state.campaign.key} <reason>\``,
    )
  const seen = seenChecks(state, now)
  return [{ kind: 'glass_broken', words, ...(seen.length > 0 ? { seen } : {}) }, { kind: 'approved' }]
}
