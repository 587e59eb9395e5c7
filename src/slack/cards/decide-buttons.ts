import type { Button } from '@slack/types'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { approveButton, type CardCopy, CLICK, itemButton, type OfItem } from './buttons.ts'
import { type Look, offers } from './look.ts'

/** For those who may decide; nobody decides twice. */
export function decideButtons(
  campaign: Campaign,
  request: ApprovalRequest,
  look: Look,
  at: CardCopy = {},
): Button[] {
  const decided = request.decisions.some(({ by }) => by === look.reader)
  if (decided || !offers(look, 'decide', { campaign, request })) return []
  const value: OfItem = { c: campaign.id, n: request.n, ...at }
  return [
    approveButton(value, campaign.key, 'primary'),
    itemButton('Decline…', CLICK.decline, value, campaign.key),
  ]
}

/** The same with words that the others read beside it; it stands where there is room for it. */
export function noteButton(campaign: Campaign, request: ApprovalRequest, look: Look): Button | null {
  if (decideButtons(campaign, request, look).length === 0) return null
  const value: OfItem = { c: campaign.id, n: request.n }
  return itemButton('Approve with a note…', CLICK.approveWith, value, campaign.key)
}
