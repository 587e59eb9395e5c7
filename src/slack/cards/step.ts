import type { CampaignState } from '../../domain/state/campaign.ts'
import { stageWords } from '../../domain/state/stage.ts'
import { isSettled, isToUndo, isUnsure, type LaunchStep } from '../../domain/state/steps.ts'
import { currentStep } from '../../domain/steps/steps.ts'
import type { StepSubject } from '../../domain/subject.ts'
import { actions, section } from '../kit/blocks.ts'
import { dateToken, lines, type Mrkdwn, md, mention } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { confirmButton } from './buttons.ts'
import { heldCard } from './held.ts'
import { type Look, offers } from './look.ts'
import { campaignLink, longRich, outcomeSaid, shortRich } from './parts.ts'
import { failedButtons } from './step-buttons.ts'
import { stepWords } from './step-words.ts'
import { notUndoneCard, takeBackCard } from './undo.ts'

/** A launch step that waits for somebody, to be done or taken back, and afterwards what became of it. */
export function stepCard(state: CampaignState, n: number, subject: StepSubject, look: Look): Message {
  const step = state.steps.find((each) => each.n === n)
  if (!step)
    return message({ text: md`Step ${n} of ${campaignLink(state.campaign, look)} is not planned any more.` })
  switch (subject.is) {
    case 'confirm':
      return manualCard(state, step, look)
    case 'held':
    case 'stuck':
    case 'paused':
      return heldCard(state, step, subject.is, look)
    case 'failed':
      return failedCard(state, step, subject.tries, look)
    case 'undo':
      return takeBackCard(state, step, subject.tries, look)
    case 'not_undone':
      return notUndoneCard(state, step, subject.tries, look)
  }
}

function manualCard(state: CampaignState, step: LaunchStep, look: Look): Message {
  const place = md`step ${step.n} of ${state.steps.length} of ${campaignLink(state.campaign, look)}`
  const what =
    step.plan.kind === 'human' ? longRich(step.plan.words, 2_000, look) : stepWords(step.plan, look)
  if (step.state === 'done') {
    const at = step.at ? md`, ${dateToken(step.at)}` : ''
    const said = md`Done: ${place}, ${shortRich(step.outcome ?? 'confirmed', 200, look)}${at}`
    return message({ text: lines(said, what), blocks: [section(lines(said, what))] })
  }
  if (currentStep(state)?.n !== step.n)
    return message({
      text: lines(md`${endWords(state)} Nothing is left to confirm.`, md`It was ${place}:`, what),
    })
  const asks = md`The launch waits for you: ${place}`
  const next = nextWords(state, step, look)
  return message({
    text: lines(asks, what, next),
    blocks: [
      section(lines(asks, what)),
      section(next),
      offers(look, 'confirm_step', { ...state, step }) &&
        actions([confirmButton({ c: state.campaign.id, n: step.n }, state.campaign.key, next)]),
    ],
  })
}

function nextWords({ steps }: CampaignState, { n }: LaunchStep, look: Look): Mrkdwn {
  const next = steps.find((step) => step.n > n && !isSettled(step))
  if (!next) return md`It is the last step: once you confirm it, the campaign is live.`
  return md`Once you confirm it, step ${next.n} follows: ${stepWords(next.plan, look)}.`
}

function failedCard(state: CampaignState, step: LaunchStep, tries: number, look: Look): Message {
  const place = md`step ${step.n}, ${stepWords(step.plan, look)}`
  const waits = currentStep(state)?.n === step.n && step.state === 'failed' && step.tries === tries
  if (!waits)
    return message({
      text: md`The launch of ${campaignLink(state.campaign, look)} held at ${place}. ${sinceWords(state, step, tries, look)}`,
    })
  const why = outcomeSaid(step.outcome ?? 'no answer', 600, look)
  const said = lines(
    md`The launch of ${campaignLink(state.campaign, look)} holds at ${place}: ${why}`,
    askWords(state, step),
  )
  return message({ text: said, blocks: [section(said), actions(failedButtons(state, step, look))] })
}

/** What the owner has to do about it. */
function askWords(state: CampaignState, step: LaunchStep): Mrkdwn {
  const owner = mention(state.campaign.owner)
  if (state.steps.some(({ undo }) => undo !== null))
    return md`What ran is taken back, so it can't go on: ${owner}, stop the launch.`
  if (isUnsure(step))
    return md`Nothing after it was sent. ${owner}, look there whether it arrived: nobody else can tell. “Send again” keeps its id and looks first where that can be done.`
  const undo = state.steps.some(isToUndo) ? ', undo what ran' : ''
  return md`Nothing after it was sent. ${owner}, send it again, skip it${undo} or stop the launch.`
}

/** What became of a step after the try that failed. */
function sinceWords(state: CampaignState, step: LaunchStep, tries: number, look: Look): Mrkdwn {
  if (step.state === 'skipped')
    return md`It was skipped${step.at ? md` ${dateToken(step.at)}` : ''}${step.outcome ? md`: ${shortRich(step.outcome, 300, look)}` : ''}`
  if (step.state === 'done' && step.tries === tries)
    return md`It did arrive: ${shortRich(step.outcome ?? 'confirmed', 200, look)}${step.at ? md`, ${dateToken(step.at)}` : ''}.`
  if (step.state === 'done')
    return md`It was sent again and went through${step.at ? md` ${dateToken(step.at)}` : ''}.`
  if (state.campaign.stage !== 'launching') return endWords(state)
  if (step.state === 'failed' && step.tries > tries) return md`It was sent again and failed again: see below.`
  return md`It is being sent again.`
}

function endWords({ campaign }: CampaignState): Mrkdwn {
  const { stage, endedAt } = campaign
  if (stage === 'launching') return md`It is not the turn of this step.`
  return md`The campaign is ${stageWords(stage)}${endedAt ? md` since ${dateToken(endedAt)}` : ''}.`
}
