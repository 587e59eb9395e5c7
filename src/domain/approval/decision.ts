import { Refusal } from '../../refusal.ts'
import type { Membership, UserId } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { type ApprovalRequest, type Decision, decisionOf, type Verdict } from '../state/requests.ts'
import { transition } from '../state/stage.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'
import { type Place, placesOf, tallies } from './approvers.ts'
import { refuseChanged } from './changes.ts'
import { refuseUnreasoned, seenChecks } from './exceptions.ts'
import { isOver } from './expiry.ts'
import { pointsIn } from './points.ts'
import { canFinish } from './quorum.ts'
import { deciderList, deciderWords, waitingWords } from './stead.ts'
import { closedWords, givenWords } from './words.ts'

export interface Given {
  readonly verdict: Verdict
  readonly words: string | null
}

/** The events of a decision, in order. Throws a Refusal that says why not and who may. */
export function decide(
  state: CampaignState,
  by: UserId,
  { verdict, words }: Given,
  members: Membership,
  now: Date,
): CampaignEvent[] {
  const request = openRequest(state, now)
  refuseChanged(state)
  const place = placeOf(request, state.campaign, by, members)
  refuseWordless(state.campaign.key, verdict, words)
  if (verdict === 'approve') refuseUnreasoned(state, words, now)
  const seen = seenChecks(state, now)
  const decision: Decision = { by, ...place, verdict, words, at: now, ...(seen.length > 0 ? { seen } : {}) }
  return [
    { kind: 'decided', decision },
    ...ended(state, { ...request, decisions: [...request.decisions, decision] }, members),
  ]
}

const WANTED: Readonly<Record<Exclude<Verdict, 'approve'>, string>> = {
  decline: 'Say why, so that it can be mended',
  changes: 'Say what is to be changed, a line each',
}

function refuseWordless(key: string, verdict: Verdict, words: string | null): void {
  const nothing =
    verdict === 'changes' ? pointsIn(words ?? '', '', new Date(0)).length === 0 : isBlank(words ?? '')
  if (verdict === 'approve' || !nothing) return
  const typed = verdict === 'decline' ? 'decline' : 'changes'
  const what = verdict === 'decline' ? '<reason>' : '<what to change>'
  throw new Refusal('invalid', `${WANTED[verdict]}: \`/campaign ${typed} ${key} ${what}\``)
}

/** What the newest decision brings a request to; nothing while it waits for more. */
function ended(state: CampaignState, after: ApprovalRequest, members: Membership): CampaignEvent[] {
  const newest = after.decisions.at(-1)
  if (!newest) return []
  const { verdict, by, at } = newest
  const words = newest.words ?? ''
  if (verdict === 'changes') return [{ kind: 'declined', words, points: pointsIn(words, by, at) }]
  const all = tallies(after, state.campaign.owner, members)
  const goesOn = after.terms?.declinesCount && canFinish(all)
  if (verdict === 'decline') return goesOn ? [] : [{ kind: 'declined', words }]
  return all.every((tally) => tally.given >= tally.count) ? [{ kind: 'approved' }] : []
}

/** The request that can be decided now. Throws a Refusal that says why there is none. */
export function openRequest(state: CampaignState, now: Date): ApprovalRequest {
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

/** The place that somebody's decision fills. Throws a Refusal where there is none. */
function placeOf(request: ApprovalRequest, campaign: Campaign, by: UserId, members: Membership): Place {
  const { owner, key } = campaign
  const waits = () => `It waits for ${waitingWords(request, owner, members)}.`
  const before = decisionOf(request, by)
  if (before) throw new Refusal('conflict', `${decidedWords(before, by, key)} ${waits()}`)
  refuseUnless('decide', by, { campaign, request }, members)
  const all = tallies(request, owner, members)
  const mine = placesOf(request, owner, by, members)
  const needed = mine.filter(({ team }) =>
    all.some((tally) => tally.team === team && tally.given < tally.count),
  )
  const place = needed.find((each) => leavesEnough(request, owner, by, each, members)) ?? needed[0]
  if (place) return place
  const first = mine[0]?.team
  const taken =
    first === undefined
      ? takenWords(request, by, members)
      : `The ${first} team has approved already${givenWords(request, first)}.`
  throw new Refusal('conflict', `${taken} ${waits()}`)
}

/** What somebody is told who counts already: by themselves, or by whoever decided in their stead. */
function decidedWords({ by, insteadOf, at }: Decision, user: UserId, key: string): string {
  if (by === user) return 'You decided this one already.'
  return `${deciderWords({ by, ...(insteadOf ? { insteadOf } : {}) })} decided this one, ${token.time(at)}, so your place is taken. To decide it yourself take that back first: \`/campaign takeback ${key}\`.`
}

/** What a stand-in is told once those whom they stand in for count already. */
function takenWords(request: ApprovalRequest, by: UserId, { standIns = [] }: Membership): string {
  const decided = standIns
    .filter(({ person }) => person === by)
    .flatMap(({ insteadOf }) => decisionOf(request, insteadOf) ?? [])
  return `You stand in here for whoever has decided already: ${deciderList(decided, 'and')}.`
}

/** Whether those who are left could give the rest, once this person has filled that place. */
function leavesEnough(
  request: ApprovalRequest,
  owner: UserId,
  by: UserId,
  place: Place,
  members: Membership,
): boolean {
  const decision: Decision = { by, ...place, verdict: 'approve', words: null, at: request.at }
  const after = { ...request, decisions: [...request.decisions, decision] }
  return canFinish(tallies(after, owner, members))
}
