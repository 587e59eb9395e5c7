import type { Button } from '@slack/types'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { isHeld, type LaunchStep, type StepState } from '../../domain/state/steps.ts'
import { bottleneckWords } from '../../domain/tasks/path-words.ts'
import { waitsWords } from '../../domain/tasks/predecessors.ts'
import { leadWords } from '../../domain/time/lead-time.ts'
import type { Waiting } from '../../usecases/reads/waiting.ts'
import type { Maybe } from '../kit/blocks.ts'
import { bold, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import {
  approveButton,
  type CardCopy,
  CLICK,
  campaignButton,
  confirmButton,
  itemButton,
  type OfItem,
} from './buttons.ts'
import { launchButton } from './campaign-actions.ts'
import { checkFact, taskGlyph } from './check-lines.ts'
import { choiceButtons, concludeButton } from './choice-buttons.ts'
import { followUpButtons, type ListPage } from './follow-up-buttons.ts'
import { type Look, offers } from './look.ts'
import { overLine } from './over.ts'
import { dueSaid, keyLink, linkTo, people, person, short, shortRich } from './parts.ts'
import { sendAgainButton } from './step-buttons.ts'
import { stepWords } from './step-words.ts'
import { blockButton, doneButton } from './tasks.ts'
import { undoButtons } from './undo.ts'

/** In a list what holds a launch is said at the first of its tasks alone, and at the one that does. */
export function heldOnce(all: readonly Waiting[]): readonly Waiting[] {
  const told = new Set<number>()
  return all.map((each) => {
    if (each.kind !== 'task' || !each.bottleneck || each.bottleneck.task.n === each.item.n) return each
    const { bottleneck: _, ...rest } = each
    if (told.has(each.campaign.id)) return rest
    told.add(each.campaign.id)
    return each
  })
}

/** What it is, of which campaign, by when. */
export function rowLine(each: Waiting, look: Look): Mrkdwn {
  const { campaign } = each
  const key = keyLink(campaign.key, look)
  const due = each.dueAt ? md`${dueSaid(each.dueAt, look.now)}` : null
  switch (each.kind) {
    case 'task':
      return taskRow(each, key, look)
    case 'approval': {
      const stead = each.insteadOf ? md`for ${people(each.insteadOf, look, 'and')}, ` : ''
      const asked = md`${stead}asked by ${person(each.item.by, look)}, expires ${dateToken(each.item.expiresAt)}`
      return md`${bold(md`Approve ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, asked], ' · ')}`
    }
    case 'step':
      return stepRow(each.item, key, look)
    case 'submit':
      return md`${bold(md`Submit ${linkTo(campaign.key, campaign.brief.name, look)} again`)}  ${joinMd([key, undecidedWords(each.item, look)], ' · ')}`
    case 'launch':
      return md`${bold(md`Launch ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, 'approved'], ' · ')}`
    case 'choice':
      return md`${bold(md`Decide ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, each.of ? md`${person(each.of, look)} has not decided` : null, linkTo(`${campaign.key}:digest`, each.item.verdict.words, look, 160), due], ' · ')}`
    case 'end':
      return md`${bold(md`Conclude ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, overLine({ campaign }, look) ?? 'decided'], ' · ')}`
    case 'follow_up': {
      const name = keyLink(`${campaign.key}-${each.item.n}`, look)
      const of =
        each.of === undefined
          ? null
          : each.of
            ? md`no answer from ${person(each.of, look)}`
            : 'nobody was asked'
      const facts = joinMd([of, due], ' · ')
      return md`${bold('Answer')} ${name} ${shortRich(each.item.question, 200, look)}${of || due ? md`  ${facts}` : ''}`
    }
  }
}

const ASKS: Partial<Record<StepState, string>> = {
  failed: 'Send again or stop: step',
  held: 'Let go: step',
}

