import { Refusal } from '../../refusal.ts'
import type { Membership } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { Actor } from '../state/actor.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { decisionOf } from '../state/requests.ts'
import { transition } from '../state/stage.ts'
import { closedWords } from './words.ts'

/**
 * The events of taking one's own decision back, as after a mistaken tap, or that which was made in one's stead: the
 * request waits for it again. Once the launch has begun nothing can be taken back. Throws a Refusal where there is nothing of theirs.
 */
export function takeBack(
  state: CampaignState,
  { userId }: Actor,
  {
    words,
    members,
    now,
  }: { readonly words: string | null; readonly members: Membership; readonly now: Date },
): CampaignEvent[] {
  const { campaign, request } = state
  transition(campaign.stage, 'take_back', campaign.key)
  if (!request || (request.state !== 'open' && request.state !== 'approved'))
    throw new Refusal('conflict', closedWords(state))
  refuseUnless('take_back', userId, { campaign, request }, members)
  const { by, insteadOf, verdict } = decisionOf(request, userId) ?? {}
  const back: CampaignEvent = {
    ...{ kind: 'approval_taken_back', words },
    ...(verdict === 'decline' ? { verdict } : {}),
    ...(by && insteadOf ? { stead: { by, insteadOf } } : {}),
  }
  return request.expiresAt <= now ? [back, { kind: 'expired' }] : [back]
}
