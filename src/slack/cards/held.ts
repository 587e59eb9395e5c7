import type { Button } from '@slack/types'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { stageWords } from '../../domain/state/stage.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import { dueAt, heldStep, needsReason } from '../../domain/steps/held.ts'
import type { HeldFor } from '../../domain/subject.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type Maybe, section } from '../kit/blocks.ts'
import { bold, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, itemButton, type OfItem, stopButton } from './buttons.ts'
import { type Look, offers } from './look.ts'
import { campaignLink, person, shortRich } from './parts.ts'
import { stepWords } from './step-words.ts'

/** A step that is held, for whom it waits or who has to know; afterwards what became of it. */
export function heldCard(state: CampaignState, step: LaunchStep, what: HeldFor, look: Look): Message {
  const place = md`step ${step.n} of ${campaignLink(state.campaign, look)}, ${stepWords(step.plan, look)}`
  if (heldStep(state)?.n !== step.n) return message({ text: sinceWords(state, step, place, look) })
  const said =
    step.state === 'paused' ? pausedWords(step, place, look) : waitingWords(step, what, place, look)
  return message({
    text: said,
    blocks: [
      section(said),
      actions([goOnButton(state, look), offers(look, 'stop', state) && stopButton(state, look)]),
    ],
  })
}

function pausedWords({ outcome }: LaunchStep, place: Mrkdwn, look: Look): Mrkdwn {
  return lines(
    md`${bold('The launch is paused')} before ${place}: ${shortRich(outcome ?? '', 600, look)}`,
    md`What has gone out stays out. Whoever approved it lets it go on with a reason, or it is stopped.`,
  )
}

function waitingWords(step: LaunchStep, what: HeldFor, place: Mrkdwn, look: Look): Mrkdwn {
  if (what !== 'stuck') return md`The launch waits for you: ${place} goes when you say so.`
  if (step.outcome === null) return md`${place} is ${heldWords(step, look)}.`
  return lines(
    md`The launch stays before ${place}: ${shortRich(step.outcome, 600, look)}`,
    md`It is asked again by itself, and goes on once nothing is in its way.`,
  )
}

function sinceWords({ campaign }: CampaignState, step: LaunchStep, place: Mrkdwn, look: Look): Mrkdwn {
  const { stage, endedAt } = campaign
  if (stage !== 'launching' && endedAt)
    return md`It was held at ${place}. The campaign is ${stageWords(stage)} since ${dateToken(endedAt)}.`
  const since = step.at ? md` ${dateToken(step.at)}` : ''
  const why = step.state === 'waiting' && step.outcome ? md`: ${shortRich(step.outcome, 300, look)}` : ''
  return md`It was held, and went on${since}: ${place}${why}`
}

/** "held until Tue 1 Dec 14:00", "waits: nobody was exposed" once that has come, "paused: Unsubscribe is 1 point higher". */
export function heldWords(step: LaunchStep, look: Look): Mrkdwn {
  const why = step.outcome === null ? '' : md`: ${shortRich(step.outcome, 160, look)}`
  if (step.state === 'paused') return md`paused${why}`
  const due = dueAt(step)
  const come = due !== null && due <= look.now && step.outcome !== null
  return come ? md`waits${why}` : md`held ${untilWords(step, look)}${why}`
}

function untilWords(step: LaunchStep, look: Look): Mrkdwn {
  const until = step.plan.after?.until
  const due = dueAt(step)
  if (due) return md`until ${dateToken(due)}`
  if (until?.is === 'people') return md`until ${formatCount(until.people)} people are exposed`
  if (until?.is === 'person') return md`until ${person(until.person, look)} says so`
  return md`until an approver says so`
}

/** Lets the step go that is held now; false where there is none, or who looks may not. */
export function goOnButton(state: CampaignState, look: Look): Maybe<Button> {
  const step = heldStep(state)
  if (!step) return false
  const { campaign, request } = state
  if (!offers(look, 'go_on', { campaign, request, step })) return false
  const value: OfItem = { c: campaign.id, n: step.n }
  const what = `step ${step.n} of ${campaign.key}`
  // In a channel nobody knows who presses, so it asks why.
  if (needsReason(step, look.reader ?? ''))
    return itemButton(`${goOnVerb(step)}…`, CLICK.goOnDespite, value, what)
  const readAs = `Go on: ${what}`
  return button({ text: 'Go on', actionId: CLICK.goOn, value: buttonValue(value), readAs, style: 'primary' })
}

export function goOnVerb({ state }: LaunchStep): string {
  return state === 'paused' ? 'Go on despite it' : 'Go on now'
}
