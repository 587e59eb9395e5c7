import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { actions, section } from '../kit/blocks.ts'
import { bold, dateToken, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'
import { decideButtons, hasDecided } from './decide-buttons.ts'
import type { Look } from './look.ts'
import { campaignLink, person } from './parts.ts'

/** A request that still waits for who reads this; afterwards one line, since the request itself says what became of it. */
export function approvalReminder(state: CampaignState, requestN: number, look: Look): Message {
  const { campaign, request } = state
  const open = request?.n === requestN && request.state === 'open' && changedSinceSubmit(state).length === 0
  if (!request || !open || hasDecided(request, look))
    return message({ text: md`${campaignLink(campaign, look)} does not wait for you any more.` })
  const { expiresAt } = request
  const text = md`${bold('Approve')} ${campaignLink(campaign, look)}? ${person(request.by, look)} waits for you; it expires ${dateToken(expiresAt)}.`
  const value: OfItem = { c: campaign.id, n: request.n }
  const details = itemButton('Details', CLICK.details, value, campaign.key)
  return message({
    text,
    blocks: [section(text), actions([...decideButtons(state, request, look), details])],
  })
}
