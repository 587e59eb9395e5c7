import type { ActionsBlock, Button } from '@slack/types'
import { changedSinceSubmit, missingFromBrief } from '../../domain/brief/brief.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { readiness } from '../../domain/tasks/readiness.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button } from '../kit/blocks.ts'
import { clipMrkdwn, md } from '../kit/mrkdwn.ts'
import {
  approveButton,
  type CardCopy,
  CLICK,
  campaignButton,
  itemButton,
  type OfCampaign,
  type OfItem,
  stopButton,
} from './buttons.ts'
import type { Look } from './look.ts'
import { count, planWords } from './parts.ts'

/** The buttons of a campaign's card: three that always serve, then what the stage allows. */
export function campaignActions(state: CampaignState, look: Look, at: CardCopy): ActionsBlock | null {
  return actions([
    campaignButton('Tasks', CLICK.tasks, state),
    campaignButton('Brief', CLICK.brief, state),
    campaignButton('History', CLICK.history, state),
    ...stageButtons(state, look, at),
  ])
}

function stageButtons(state: CampaignState, look: Look, at: CardCopy): Button[] {
  const results = campaignButton('Results', CLICK.results, state)
  const conclude = campaignButton('Conclude…', CLICK.conclude, state)
  switch (state.campaign.stage) {
    case 'preparing':
      return [submitButton(state, look, at)]
    case 'in_review':
      return changedSinceSubmit(state).length > 0 ? [submitButton(state, look, at)] : decideButtons(state, at)
    case 'approved':
      return [
        changedSinceSubmit(state).length > 0
          ? submitButton(state, look, at)
          : launchButton(state.campaign, look, at),
      ]
    case 'launching':
      return [stopButton(state, at)]
    case 'live':
      return [results, campaignButton('Pause…', CLICK.pause, state), conclude, stopButton(state, at)]
    case 'paused':
      return [results, campaignButton('Resume', CLICK.resume, state, at), conclude, stopButton(state, at)]
    case 'stopped':
      return [results, conclude]
    case 'concluded':
      return [results]
    case 'cancelled':
      return []
  }
}

/** For those who may decide; whoever else clicks is told who they are. */
function decideButtons({ campaign, request }: CampaignState, at: CardCopy): Button[] {
  if (request?.state !== 'open') return []
  const value: OfItem = { c: campaign.id, n: request.n, ...at }
  return [
    approveButton(value, campaign.key, 'primary'),
    itemButton('Decline…', CLICK.decline, value, campaign.key),
  ]
}

/** Primary once it would be taken; before that it says what is missing. */
function submitButton(state: CampaignState, look: Look, at: CardCopy): Button {
  const open = readiness(state.tasks, look.now).holding.length + missingFromBrief(state.campaign.brief).length
  return { ...campaignButton('Submit', CLICK.submit, state, at), ...(open === 0 ? { style: 'primary' } : {}) }
}

/** Launches an approved campaign, after saying what will happen. */
export function launchButton(campaign: CampaignState['campaign'], look: Look, at: CardCopy): Button {
  const { plan, audience } = campaign.brief
  const size = audience?.size ?? null
  const reach = size === null ? '' : ` for ${formatCount(size)} people`
  return button({
    text: 'Launch',
    actionId: CLICK.launch,
    value: buttonValue({ c: campaign.id, ...at } satisfies OfCampaign),
    style: 'primary',
    readAs: `Launch ${campaign.key}`,
    confirm: {
      title: `Launch ${campaign.key} now?`,
      text: clipMrkdwn(
        md`It starts ${count(plan.length, 'step')} at once${reach}: ${planWords(plan, look)}`,
        300,
      ),
      confirm: 'Launch',
      deny: 'Not now',
    },
  })
}