/** A step that holds a launch, is to be taken back, or could not be. */
function stepRow({ n, plan, state, outcome, undo }: LaunchStep, key: Mrkdwn, look: Look): Mrkdwn {
  const what = stepWords(plan, look)
  if (undo?.state === 'failed') {
    const why = undo.outcome ? shortRich(undo.outcome, 120, look) : null
    return md`${bold(md`Not taken back: step ${n}`)} ${what}  ${joinMd([key, why], ' · ')}`
  }
  if (undo?.state === 'undoing') return md`${bold(md`Take back step ${n}`)} ${what}  ${key}`
  if (state === 'paused') {
    const why = outcome ? shortRich(outcome, 120, look) : null
    return md`${bold(md`Paused before step ${n}`)} ${what}  ${joinMd([key, why], ' · ')}`
  }
  const asks = ASKS[state] ?? 'Confirm step'
  return md`${bold(md`${asks} ${n}`)} ${what}  ${joinMd([key, 'the launch waits for it'], ' · ')}`
}

/** "■ *Audience model is fresh*  winback · 2 days late · holds the launch", and what does instead where something else does. */
function taskRow(
  { item, dueAt, of, waitsFor = [], bottleneck }: Extract<Waiting, { kind: 'task' }>,
  key: Mrkdwn,
  look: Look,
): Mrkdwn {
  const late = dueAt !== null && dueAt < look.now
  const facts = [
    key,
    of ? person(of, look) : null,
    dueAt ? dueSaid(dueAt, look.now) : item.lead ? leadWords(item.lead) : null,
    waitsFor.length > 0 ? waitsWords(waitsFor) : null,
    bottleneck?.task.n === item.n ? 'holds the launch' : null,
    item.state === 'blocked' && item.evidence ? shortRich(item.evidence, 120, look) : null,
  ]
  const line = md`${taskGlyph(item, look)} ${bold(short(item.title, 160))}  ${joinMd(facts, ' · ')}`
  const instead = bottleneck && bottleneck.task.n !== item.n && late && item.required
  const said = lines(line, checkFact(item, look))
  return instead
    ? lines(said, md`Holds the launch: ${shortRich(bottleneckWords(bottleneck), 200, look)}`)
    : said
}

export function rowButtons(each: Waiting, look: Look, list: ListPage): Maybe<Button>[] {
  const { campaign } = each
  const card: CardCopy = list.at ? { at: 'card' } : {}
  if (each.kind === 'launch') return [offers(look, 'launch', each) && launchButton(campaign, look, card)]
  if (each.kind === 'end') return [concludeButton(each, look)]
  if (each.kind === 'submit')
    return [offers(look, 'submit', each) && campaignButton('Submit', CLICK.submit, each, card)]
  const value: OfItem = { c: campaign.id, n: each.item.n, ...list }
  switch (each.kind) {
    case 'task':
      if (!offers(look, 'change_task', { campaign, task: each.item })) return []
      return [doneButton(each.item, value), blockButton(each.item, value)]
    case 'approval':
      return [
        offers(look, 'decide', { campaign, request: each.item }) && approveButton(value, campaign.key),
        itemButton('Details', CLICK.details, value, campaign.key),
      ]
    case 'step':
      if (each.item.undo) return undoButtons(each, each.item, look, value)
      if (each.item.state === 'failed')
        return [
          offers(look, 'retry_step', each) &&
            sendAgainButton(each.item, { ...value, tries: each.item.tries }),
        ]
      if (isHeld(each.item)) return [heldButton(each, look, value)]
      return [
        offers(look, 'confirm_step', { campaign, step: each.item }) &&
          confirmButton(value, campaign.key, md`Once you confirm it, the launch goes on.`),
      ]
    case 'choice':
      return choiceButtons(each, look, list)
    case 'follow_up':
      return followUpButtons(campaign, each.item, look, list)
  }
}

/** Whom it waits for lets it go with one click; what is paused is decided on at its message. */
function heldButton(
  { campaign, item: step }: Extract<Waiting, { kind: 'step' }>,
  look: Look,
  value: OfItem,
): Maybe<Button> {
  const may = step.state === 'held' && offers(look, 'go_on', { campaign, request: null, step })
  return may && itemButton('Go on', CLICK.goOn, value, `step ${step.n} of ${campaign.key}`)
}

/** Why a request has to be put once more. */
function undecidedWords({ state, by, closed, terms }: ApprovalRequest, look: Look): Mrkdwn {
  if (terms?.lapsed) return md`its approval lapsed`
  if (state === 'declined') return md`declined by ${person(closed?.by ?? by, look)}`
  return md`${state === 'expired' ? 'the request expired' : state === 'withdrawn' ? 'it was withdrawn' : 'it changed since'}`
}
