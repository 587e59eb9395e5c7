import type { ActionsBlock, Button } from '@slack/types'
import type { KnownBaseline } from '../../domain/brief/baseline.ts'
import { changedSinceSubmit } from '../../domain/brief/brief.ts'
import { armsWords, guardrailWords } from '../../domain/brief/words.ts'
import type { Brief } from '../../domain/state/brief.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { readiness } from '../../domain/tasks/readiness.ts'
import { isOpen } from '../../domain/tasks/tasks.ts'
import { type Tick, tickedWords } from '../../domain/tasks/ticks.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { actions, note, section } from '../kit/blocks.ts'
import { dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'
import { decideButtons } from './decide-buttons.ts'
import { expectedLine, tooSmallLine } from './expected.ts'
import type { Look } from './look.ts'
import { unmeasurableLine } from './measurable.ts'
import { campaignTitle, count, longRich, person, planWords, short, shortRich, TASK_GLYPH } from './parts.ts'
import { predictedLine } from './prediction.ts'
import { approvalLine, approvedLine, changedLine, declinedLine, tallyLine } from './request-words.ts'

/**
 * One request, in a direct message to each approver and in the thread. `requestN` is the one the message stands for;
 * `known` is what its metrics were without anything new, where that was seen.
 */
export function approvalCard(
  state: CampaignState,
  requestN: number,
  look: Look,
  known: ReadonlyMap<string, KnownBaseline> = new Map(),
  ticks: readonly Tick[] = [],
): Message {
  const { request } = state
  if (!request || request.n !== requestN) return replacedCard(state, look)
  const open = request.state === 'open' && state.campaign.stage === 'in_review'
  return open ? openCard(state, request, look, { known, ticks }) : closedCard(state, request, look)
}

function replacedCard({ campaign, request }: CampaignState, look: Look): Message {
  const newer = request ? md`, asked by ${person(request.by, look)} ${dateToken(request.at)}` : ''
  return message({
    text: md`This request for ${campaignTitle(campaign)} was replaced by a newer one${newer}.`,
  })
}

function openCard(state: CampaignState, request: ApprovalRequest, look: Look, about: About): Message {
  const { campaign } = state
  const asks = lines(
    unmeasurableLine(state, look, 'briefly'),
    md`${person(request.by, look)} asks you to approve ${campaignTitle(campaign)}`,
    tooSmallLine(request.brief, look, about.known),
  )
  const [reach, ...facts] = requestFacts(state, request, look, about)
  const tally = md`${approvalLine(state, request, look)} · expires ${dateToken(request.expiresAt)}`
  const changed = changedLine(state, look)
  const sofar = request.decisions.length > 0 ? md`So far  ${approvedLine(request, look)}` : null
  return message({
    text: lines(asks, changed, reach, ...facts, sofar, tally),
    blocks: [
      section(lines(asks, changed)),
      section(reach, { accessory: seeThem(state, request) }),
      section(lines(...facts)),
      note(lines(sofar, tally)),
      requestActions(state, request, look),
    ],
  })
}

/** What is known beside the request itself: its metrics without anything new, and who ticked its tasks. */
interface About {
  readonly known: ReadonlyMap<string, KnownBaseline>
  readonly ticks: readonly Tick[]
}

/** What each step would send, as the plan is now. */
function seeThem({ campaign }: CampaignState, { n }: ApprovalRequest): Button {
  return itemButton('See them', CLICK.steps, { c: campaign.id, n }, `the steps of ${campaign.key}`)
}

/** A changed brief can't be decided on, only submitted again. */
function requestActions(state: CampaignState, request: ApprovalRequest, look: Look): ActionsBlock | null {
  const { id, key } = state.campaign
  const value: OfItem = { c: id, n: request.n }
  const details = itemButton('Details', CLICK.details, value, key)
  const decidable = changedSinceSubmit(state).length === 0
  return actions([...(decidable ? decideButtons(state.campaign, request, look) : []), details])
}

function closedCard(state: CampaignState, request: ApprovalRequest, look: Look): Message {
  const { campaign } = state
  const title = md`${person(request.by, look)} asked to approve ${campaignTitle(campaign)}`
  const end = closing(state, request, look)
  return message({
    text: lines(end, title),
    blocks: [section(lines(title, end)), note(lines(...requestFacts(state, request, look).slice(0, 2)))],
  })
}

/** What became of a request: who decided and when, and what came of it. */
function closing(state: CampaignState, request: ApprovalRequest, look: Look): Mrkdwn {
  const { campaign } = state
  const launch = campaign.launchAt && md`launch is on for ${dateToken(campaign.launchAt)}`
  const { closed } = request
  const by = closed ? md` by ${person(closed.by, look)}, ${dateToken(closed.at)}` : ''
  const withTally = (line: Mrkdwn) => md`${line} · ${tallyLine(request, campaign.owner, look, ', ')}`
  switch (request.state) {
    case 'approved':
      return joinMd([withTally(approvedLine(request, look)), launch], ' · ')
    case 'declined':
      return declinedLine(request, look)
    case 'expired':
      return md`Expired ${dateToken(request.expiresAt)} before it was decided. ${person(request.by, look)} can submit it again.`
    case 'superseded':
      return md`Replaced by a newer request.`
    case 'withdrawn':
    case 'open':
      return campaign.stage === 'cancelled'
        ? md`The campaign was cancelled${by}; nothing is left to decide.`
        : md`Withdrawn${by}; nothing is left to decide.`
  }
}

/** What will happen, what it should bring, how ready it is and what is behind it: the brief as it was submitted. */
export function requestFacts(
  state: CampaignState,
  request: ApprovalRequest,
  look: Look,
  about: About | null = null,
): [reach: Mrkdwn, ...Mrkdwn[]] {
  const { brief } = request
  const { hypothesis, outcome, guardrails, arms } = brief
  const guards = guardrails.slice(0, 6).map((each) => short(guardrailWords(each), 120))
  return [
    reachLine(brief, state.campaign.launchAt, look),
    ...(outcome ? [expectedLine(brief, outcome, look, about?.known ?? null)] : []),
    checkedLine(state, look, about?.ticks ?? []),
    ...(hypothesis ? [md`Hypothesis  ${longRich(hypothesis, 1_200, look)}`] : []),
    ...(guards.length > 0 ? [md`Guard  ${joinMd(guards, '; ')}`] : []),
    ...(arms.length > 0 ? [md`Arms  ${short(armsWords(arms), 400)}`] : []),
    md`Owner ${person(state.campaign.owner, look)} · data ${person(brief.partner, look)}`,
    ...predictedLine(state.campaign, look),
  ]
}

function reachLine({ audience, plan }: Brief, launchAt: Date | null, look: Look): Mrkdwn {
  const size = audience?.size ?? null
  const whom = audience ? short(audience.words, 200) : md`people`
  const reach =
    size === null ? md`It will reach ${whom}` : md`It will reach ${formatCount(size)} people (${whom})`
  const when = launchAt ? md`at ${dateToken(launchAt)}` : 'once it is launched'
  return md`${reach} ${when}, through ${count(plan.length, 'step')}:  ${planWords(plan, look)}`
}

const EVIDENCE_SHOWN = 3

/** "● 12 of 12 required tasks are done  ● Events seen for a test user: seen for test user 7": open ones first. */
function checkedLine(state: CampaignState, look: Look, ticks: readonly Tick[]): Mrkdwn {
  const { tasks } = state
  const { required, ready, holding } = readiness(tasks, look.now)
  const [first] = holding
  const glyph = first ? '■' : '●'
  const open = first
    ? md`; open: ${short(first.title, 120)}${holding.length > 1 ? ` and ${holding.length - 1} more` : ''}`
    : null
  const done = tasks.filter((task) => task.required && !isOpen(task) && task.evidence)
  const looked = done
    .slice(0, EVIDENCE_SHOWN)
    .map(
      ({ state, title, evidence }) =>
        md`${TASK_GLYPH[state]} ${short(title, 80)}: ${shortRich(evidence ?? '', 100, look)}`,
    )
  const words = tickedWords(state, ticks)
  const ticked = words === '' ? null : md`, ${shortRich(words, 200, look)}`
  const counted = md`${glyph} ${ready} of ${required} required tasks are done${ticked ?? ''}${open ?? ''}`
  return md`Checked now  ${joinMd([counted, ...looked], '  ')}`
}
