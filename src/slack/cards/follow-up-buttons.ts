import type { Button } from '@slack/types'
import { isOpenFollowUp } from '../../domain/follow-up/follow-up.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'

/** The list that a row stands on. */
export type ListPage = Pick<OfItem, 'at' | 'page'>

/** What can be done about a follow-up that waits for somebody. */
export function followUpButtons(campaign: Campaign, followUp: FollowUp, list: ListPage = {}): Button[] {
  if (!isOpenFollowUp(followUp)) return []
  const { n, state } = followUp
  const value: OfItem = { c: campaign.id, n, ...list }
  const name = `${campaign.key}-${n}`
  return [
    itemButton('Answer…', CLICK.answer, value, name),
    ...(state === 'open' ? [itemButton('Accept', CLICK.acceptFollowUp, value, name)] : []),
    itemButton('Reassign…', CLICK.reassignFollowUp, value, name),
    itemButton('Decline…', CLICK.declineFollowUp, value, name),
  ]
}
