import type { ActionsBlock, Button } from '@slack/types'
import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import { missingFromBrief } from '../../domain/brief/brief.ts'
import { openChoice } from '../../domain/choice/choice.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { readiness } from '../../domain/tasks/readiness.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type Maybe } from '../kit/blocks.ts'
import { clipMrkdwn, md } from '../kit/mrkdwn.ts'
import { type CardCopy, CLICK, campaignButton, type OfCampaign, stopButton } from './buttons.ts'
import { concludeButton } from './choice-buttons.ts'
import { decideButtons } from './decide-buttons.ts'
import { goOnButton } from './held.ts'
import { launchWords } from './launch-words.ts'
import { type Look, offers } from './look.ts'
import { pointsButton } from './points.ts'
import { sharedBriefly } from './sharing.ts'

/** The buttons of a campaign's card: three that always serve, then what the stage allows to who looks. */
export function campaignActions(state: CampaignState, look: Look, at: CardCopy): ActionsBlock | null {
  return actions([
    campaignButton('Tasks', CLICK.tasks, state),
    campaignButton('Brief', CLICK.brief, state),
    campaignButton('History', CLICK.history, state),
    ...stageButtons(state, look, at),
  ])
}

/** Of these, those that are offered to who looks. */
function stageButtons(state: CampaignState, look: Look, at: CardCopy): Maybe<Button>[] {
  const { campaign, request } = state
  const only = (action: StageAction, button: Button) => offers(look, action, state) && button
  const submit = () => only('submit', submitButton(state, look, at))
  // While a decision waits, its own Stop… stands above: one that stops, with its reason.
  const stop = () => !openChoice(campaign) && only('stop', stopButton(state, look, at))
  const results = campaignButton('Results', CLICK.results, state)
  const conclude = concludeButton(state, look)
  const changed = changedSinceSubmit(state).length > 0
  switch (campaign.stage) {
    case 'preparing':
      return [pointsButton(state, look), submit()]
    case 'in_review':
      if (changed) return [submit()]
      return request?.state === 'open' ? decideButtons(state, request, look, at) : []
    case 'approved':
      return [changed ? submit() : only('launch', launchButton(campaign, look, at))]
    case 'launching':
      return [goOnButton(state, look), stop()]
    case 'live':
      return [results, only('pause', campaignButton('Pause…', CLICK.pause, state)), conclude, stop()]
    case 'paused':
      return [results, only('resume', campaignButton('Resume', CLICK.resume, state, at)), conclude, stop()]
    case 'stopped':
      return [results, conclude]
    case 'concluded':
      return [results]
    case 'cancelled':
      return []
  }
}

type StageAction = 'submit' | 'launch' | 'pause' | 'resume' | 'stop'

/** Primary once it would be taken; before that it says what is missing. */
export function submitButton(state: CampaignState, look: Look, at: CardCopy): Button {
  const open = readiness(state.tasks, look.now).holding.length + missingFromBrief(state.campaign.brief).length
  return { ...campaignButton('Submit', CLICK.submit, state, at), ...(open === 0 ? { style: 'primary' } : {}) }
}

/** Launches an approved campaign, after saying what will happen. */
export function launchButton(campaign: CampaignState['campaign'], look: Look, at: CardCopy): Button {
  return button({
    text: 'Launch',
    actionId: CLICK.launch,
    value: buttonValue({ c: campaign.id, ...at } satisfies OfCampaign),
    style: 'primary',
    readAs: `Launch ${campaign.key}`,
    confirm: {
      title: `Launch ${campaign.key} now?`,
      text: clipMrkdwn(md`${sharedBriefly(look)}${launchWords(campaign, look)}`, 300),
      confirm: 'Launch',
      deny: 'Not now',
    },
  })
}
