import type { ActionsBlock, Button } from '@slack/types'
import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import { pointsIn } from '../../domain/approval/points.ts'
import type { KnownBaseline } from '../../domain/brief/baseline.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import { type ApprovalRequest, decisionOf } from '../../domain/state/requests.ts'
import type { Tick } from '../../domain/tasks/ticks.ts'
import { actions, note, section } from '../kit/blocks.ts'
import { dateToken, joinMd, lines, type Mrkdwn, md, unbroken } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import {
  type About,
  alikeLine,
  checks,
  planLines,
  reachLine,
  stopsLine,
  unmeasurableLine,
} from './approval-facts.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'
import { decideButtons } from './decide-buttons.ts'
import { insteadWords } from './deciders.ts'
import { expectedInShort } from './expected.ts'
import type { Look } from './look.ts'
import { campaignLink, person } from './parts.ts'
import { pointLines } from './points.ts'
import { predictedInShort } from './prediction.ts'
import {
  approvalLine,
  approvedLine,
  changedLine,
  declinedLine,
  lapsedLine,
  shortTally,
  soFarLine,
  tallyLine,
} from './request-words.ts'

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
  past: readonly Campaign[] = [],
): Message {
  const { request } = state
  if (!request || request.n !== requestN) return replacedCard(state, look)
  const open = request.state === 'open' && state.campaign.stage === 'in_review'
  return open ? openCard(state, request, look, { known, ticks, past }) : closedCard(state, request, look)
}

function replacedCard({ campaign, request }: CampaignState, look: Look): Message {
  const newer = request ? md`, asked by ${person(request.by, look)} ${dateToken(request.at)}` : ''
  return message({
    text: md`This request for ${campaignLink(campaign, look)} was replaced by a newer one${newer}.`,
  })
}

function openCard(state: CampaignState, request: ApprovalRequest, look: Look, about: About): Message {
  const { campaign } = state
  const { brief } = request
  const stead = insteadWords(campaign, request, look)
  const asks = md`${person(request.by, look)} asks you to approve ${campaignLink(campaign, look)}${stead}`
  const { failing, passing } = checks(state, request, look, about)
  const said = lines(
    unmeasurableLine(state, look),
    asks,
    reachLine(brief, campaign.launchAt),
    ...planLines(request, look),
    brief.outcome && expectedInShort(brief, brief.outcome, look, about.known),
    stopsLine(brief),
    ...failing,
  )
  const points = pointLines(request.terms?.points ?? [], look)
  const below = lines(passing, ...points, ...standingLines(state, request, look, about))
  return message({
    text: lines(said, below),
    blocks: [section(unbroken(said)), note(unbroken(below)), requestActions(state, request, look)],
  })
}

/** Who has decided and who is missing, what was like it, who has predicted, and until when. */
function standingLines(state: CampaignState, request: ApprovalRequest, look: Look, about: About): Mrkdwn[] {
  const changed = changedSinceSubmit(state).length > 0
  const tally = changed ? approvalLine(state, request, look) : shortTally(request, look)
  const ends = md`expires ${dateToken(request.expiresAt)}`
  const alike = alikeLine(about, look)
  const decided = joinMd([soFarLine(request, look), tally], ' · ')
  const rest = joinMd([alike, predictedInShort(state.campaign, look), ends], ' · ')
  return decided.source === '' ? [rest] : [decided, rest]
}

/** A changed brief can't be decided on, only submitted again. Who has approved can take that back. */
function requestActions(state: CampaignState, request: ApprovalRequest, look: Look): ActionsBlock | null {
  const { campaign } = state
  const value: OfItem = { c: campaign.id, n: request.n }
  const details = itemButton('Details', CLICK.details, value, campaign.key)
  const decidable = changedSinceSubmit(state).length === 0
  const decide = decidable ? decideButtons(state, request, look) : []
  return actions([...decide, takeBackButton(state, request, look), details])
}

/** For who gave it, and in whose stead it was given, until the launch begins. In a channel there is none: it would be everybody's. */
function takeBackButton({ campaign }: CampaignState, request: ApprovalRequest, look: Look): Button | null {
  const given = look.reader === null ? undefined : decisionOf(request, look.reader)
  const mine = given && (request.state === 'open' || given.verdict === 'approve')
  const { stage } = campaign
  if (!mine || (stage !== 'in_review' && stage !== 'approved')) return null
  return itemButton(
    'Take back…',
    CLICK.takeBack,
    { c: campaign.id, n: request.n },
    `your decision of ${campaign.key}`,
  )
}

function closedCard(state: CampaignState, request: ApprovalRequest, look: Look): Message {
  const { campaign } = state
  const title = md`${person(request.by, look)} asked to approve ${campaignLink(campaign, look)}`
  const end = closing(state, request, look)
  return message({
    text: lines(end, title),
    blocks: [
      section(lines(title, end)),
      note(reachLine(request.brief, null)),
      actions([takeBackButton(state, request, look)]),
    ],
  })
}

/** What was to be changed, where it was sent back for that; the campaign's card says what came of it. */
function askedLines({ decisions }: ApprovalRequest, look: Look): Mrkdwn[] {
  const newest = decisions.at(-1)
  if (newest?.verdict !== 'changes') return []
  return pointLines(pointsIn(newest.words ?? '', newest.by, newest.at), look)
}

/** What became of a request: who decided and when, and what came of it. */
function closing(state: CampaignState, request: ApprovalRequest, look: Look): Mrkdwn {
  const { campaign } = state
  const stale = changedSinceSubmit(state).length > 0
  const waits = !stale && campaign.stage === 'approved'
  const launch = waits && campaign.launchAt && md`launch is on for ${dateToken(campaign.launchAt)}`
  const { closed } = request
  const by = closed ? md` by ${person(closed.by, look)}, ${dateToken(closed.at)}` : ''
  const withTally = (line: Mrkdwn) => md`${line} · ${tallyLine(request, campaign.owner, look, ', ')}`
  switch (request.state) {
    case 'approved':
      return lines(changedLine(state, look), joinMd([withTally(approvedLine(request, look)), launch], ' · '))
    case 'declined':
      return lines(declinedLine(request, look), ...askedLines(request, look))
    case 'expired':
      return md`Expired ${dateToken(request.expiresAt)} before it was decided. ${person(request.by, look)} can submit it again.`
    case 'superseded':
      return md`Replaced by a newer request.`
    case 'withdrawn':
    case 'open':
      if (request.terms?.lapsed) return lapsedLine(request.terms.lapsed, campaign.owner, look)
      return campaign.stage === 'cancelled'
        ? md`The campaign was cancelled${by}; nothing is left to decide.`
        : md`Withdrawn${by}; nothing is left to decide.`
  }
}
