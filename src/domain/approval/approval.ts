import { Refusal } from '../../refusal.ts'
import { changedSinceSubmit, fieldWords, missingFromBrief } from '../brief/brief.ts'
import { measurableWays, unmeasurableWords } from '../brief/measurable.ts'
import { briefValueWords } from '../brief/words.ts'
import type { ApprovalPolicy, Catalog } from '../catalog/catalog.ts'
import { type Membership, peopleWords, type TeamMembers, type UserId } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { Brief } from '../state/brief.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { ApprovalRequest, Decision } from '../state/requests.ts'
import { transition } from '../state/stage.ts'
import { holdingLine, readiness } from '../tasks/readiness.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'
import { listed } from '../text/words.ts'
import { tallies, waitingFor } from './approvers.ts'
import { expiryOf } from './expiry.ts'
import { canFinish } from './quorum.ts'
import { closedWords, givenWords } from './words.ts'

/** The events of a submit; its end is counted in working days of `zone` (IANA). Throws a Refusal that lists what is still open. */
export function submit(
  state: CampaignState,
  by: UserId,
  { policies, ...declared }: Pick<Catalog, 'policies' | 'metrics' | 'exposures'>,
  members: Membership,
  { now, zone }: { readonly now: Date; readonly zone: string },
): CampaignEvent[] {
  const { campaign, request } = state
  transition(campaign.stage, 'submit', campaign.key)
  if (isAsSubmitted(state, now)) {
    const waiting = campaign.stage === 'approved' ? 'is approved already' : 'waits for approval already'
    throw new Refusal(
      'conflict',
      `${campaign.key} ${waiting}, and nothing that was decided has changed since.`,
    )
  }
  refuseUnmeasurable(campaign, declared)
  refuseUnready(state, now)
  const policy = policies.find(({ name }) => name === campaign.policy)
  if (!policy)
    throw new Refusal(
      'conflict',
      `There is no approval policy "${campaign.policy}": stairway.yaml must declare teams and who approves, before anything can be submitted.`,
    )
  const next = newRequest(state, by, policy, { now, zone })
  refuseWithoutApprovers(next, campaign.owner, members)
  return [{ kind: 'submitted', request: { ...next, n: (request?.n ?? 0) + 1 } }]
}

/** Whether what was submitted still stands as it was: asking again would say the same. */
export function isAsSubmitted(state: CampaignState, now: Date): boolean {
  const { stage } = state.campaign
  if (stage !== 'in_review' && stage !== 'approved') return false
  return !isOver(state.request, now) && changedSinceSubmit(state).length === 0
}

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

/** Who changed something, and when. */
interface Edit {
  readonly by: UserId
  readonly at: Date
}

/** Refuses a launch or a decision on a brief that is no longer what was submitted. `edit` is the newest change, where it is known. */
export function refuseChanged(state: CampaignState, edit: Edit | null = null): void {
  const changes = changedSinceSubmit(state)
  if (changes.length === 0) return
  const { key } = state.campaign
  const said = changes.map(
    ({ field, from, to }) =>
      `${fieldWords(field)} ${briefValueWords(field, from)} → ${briefValueWords(field, to)}`,
  )
  const who = edit ? `, by ${token.person(edit.by)}, ${token.time(edit.at)}` : ''
  throw new Refusal(
    'conflict',
    `${token.bold(key)} changed after it was submitted (${said.join('; ')}${who}). Submit it again to have it approved: \`/campaign submit ${key}\``,
  )
}

function refuseUnmeasurable(campaign: Campaign, declared: Pick<Catalog, 'metrics' | 'exposures'>): void {
  const words = unmeasurableWords(campaign.brief, declared)
  if (words === null) return
  const ways = measurableWays(campaign, declared)
  throw new Refusal('conflict', `${token.bold(`${words}.`)} ${campaign.key} can't be decided yet.\n${ways}`)
}

function refuseUnready(state: CampaignState, now: Date): void {
  const { key, brief } = state.campaign
  const missing = missingFromBrief(brief)
  if (missing.length > 0) {
    throw new Refusal(
      'conflict',
      `${key} can't be decided yet: its brief lacks ${listed(missing)}. \`/campaign brief ${key}\` opens it.`,
    )
  }
  const { holding } = readiness(state.tasks, now)
  if (holding.length === 0) return
  const shown = holding.slice(0, 10).map((task) => holdingLine(task, now))
  const more = holding.length > shown.length ? `\nand ${holding.length - shown.length} more` : ''
  const count = holding.length === 1 ? '1 required task is' : `${holding.length} required tasks are`
  throw new Refusal(
    'conflict',
    `${key} is not ready: ${count} still open.\n${shown.join('\n')}${more}\n\`/campaign tasks ${key}\` shows who holds them.`,
  )
}

function newRequest(
  state: CampaignState,
  by: UserId,
  policy: ApprovalPolicy,
  { now, zone }: { readonly now: Date; readonly zone: string },
): ApprovalRequest {
  const expiresAt = expiryOf(now, policy.expiresAfterHours, zone)
  const brief: Brief = state.campaign.brief
  return { n: 0, by, at: now, expiresAt, requires: policy.requires, brief, decisions: [], state: 'open' }
}

function refuseWithoutApprovers(request: ApprovalRequest, owner: UserId, members: Membership): void {
  const all = tallies(request, owner, members)
  for (const { team, count, waitingFor: may } of all) {
    if (may.length >= count) continue
    const times = count === 1 ? 'once' : `${count} times`
    const few = may.length === 0 ? 'none' : `only ${may.length}`
    throw new Refusal(
      'conflict',
      `The ${team} team must approve ${times}, but ${fewWords(members.get(team), few)}`,
    )
  }
  if (canFinish(all)) return
  const count = all.reduce((sum, tally) => sum + tally.count, 0)
  throw new Refusal(
    'conflict',
    `This needs ${count} different people, but too many of those who may approve stand for several teams. Add members to the teams in stairway.yaml.`,
  )
}

function fewWords(team: TeamMembers | undefined, few: string): string {
  if (team?.unread !== undefined)
    return `I can't read its user group just now, and ${few} of the members that I know may. Try again in a few minutes.`
  const gone = team?.gone ? `, and ${peopleWords([...team.gone], 'and')} left` : ''
  return `${few} of its members may (nobody approves their own campaign${gone}). Add members to the team in stairway.yaml.`
}

/** Still open, yet past its end: the job that closes it has not run. */
function isOver(request: ApprovalRequest | null, now: Date): boolean {
  return request?.state === 'open' && request.expiresAt.getTime() <= now.getTime()
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
