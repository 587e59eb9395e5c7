import { Refusal } from '../../refusal.ts'
import { type Membership, peopleWords, type UserId } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { ApprovalRequest, Decision } from '../state/requests.ts'
import { transition } from '../state/stage.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'
import { tallies, waitingFor } from './approvers.ts'
import { refuseChanged } from './changes.ts'
import { isOver } from './expiry.ts'
import { canFinish } from './quorum.ts'
import { closedWords, givenWords } from './words.ts'

/** The events of a decision, in order. Throws a Refusal that says why not and who may. */
export function decide(
  state: CampaignState,
  by: UserId,
  verdict: 'approve' | 'decline',
  words: string | null,
  members: Membership,
  now: Date,
): CampaignEvent[] {
  const request = openRequest(state, now)
  refuseChanged(state)
  if (request.decisions.some((decision) => decision.by === by))
    throw new Refusal(
      'conflict',
      `You decided this one already. It waits for ${peopleWords(waitingFor(request, state.campaign.owner, members))}.`,
    )
  const team = teamOf(request, state.campaign, by, members)
  if (verdict === 'decline' && isBlank(words ?? ''))
    throw new Refusal(
      'invalid',
      `Say why, so that it can be mended: \`/campaign decline ${state.campaign.key} <reason>\``,
    )
  const decision: Decision = { by, team, verdict, words, at: now }
  const decided: CampaignEvent = { kind: 'decided', decision }
  if (verdict === 'decline') return [decided, { kind: 'declined', words: words ?? '' }]
  const after = { ...request, decisions: [...request.decisions, decision] }
  return tallies(after, state.campaign.owner, members).every((tally) => tally.given >= tally.count)
    ? [decided, { kind: 'approved' }]
    : [decided]
}

function openRequest(state: CampaignState, now: Date): ApprovalRequest {
  const { request, campaign } = state
  if (request?.state === 'open' && campaign.stage === 'in_review') {
    if (!isOver(request, now)) return request
    throw new Refusal(
      'conflict',
      `This request expired ${token.time(request.expiresAt)}. ${token.person(request.by)} can submit ${campaign.key} again.`,
    )
  }
  if (!request) transition(campaign.stage, 'approve', campaign.key)
  throw new Refusal('conflict', closedWords(state))
}

function teamOf(request: ApprovalRequest, campaign: Campaign, by: UserId, members: Membership): string {
  refuseUnless('decide', by, { campaign, request }, members)
  const { owner } = campaign
  const mine = request.requires.filter(({ team }) => members.get(team)?.has(by))
  const all = tallies(request, owner, members)
  const needed = mine.filter(({ team }) =>
    all.some((tally) => tally.team === team && tally.given < tally.count),
  )
  const team = (needed.find((each) => leavesEnough(request, owner, by, each.team, members)) ?? needed[0])
    ?.team
  if (team !== undefined) return team
  const first = mine[0]?.team ?? ''
  throw new Refusal(
    'conflict',
    `The ${first} team has approved already${givenWords(request, first)}. It waits for ${peopleWords(waitingFor(request, owner, members))}.`,
  )
}

/** Whether those who are left could give the rest, once this person has approved for that team. */
function leavesEnough(
  request: ApprovalRequest,
  owner: UserId,
  by: UserId,
  team: string,
  members: Membership,
): boolean {
  const decision: Decision = { by, team, verdict: 'approve', words: null, at: request.at }
  const after = { ...request, decisions: [...request.decisions, decision] }
  return canFinish(tallies(after, owner, members))
}
