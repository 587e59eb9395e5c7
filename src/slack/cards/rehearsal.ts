import { seenSteps } from '../../domain/approval/looks.ts'
import type { CampaignReading } from '../../domain/digest/reading.ts'
import { type Rehearsed, rehearsedDigest } from '../../domain/digest/rehearsed.ts'
import { people } from '../../domain/readout/validity.ts'
import type { PlannedStep } from '../../domain/state/brief.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import type { Rehearsal } from '../../usecases/reads/rehearsal.ts'
import { actions, type KitBlock, section } from '../kit/blocks.ts'
import { bold, code, dateToken, joinMd, lines, Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, campaignButton } from './buttons.ts'
import { checkLines } from './check-lines.ts'
import { digestCard } from './digest.ts'
import type { Look } from './look.ts'
import { gateLine, lookWords } from './looks.ts'
import { unmeasurableLine } from './measurable.ts'
import { campaignLink, count, lineSections, longRich, short } from './parts.ts'
import { sharedLines } from './sharing.ts'
import { stepWords, waitSaid } from './step-words.ts'

/** A digest of the last days, as though the campaign had been live. */
export interface DigestRehearsal extends Rehearsed {
  readonly reading: CampaignReading
}

/** What a launch would do, whether it would start, and the digest that would follow; nothing is sent or kept by asking. */
export function rehearsalMessage(rehearsal: Rehearsal, digest: DigestRehearsal, look: Look): Message {
  const { state, at, hindrance, freeze } = rehearsal
  const { campaign } = state
  const unmeasurable = unmeasurableLine({ campaign }, look)
  const title = lines(
    unmeasurable,
    md`${bold('Rehearsal.')} A launch of ${campaignLink(campaign, look)} ${runWords(campaign, at)}. Nothing was sent.`,
  )
  const steps = campaign.brief.plan.flatMap((step, i) => stepLines(step, i + 1, rehearsal, look))
  const { against, passing } = checkLines(state, look, 'approval')
  const checks = [...against, ...(passing.length > 0 ? [md`● ${joinMd(passing, ' · ')}`] : [])]
  const start = hindrance
    ? md`It would not start. ${longRich(withoutSteps(hindrance), 1_500, look)}`
    : md`Approval, readiness and freezes allow it${at ? '' : ' now'}; they are checked again when it is launched.`
  const frozen = freeze === null ? null : md`■ ${longRich(freeze, 400, look)}`
  const follows = unmeasurable === null ? digestPart(digest, look) : null
  const shared = sharedLines(look).map((line) => md`■ It ${line}`)
  const said = [...steps, ...shared, ...checks, frozen, start].filter((line) => line !== null)
  return message({
    text: lines(title, ...said, follows?.text),
    blocks: [
      section(title),
      ...lineSections(said),
      actions([hasRequests(rehearsal) && campaignButton('Requests', CLICK.requests, state)]),
      ...(follows?.blocks ?? []),
    ],
  })
}

/** What stands with its step, or among the checks, is not said again. */
function withoutSteps(hindrance: string): string {
  const said = hindrance.split('\n')
  return said.filter((line) => !line.startsWith('■')).join('\n')
}

function runWords({ key, brief }: Campaign, at: Date | null): Mrkdwn {
  const { plan, audience } = brief
  if (plan.length === 0) return md`has no steps yet: ${code(`/campaign brief ${key} plan <value>`)}`
  const size = audience?.size ?? null
  const reach = size === null ? '' : ` for ${formatCount(size)} people`
  return md`would run ${count(plan.length, 'step')}${reach}${at ? md`, ${dateToken(at)}` : ''}`
}

/** What a step would do, how far it can be taken back, and what of its target's own would refuse it. */
function stepLines(step: PlannedStep, n: number, { state, at, looks }: Rehearsal, look: Look): Mrkdwn[] {
  if (step.kind === 'human') return [md`${n}  asks ${stepWords(step, look)}${waitSaid(step, look)}`]
  const target = look.catalog.targets.find(({ name }) => name === step.target)
  if (!target)
    return [
      md`${n}  ${stepWords(step, look)}: no target ${short(step.target, 80)} is declared any more, so it would fail`,
    ]
  const seen = seenSteps(state.campaign.brief.plan, looks).find((each) => each.n === n)
  const gates = seen?.is === 'seen' ? seen.gates.filter(({ refuses }) => refuses.includes('send')) : []
  return [
    joinMd(
      [
        md`${n}  ${stepWords(step, look)} (${target.host})${waitSaid(step, look)}`,
        seen && lookWords(seen, at),
      ],
      ' · ',
    ),
    ...gates.map((gate) => md`■ ${n}  ${gateLine(gate)}`),
  ]
}

function hasRequests({ looks }: Rehearsal): boolean {
  return looks.looks.some((each) => each.is === 'seen' && each.would !== null)
}

interface Part {
  readonly text: Mrkdwn
  readonly blocks: readonly KitBlock[]
}

const MARK = 'Rehearsal: '

/** The digest as it would look, each heading marked, without a button: there is nothing yet to decide or to ask about. */
function digestPart({ state, days, reading }: DigestRehearsal, look: Look): Part {
  const { readout } = reading
  const title = md`${bold('Rehearsal of its digest')}  from the last ${count(days, 'day')} of data, as though it had been live. It is part of no figure.`
  if (readout && people(readout) === 0) {
    const none = lines(title, md`Nobody was exposed in that time, so there is nothing to show.`)
    return { text: none, blocks: [section(none)] }
  }
  const card = digestCard(rehearsedDigest(state, reading, look.now), null, state, look)
  const shown = card.blocks.filter(({ type }) => type !== 'actions')
  return {
    text: lines(title, new Mrkdwn(`${MARK}${card.text}`)),
    blocks: [section(title), ...shown.map(marked)],
  }
}

function marked(block: KitBlock, i: number): KitBlock {
  if (i > 0 || block.type !== 'section' || block.text?.type !== 'mrkdwn') return block
  return section(new Mrkdwn(`${MARK}${block.text.text}`))
}
