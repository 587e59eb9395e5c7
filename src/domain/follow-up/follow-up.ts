import { Refusal } from '../../refusal.ts'
import type { Membership, UserId } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { Person } from '../state/actor.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { type FollowUp, type GivenAnswer, type Observation, wholeAnswer } from '../state/follow-ups.ts'
import type { Step } from '../terms.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'

export interface Question {
  readonly question: string
  readonly step: Step
  readonly assignee: UserId | null
  readonly dueAt: Date | null
  readonly digestId: number | null
  readonly about?: Observation
}

/** The event that asks for an analysis; without an assignee it goes to the data partner. */
export function ask(
  state: CampaignState,
  question: Question,
  by: UserId,
  now: Date,
): Extract<CampaignEvent, { kind: 'follow_up_asked' }> {
  const { campaign } = state
  if (isBlank(question.question))
    throw new Refusal(
      'invalid',
      `Ask what? \`/campaign ask ${campaign.key} <question> [@analyst] [due:<when>]\``,
    )
  const n = state.followUps.reduce((most, each) => Math.max(most, each.n), 0) + 1
  const assignee = question.assignee ?? campaign.brief.partner
  return { kind: 'follow_up_asked', followUp: { ...question, n, assignee, askedBy: by, askedAt: now } }
}

/** The event that accepts one. Throws a Refusal to anybody but the person it waits for; one that waits for nobody is theirs. */
export function accept(state: CampaignState, n: number, by: Person, members: Membership): CampaignEvent {
  const followUp = openFollowUp(state, n)
  const { key } = state.campaign
  refuseUnless('accept_follow_up', by, { ...state, followUp }, members)
  if (followUp.state === 'accepted')
    throw new Refusal('conflict', `You accepted ${key}-${n} ${token.time(followUp.acceptedAt ?? 0)} already.`)
  return { kind: 'follow_up_accepted', n }
}

/** The event that hands one on; whoever has it then has yet to accept it. */
export function reassign(
  state: CampaignState,
  { n, to, words }: { readonly n: number; readonly to: UserId | null; readonly words: string | null },
  by: Person,
  members: Membership,
): CampaignEvent {
  const followUp = openFollowUp(state, n)
  const { key } = state.campaign
  refuseUnless('reassign_follow_up', by, { ...state, followUp }, members)
  if (!to) throw new Refusal('invalid', `To whom? \`/campaign followup ${key}-${n} reassign @person\``)
  if (to === followUp.assignee)
    throw new Refusal('conflict', `${key}-${n} waits for ${token.person(to)} already.`)
  return { kind: 'follow_up_reassigned', n, from: followUp.assignee, to, words }
}

/** The event that declines one; the reason goes to whoever asked. */
export function decline(
  state: CampaignState,
  n: number,
  reason: string,
  by: Person,
  members: Membership,
): CampaignEvent {
  const followUp = openFollowUp(state, n)
  refuseUnless('decline_follow_up', by, { ...state, followUp }, members)
  if (isBlank(reason))
    throw new Refusal(
      'invalid',
      `Say why, so that ${token.person(followUp.askedBy)} need not ask: \`/campaign followup ${state.campaign.key}-${n} decline <reason>\``,
    )
  return { kind: 'follow_up_declined', n, reason }
}

/** The event that answers one. Throws a Refusal when there is nothing open under that number. */
export function answer(state: CampaignState, n: number, given: GivenAnswer): CampaignEvent {
  openFollowUp(state, n)
  if (isBlank(given.finding))
    throw new Refusal(
      'invalid',
      `Say what was found: \`/campaign answer ${state.campaign.key}-${n} <finding>\``,
    )
  return { kind: 'follow_up_answered', n, ...wholeAnswer(given) }
}

/** Throws a Refusal for a number that is not there. */
export function findFollowUp({ campaign, followUps }: CampaignState, n: number): FollowUp {
  const followUp = followUps.find((each) => each.n === n)
  if (followUp) return followUp
  const { key } = campaign
  throw new Refusal('unknown', `${key} has no follow-up ${n}. \`/campaign followups ${key}\` lists them.`)
}

/** Throws a Refusal that says what became of one that is no longer open. */
export function openFollowUp(state: CampaignState, n: number): FollowUp {
  const followUp = findFollowUp(state, n)
  if (isOpenFollowUp(followUp)) return followUp
  const name = `${state.campaign.key}-${n}`
  const { declined, answeredBy, answeredAt } = followUp
  throw new Refusal(
    'conflict',
    declined
      ? `${name} was declined by ${token.person(declined.by)}, ${token.time(declined.at)}: ${declined.reason}\nAsk anew if it still matters.`
      : `${name} was answered by ${token.person(answeredBy ?? '')}, ${token.time(answeredAt ?? 0)}. Ask a new question for what came after.`,
  )
}

/** When it was answered or declined; null while it is open. */
export function closedAt({ answeredAt, declined }: FollowUp): Date | null {
  return answeredAt ?? declined?.at ?? null
}

/** Whether somebody still has to answer it. */
export function isOpenFollowUp({ state }: Pick<FollowUp, 'state'>): boolean {
  return state === 'open' || state === 'accepted'
}

export function isLate(followUp: FollowUp, now: Date): boolean {
  return isOpenFollowUp(followUp) && followUp.dueAt !== null && followUp.dueAt.getTime() < now.getTime()
}
