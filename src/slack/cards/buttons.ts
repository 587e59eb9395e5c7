import type { Button } from '@slack/types'
import type { Digest } from '../../domain/digest/digest.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { buttonValue } from '../buttons.ts'
import { button } from '../kit/blocks.ts'
import { clipMrkdwn, joinMd, type Mrkdwn } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { stopEffects } from './sharing.ts'

/** The action_id of every button that a card or Home shows; src/slack/clicks says what each does. */
export const CLICK = {
  tasks: 'campaign.tasks',
  brief: 'campaign.brief',
  history: 'campaign.history',
  results: 'campaign.results',
  allFigures: 'digest.figures',
  submit: 'campaign.submit',
  launch: 'campaign.launch',
  launchAsked: 'launch.yes',
  launchDespite: 'launch.despite',
  notNow: 'launch.no',
  pause: 'campaign.pause',
  resume: 'campaign.resume',
  stop: 'campaign.stop',
  conclude: 'campaign.conclude',
  ship: 'choice.ship',
  keep: 'choice.keep',
  stopChoice: 'choice.stop',
  editBrief: 'brief.edit',
  rowAdd: 'brief.add',
  rowChange: 'brief.row',
  tasksPage: 'tasks',
  historyPage: 'history',
  campaignsPage: 'campaigns',
  followUpsPage: 'follow_ups',
  waitingPage: 'waiting',
  portfolioPage: 'portfolio',
  taskDone: 'task.done',
  taskMenu: 'task.menu',
  taskDoneWith: 'task.done_with',
  taskBlock: 'task.block',
  askCheck: 'task.ask',
  askChecks: 'campaign.ask_checks',
  approve: 'request.approve',
  decline: 'request.decline',
  changes: 'request.changes',
  approveLaunch: 'request.approve_launch',
  points: 'campaign.points',
  setTime: 'campaign.set_time',
  breakGlass: 'request.break_glass',
  details: 'request.details',
  steps: 'request.steps',
  confirmStep: 'step.confirm',
  retryStep: 'step.retry',
  stepArrived: 'step.arrived',
  sendAnew: 'step.anew',
  skipStep: 'step.skip',
  goOn: 'step.go_on',
  goOnDespite: 'step.go_on_despite',
  undoRan: 'step.undo',
  undoAgain: 'step.undo_again',
  takenBack: 'step.taken_back',
  notTakenBack: 'step.not_taken_back',
  acceptSuggestion: 'suggestion.accept',
  dismissSuggestion: 'suggestion.dismiss',
  ask: 'follow_up.ask',
  answer: 'follow_up.answer',
  predict: 'prediction.open',
  acceptFollowUp: 'follow_up.accept',
  reassignFollowUp: 'follow_up.reassign',
  declineFollowUp: 'follow_up.decline',
  sendLedger: 'growth.send',
  startDraft: 'idea.draft',
  learningsPage: 'learnings',
  digestNow: 'digest.now',
  portfolioNow: 'portfolio.now',
  checkAddress: 'check.address',
  checkRevoke: 'check.revoke',
  growth: 'growth.open',
  newCampaign: 'campaign.new',
  all: 'campaigns.all',
  mine: 'waiting.open',
  muteMenu: 'waiting.mute',
  away: 'delegation.open',
  endDelegation: 'delegation.end',
  help: 'help.open',
  helpAll: 'help.all',
  takeBack: 'request.take_back',
  approveWith: 'request.approve_with',
  rehearse: 'campaign.rehearse',
  requests: 'rehearsal.requests',
} as const

/** The value of a button about a campaign. */
export interface OfCampaign {
  readonly c: number
  /** Stands on a private copy of the card, which does not change by itself. */
  readonly at?: 'card'
}

export type CardCopy = Pick<OfCampaign, 'at'>

/** About one numbered thing of it; `at` is what it stands on, to be shown again: a page of the tasks, what waits, a private card, or the follow-ups of all, of a person or of the campaign. */
export interface OfItem {
  readonly c: number
  readonly n: number
  readonly at?: number | 'waiting' | 'card' | 'all' | 'mine' | 'campaign'
  /** Of what waits or of the follow-ups, where it is not the first. */
  readonly page?: number
  /** The try of a launch step that it is offered for. */
  readonly tries?: number
}

/** A plain button about a campaign. */
export const campaignButton = (
  text: string,
  actionId: string,
  { campaign }: Pick<CampaignState, 'campaign'>,
  at: CardCopy = {},
): Button =>
  button({
    text,
    actionId,
    value: buttonValue({ c: campaign.id, ...at } satisfies OfCampaign),
    readAs: `${text} ${campaign.key}`,
  })

/** The value of a button about a digest. */
export interface OfDigest {
  readonly d: number
}

export const allFiguresButton = (
  { id }: Pick<Digest, 'id'>,
  { campaign }: Pick<CampaignState, 'campaign'>,
): Button =>
  button({
    text: 'All figures',
    actionId: CLICK.allFigures,
    value: buttonValue({ d: id } satisfies OfDigest),
    readAs: `All figures ${campaign.key}`,
  })

/** A button about a task, a request, a launch step or a follow-up. `what` follows its text where it is read out. */
export const itemButton = (text: string, actionId: string, value: OfItem, what: string): Button =>
  button({ text, actionId, value: buttonValue(value), readAs: `${text}: ${what}` })

/** One click and a confirm; what it does depends on how far the campaign is. */
export const stopButton = (state: CampaignState, look: Look, at: CardCopy = {}): Button => {
  const { campaign } = state
  const { key, stage } = campaign
  const first =
    stage === 'launching' ? 'Launch steps that have not gone out stay unsent.' : 'Its digests end.'
  const back = 'What is out is taken back where its tool or person can; you are told of each step.'
  const end = 'It can be concluded then, not started again.'
  return button({
    text: 'Stop',
    actionId: CLICK.stop,
    value: buttonValue({ c: campaign.id, ...at } satisfies OfCampaign),
    style: 'danger',
    readAs: `Stop ${key}`,
    confirm: {
      title: `Stop ${key}?`,
      text: clipMrkdwn(joinMd([first, back, stopEffects(state, look), end], ' '), 300),
      confirm: 'Stop',
      deny: 'Keep it',
      style: 'danger',
    },
  })
}

/** Primary where it is the message's one thing to do; in a list it is one among others. */
export const approveButton = (value: OfItem, key: string, style?: 'primary'): Button =>
  button({
    text: 'Approve',
    actionId: CLICK.approve,
    value: buttonValue(value),
    readAs: `Approve ${key}`,
    ...(style ? { style } : {}),
  })

/** `next` says what follows once it is confirmed. */
export const confirmButton = (value: OfItem, key: string, next: Mrkdwn): Button =>
  button({
    text: "Confirm it's done",
    actionId: CLICK.confirmStep,
    value: buttonValue(value),
    readAs: `Confirm it's done: step ${value.n} of ${key}`,
    confirm: {
      title: `Is step ${value.n} done?`,
      text: clipMrkdwn(next, 300),
      confirm: "Confirm it's done",
      deny: 'Not yet',
    },
  })
