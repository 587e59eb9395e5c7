import type { Button } from '@slack/types'
import { holdingLaunch, redChecks } from '../../domain/approval/exceptions.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import { type ApprovalRequest, decisionOf, missingApprovals } from '../../domain/state/requests.ts'
import { buttonValue } from '../buttons.ts'
import { button } from '../kit/blocks.ts'
import { clipMrkdwn } from '../kit/mrkdwn.ts'
import { approveButton, type CardCopy, CLICK, itemButton, type OfItem } from './buttons.ts'
import { launchWords } from './launch-words.ts'
import { type Look, offers } from './look.ts'

/** For those who may decide; nobody decides twice. */
export function decideButtons(
  state: CampaignState,
  request: ApprovalRequest,
  look: Look,
  at: CardCopy = {},
): Button[] {
  const { campaign } = state
  if (!mayDecide(campaign, request, look)) return []
  const value: OfItem = { c: campaign.id, n: request.n, ...at }
  return [
    redChecks(state, look.now).length > 0
      ? itemButton('Approve with exception…', CLICK.approveWith, value, campaign.key)
      : approveButton(value, campaign.key, 'primary'),
    itemButton('Request changes…', CLICK.changes, value, campaign.key),
    itemButton('Decline…', CLICK.decline, value, campaign.key),
  ]
}

/** Whether their place is taken: by themselves, or by whoever decided in their stead. */
export function hasDecided(request: ApprovalRequest, { reader }: Look): boolean {
  return reader !== null && decisionOf(request, reader) !== undefined
}

function mayDecide(campaign: Campaign, request: ApprovalRequest, look: Look): boolean {
  return !hasDecided(request, look) && offers(look, 'decide', { campaign, request })
}

/** Approve with words that the others read beside it; it stands where there is room for it. */
export function noteButton(campaign: Campaign, request: ApprovalRequest, look: Look): Button | null {
  if (!mayDecide(campaign, request, look)) return null
  const value: OfItem = { c: campaign.id, n: request.n }
  return itemButton('Approve with a note…', CLICK.approveWith, value, campaign.key)
}

/** For whom the policy names for an emergency; it stands behind Details. */
export function glassButton(campaign: Campaign, request: ApprovalRequest, look: Look): Button | null {
  if (look.reader === null || !offers(look, 'break_glass', { campaign, request })) return null
  const value: OfItem = { c: campaign.id, n: request.n }
  return itemButton('Approve alone…', CLICK.breakGlass, value, `${campaign.key}, as an emergency`)
}

/** For the one person whose approval is the last, where it may be launched at once and they may do it; it stands behind Details. */
export function approveLaunchButton(
  state: CampaignState,
  request: ApprovalRequest,
  look: Look,
): Button | null {
  const { campaign } = state
  const last = missingApprovals(request) === 1 && campaign.launchAt === null
  const ready = holdingLaunch(state, look.now).length === 0
  if (look.reader === null || !last || !ready || !mayDecide(campaign, request, look)) return null
  if (!offers(look, 'launch', state)) return null
  return button({
    text: 'Approve and launch',
    actionId: CLICK.approveLaunch,
    value: buttonValue({ c: campaign.id, n: request.n } satisfies OfItem),
    readAs: `Approve and launch ${campaign.key}`,
    confirm: {
      title: 'Approve and launch now?',
      text: clipMrkdwn(launchWords(campaign, look), 300),
      confirm: 'Launch',
      deny: 'Not now',
    },
  })
}
