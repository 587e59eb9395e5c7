import type { Button } from '@slack/types'
import { isOpenFollowUp } from '../../domain/follow-up/follow-up.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'
import { type Look, offers } from './look.ts'

/** The list that a row stands on. */
export type ListPage = Pick<OfItem, 'at' | 'page'>

/** What who looks can do about a follow-up that waits for somebody. */
export function followUpButtons(
  campaign: Campaign,
  followUp: FollowUp,
  look: Look,
  list: ListPage = {},
): Button[] {
  if (!isOpenFollowUp(followUp)) return []
  const { n, state } = followUp
  const value: OfItem = { c: campaign.id, n, ...list }
  const name = `${campaign.key}-${n}`
  const all = [
    ['answer', 'Answer…', CLICK.answer],
    ...(state === 'open' ? [['accept_follow_up', 'Accept', CLICK.acceptFollowUp] as const] : []),
    ['reassign_follow_up', 'Reassign…', CLICK.reassignFollowUp],
    ['decline_follow_up', 'Decline…', CLICK.declineFollowUp],
  ] as const
  return all
    .filter(([action]) => offers(look, action, { campaign, followUp }))
    .map(([, text, actionId]) => itemButton(text, actionId, value, name))
}
