import type { UserId } from '../people.ts'
import type { About } from '../readout/pieces.ts'
import type { Step } from '../terms.ts'
import type { Actor } from './actor.ts'

export type FollowUpState = 'open' | 'accepted' | 'answered' | 'declined'

export const CONFIDENCES = ['high', 'medium', 'low'] as const

export type Confidence = (typeof CONFIDENCES)[number]

/** What a suggestion saw when it was taken up; the question stays tied to it. */
export interface Observation extends About {
  readonly code: string
  readonly seen: string
  /** Null where it was taken up before suggestions said so. */
  readonly why: string | null
}

export interface Answer {
  readonly finding: string
  readonly confidence: Confidence | null
  /** Where the analysis can be read; https only. */
  readonly link: string | null
  /** What was decided because of it. */
  readonly decision: string | null
  /** What to try next; each can become a campaign. */
  readonly ideas: readonly string[]
}

interface Reassignment {
  readonly from: UserId | null
  readonly to: UserId
  readonly by: UserId
  readonly at: Date
  readonly words: string | null
}

export interface FollowUp {
  readonly n: number
  readonly question: string
  readonly step: Step
  readonly askedBy: UserId
  readonly askedAt: Date
  readonly assignee: UserId | null
  readonly dueAt: Date | null
  /** The digest it was asked from. */
  readonly digestId: number | null
  /** What it is about, where it was suggested. */
  readonly about: Observation | null
  readonly state: FollowUpState
  readonly acceptedAt: Date | null
  /** Whom it went to after the first one, in order. */
  readonly reassigned: readonly Reassignment[]
  readonly declined: { readonly by: UserId; readonly at: Date; readonly reason: string } | null
  /** The last reminder that whoever it waits for was sent. */
  readonly reminded: 'before' | 'due' | null
  /** Who was told that it is late. */
  readonly escalated: { readonly to: UserId; readonly at: Date } | null
  readonly answer: Answer | null
  readonly answeredBy: UserId | null
  readonly answeredAt: Date | null
}

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
  | {
      readonly kind: 'follow_up_reminded'
      readonly n: number
      readonly when: 'before' | 'due'
      readonly to?: UserId
      /** It stood in the list of what waits, and nowhere else. */
      readonly daily?: true
    }
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
