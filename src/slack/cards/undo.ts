import type { Button, SectionBlock } from '@slack/types'
import type { OnCampaign } from '../../domain/permission/roles.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { LaunchStep, StepUndo } from '../../domain/state/steps.ts'
import { actions, type Maybe, section } from '../kit/blocks.ts'
import { dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'
import { type Look, offers } from './look.ts'
import { campaignLink, lineSections, longRich, outcomeSaid, person, shortRich } from './parts.ts'
import { stepWords } from './step-words.ts'

/** What comes of taking back each step that had gone out, under why that is done; edited until all is known. */
export function undoCard(state: CampaignState, why: string, look: Look): Message {
  const said = longRich(why, 2_000, look)
  const of = state.steps.filter(({ undo }) => undo !== null).toSorted(worstFirst)
  const failed = of.filter(({ undo }) => undo?.state === 'failed').slice(0, MOST_BUTTONS)
  const others = of.filter((step) => !failed.includes(step))
  return message({
    text: lines(said, ...of.map((step) => undoLine(step, look))),
    blocks: [
      section(said),
      ...failed.map((step) => failedSection(state, step, look)),
      ...lineSections(others.map((step) => undoLine(step, look))),
    ],
  })
}

/** A message holds no more than fifty blocks. */
const MOST_BUTTONS = 20

function failedSection(state: CampaignState, step: LaunchStep, look: Look): SectionBlock {
  const again = againButton(state, step, look)
  return section(undoLine(step, look), again ? { accessory: again } : {})
}

const ORDER: readonly StepUndo['state'][] = ['failed', 'undoing', 'impossible', 'undone']

/** Of one state the last step first, as they are taken back. */
function worstFirst(one: LaunchStep, other: LaunchStep): number {
  const place = ({ undo }: LaunchStep) => (undo ? ORDER.indexOf(undo.state) : ORDER.length)
  return place(one) - place(other) || other.n - one.n
}

function undoLine(step: LaunchStep, look: Look): Mrkdwn {
  const { plan, undo, n } = step
  const what = md`step ${n}, ${stepWords(plan, look)}`
  const outcome = undo?.outcome ? md`: ${outcomeSaid(undo.outcome, 300, look)}` : ''
  switch (undo?.state) {
    case 'undone':
      if (plan.kind === 'human' && step.arrived !== 'yes')
        return md`Not done, or taken back: ${what}${outcome}`
      return undo.partly
        ? md`Stopped: ${what}${outcome}. What had gone out before stays.`
        : md`Taken back: ${what}${outcome}`
    case 'failed':
      return md`Not taken back: ${what}${outcome}`
    case 'impossible':
      return md`Can't be taken back: ${what}${goneWords(step)}${outcome}`
    default:
      if (plan.kind !== 'human') return md`Being taken back: ${what}`
      return step.arrived === 'yes'
        ? md`Asked to take it back: ${what}`
        : md`Asked whether it was done, and to take it back: ${what}`
  }
}

/** What a person did, they say themselves. */
function goneWords({ plan, arrived }: LaunchStep): string {
  if (plan.kind === 'human') return ''
  return arrived === 'yes' ? ', has gone' : ', may have gone'
}

function againButton(state: OnCampaign, { n }: LaunchStep, look: Look, value?: OfItem): Button | null {
  if (!offers(look, 'undo_steps', state)) return null
  const of = value ?? { c: state.campaign.id, n }
  return itemButton('Try again', CLICK.undoAgain, of, `take step ${n} back`)
}

/** What can be done about a step that is to be taken back, or could not be. */
export function undoButtons(on: OnCampaign, step: LaunchStep, look: Look, value: OfItem): Maybe<Button>[] {
  if (step.undo?.state === 'failed') return [againButton(on, step, look, value)]
  if (step.undo?.state !== 'undoing' || !offers(look, 'confirm_undo', { ...on, step })) return []
  const done = step.arrived === 'yes' ? 'Taken back' : 'Not done, or taken back'
  return [
    itemButton(done, CLICK.takenBack, value, `step ${step.n}`),
    itemButton("Can't be taken back", CLICK.notTakenBack, value, `step ${step.n}`),
  ]
}

/** Asks the person of a manual step to take back what they did; afterwards what they said. */
export function takeBackCard(state: CampaignState, step: LaunchStep, tries: number, look: Look): Message {
  const { n, plan, undo } = step
  const link = campaignLink(state.campaign, look)
  const what = longRich(plan.words, 2_000, look)
  if (undo?.state !== 'undoing' || undo.tries !== tries) {
    const word = undo?.state === 'impossible' ? "Can't be taken back" : 'Taken back'
    const how = undo?.outcome ? shortRich(undo.outcome, 200, look) : null
    const when = undo ? dateToken(undo.at) : null
    return message({ text: lines(joinMd([md`${word}: step ${n} of ${link}`, how, when], ', '), what) })
  }
  const asks = lines(askWords(state, step, undo, look), what)
  const buttons = undoButtons(state, step, look, { c: state.campaign.id, n })
  return message({ text: asks, blocks: [section(asks), actions(buttons)] })
}

function askWords(
  { campaign }: CampaignState,
  { n, arrived }: LaunchStep,
  { by }: StepUndo,
  look: Look,
): Mrkdwn {
  const link = campaignLink(campaign, look)
  if (arrived === 'yes')
    return md`${person(by, look)} asks you to take back step ${n} of ${link}, which you did:`
  return md`${link} was stopped before you confirmed step ${n}. If you have done it, take it back:`
}

/** That a step could not be taken back, to those who have to know; afterwards what became of it. */
export function notUndoneCard(state: CampaignState, step: LaunchStep, tries: number, look: Look): Message {
  const { n, plan, undo } = step
  const what = md`step ${n} of ${campaignLink(state.campaign, look)}, ${stepWords(plan, look)}`
  const how = undo?.outcome ? md`: ${shortRich(undo.outcome, 600, look)}` : ''
  if (undo?.state === 'failed' && undo.tries === tries) {
    const said = lines(
      md`Not taken back: ${what}${how}`,
      md`${look.reader === undo.by ? '' : md`${person(undo.by, look)} asked for it. `}It may still reach people: try again, or take it back where it is.`,
    )
    return message({
      text: said,
      blocks: [section(said), actions([againButton(state, step, look)])],
    })
  }
  const since =
    undo?.state === 'undoing'
      ? md`It is tried once more.`
      : undo?.state === 'failed'
        ? md`It was tried once more and failed again: see below.`
        : md`It is settled now${how}`
  return message({ text: lines(md`It was not taken back at first: ${what}`, since) })
}
