import type { Answer, FollowUp, Observation, UserId } from './campaign.ts'
import type { Actor } from './events.ts'

/** A follow-up as it is asked; what becomes of it is in later events. */
export type AskedFollowUp = Pick<
  FollowUp,
  'n' | 'question' | 'step' | 'askedBy' | 'askedAt' | 'assignee' | 'dueAt' | 'digestId'
> & { readonly about?: Observation | null }

/** An answer as it is given: the finding, and what else there is to say. */
export type GivenAnswer = Pick<Answer, 'finding'> & Partial<Omit<Answer, 'finding'>>

/** What can happen to a follow-up. */
export type FollowUpEvent =
  | { readonly kind: 'follow_up_asked'; readonly followUp: AskedFollowUp }
  | { readonly kind: 'follow_up_accepted'; readonly n: number }
  | {
      readonly kind: 'follow_up_reassigned'
      readonly n: number
      readonly from: UserId | null
      readonly to: UserId
      readonly words: string | null
    }
  | { readonly kind: 'follow_up_declined'; readonly n: number; readonly reason: string }
  | { readonly kind: 'follow_up_reminded'; readonly n: number; readonly when: 'before' | 'due' }
  | { readonly kind: 'follow_up_escalated'; readonly n: number; readonly to: UserId }
  | ({ readonly kind: 'follow_up_answered'; readonly n: number } & GivenAnswer)

export function isFollowUpEvent<Other extends { readonly kind: string }>(
  event: FollowUpEvent | Other,
): event is FollowUpEvent {
  return event.kind.startsWith('follow_up_')
}

/** A campaign's follow-ups after one of their events. */
export function followUpsAfter(
  followUps: readonly FollowUp[],
  event: FollowUpEvent,
  at: Date,
  actor: Actor,
): FollowUp[] {
  if (event.kind === 'follow_up_asked') return [...followUps, askedFollowUp(event.followUp)]
  return followUps.map((each) => (each.n === event.n ? after(each, event, at, actor.userId) : each))
}

/** One that nobody has touched yet. */
export function askedFollowUp(asked: AskedFollowUp): FollowUp {
  const { n, question, step, askedBy, askedAt, assignee, dueAt, digestId, about } = asked
  return {
    n,
    question,
    step,
    askedBy,
    askedAt,
    assignee,
    dueAt,
    digestId,
    about: about ?? null,
    state: 'open',
    acceptedAt: null,
    reassigned: [],
    declined: null,
    reminded: null,
    escalated: null,
    answer: null,
    answeredBy: null,
    answeredAt: null,
  }
}

function after(
  followUp: FollowUp,
  event: Exclude<FollowUpEvent, { kind: 'follow_up_asked' }>,
  at: Date,
  by: UserId,
): FollowUp {
  switch (event.kind) {
    case 'follow_up_accepted':
      return { ...followUp, state: 'accepted', acceptedAt: at, assignee: followUp.assignee ?? by }
    case 'follow_up_reassigned': {
      const { from, to, words } = event
      const reassigned = [...followUp.reassigned, { from, to, by, at, words }]
      // Whoever has it now has accepted nothing, and was reminded of nothing.
      return { ...followUp, state: 'open', acceptedAt: null, reminded: null, assignee: to, reassigned }
    }
    case 'follow_up_declined':
      return { ...followUp, state: 'declined', declined: { by, at, reason: event.reason } }
    case 'follow_up_reminded':
      return { ...followUp, reminded: event.when }
    case 'follow_up_escalated':
      return { ...followUp, escalated: { to: event.to, at } }
    case 'follow_up_answered':
      return { ...followUp, state: 'answered', answer: wholeAnswer(event), answeredBy: by, answeredAt: at }
  }
}

/** Answers of older events are a finding alone. */
export function wholeAnswer({ finding, confidence, link, decision, ideas }: GivenAnswer): Answer {
  return {
    finding,
    confidence: confidence ?? null,
    link: link ?? null,
    decision: decision ?? null,
    ideas: ideas ?? [],
  }
}
