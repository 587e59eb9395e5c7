import type { UserId } from '../people.ts'
import type { Brief } from './brief.ts'
import type { SeenStep } from './looks.ts'
import type { Point } from './revision.ts'
import type { Task } from './tasks.ts'

export type Verdict = 'approve' | 'decline' | 'changes'

export interface Decision {
  readonly by: UserId
  /** Who was away and had it decided by them: it fills the place of that person. */
  readonly insteadOf?: UserId
  readonly team: string
  readonly verdict: Verdict
  readonly words: string | null
  readonly at: Date
  /** What checks said then; missing where none was asked. */
  readonly seen?: readonly SeenCheck[]
}

/** What a check of a task said when somebody decided. */
export interface SeenCheck {
  readonly n: number
  readonly title: string
  /** "5 hours old, wanted ≤ 2 hours · dwh, 12 minutes ago" */
  readonly words: string
  /** It held the launch. */
  readonly red?: true
}

export type RequestState = 'open' | 'approved' | 'declined' | 'withdrawn' | 'expired' | 'superseded'

/** A required task as it was when it was submitted; the title is only for who reads it. */
export type Evidence = Pick<Task, 'n' | 'title' | 'state' | 'evidence'>

/** What a decision is about beside the brief, and how it may be made, as both were when it was submitted. */
export interface Terms {
  /** When it is to go live; null where that is left to who launches it, or where that moment has passed. */
  readonly launchAt: Date | null
  /** The time that it asked for, once that passed without a launch. */
  readonly passedAt?: Date
  readonly evidence: readonly Evidence[]
  /** What the targets of its plan said; missing where none was asked. */
  readonly seen?: readonly SeenStep[]
  /** Who has changed the brief since it was approved last: nobody decides on their own changes. */
  readonly authors: readonly UserId[]
  /** Name of the policy that was chosen. */
  readonly policy: string
  /** Who owns it, asked for it or changed it may approve it all the same. */
  readonly selfApproval?: true
  /** A decline is counted; it ends the request only once too few are left to approve. */
  readonly declinesCount?: true
  /** Whom it was escalated to: they may decide for each team. */
  readonly backups?: readonly UserId[]
  /** Who may approve it alone in an emergency. */
  readonly mayBreak?: readonly UserId[]
  /** What approvers had asked for, and what was done about each. */
  readonly points?: readonly Point[]
  /** Somebody named in the policy approved it alone. */
  readonly glass?: {
    readonly by: UserId
    readonly at: Date
    readonly words: string
    readonly seen?: readonly SeenCheck[]
  }
  /** It was approved, and a check that failed since has ended that. */
  readonly lapsed?: { readonly at: Date; readonly words: string }
}

export interface ApprovalRequest {
  readonly n: number
  readonly by: UserId
  readonly at: Date
  readonly expiresAt: Date
  readonly requires: readonly { readonly team: string; readonly count: number }[]
  /** The brief as it was submitted: what the decision is about. */
  readonly brief: Brief
  readonly decisions: readonly Decision[]
  readonly state: RequestState
  /** Who ended it and when, once it is no longer open. */
  readonly closed?: { readonly by: UserId; readonly at: Date }
  /** Missing in requests of earlier versions, which were bound to their brief alone. */
  readonly terms?: Terms
}

export function approvedBy(request: ApprovalRequest | null): UserId[] {
  const given = (request?.decisions ?? []).filter(({ verdict }) => verdict === 'approve')
  return given.map(({ by }) => by)
}

/** Who answers for what was approved: those who approved it, or who did so alone in an emergency. */
export function answerableFor(request: ApprovalRequest | null): UserId[] {
  const glass = request?.terms?.glass
  return [...approvedBy(request), ...(glass ? [glass.by] : [])]
}

/** How many approvals an open request still needs. */
export function missingApprovals({ requires, decisions }: ApprovalRequest): number {
  const given = (team: string) =>
    decisions.filter((each) => each.team === team && each.verdict === 'approve').length
  return requires.reduce((sum, { team, count }) => sum + Math.max(0, count - given(team)), 0)
}

/** How a request ended, who ended it and when. */
export interface RequestEnd {
  readonly state: RequestState
  readonly by: UserId
  readonly at: Date
}

export function withDecision(request: ApprovalRequest | null, decision: Decision): ApprovalRequest | null {
  return request && { ...request, decisions: [...request.decisions, decision] }
}

/** The decision of somebody, or that which was made in their stead. */
export function decisionOf(
  { decisions }: Pick<ApprovalRequest, 'decisions'>,
  user: UserId,
): Decision | undefined {
  return decisions.find(({ by, insteadOf }) => by === user || insteadOf === user)
}

/** It waits again for who has taken their decision back, or that which was made in their stead. */
export function withoutDecision(request: ApprovalRequest | null, by: UserId): ApprovalRequest | null {
  if (!request) return null
  const { closed: _, terms, ...open } = request
  const taken = decisionOf(request, by)
  const decisions = request.decisions.filter((each) => each !== taken)
  return { ...open, state: 'open', decisions, ...(terms ? { terms: withoutGlass(terms) } : {}) }
}

/** What was approved alone counts no more once it is decided anew. */
function withoutGlass({ glass: _, ...terms }: Terms): Terms {
  return terms
}

/** An approval can be withdrawn; what was declined or expired stays that. */
export function endedRequest(request: ApprovalRequest | null, end: RequestEnd): ApprovalRequest | null {
  const closes = request?.state === 'open' || (request?.state === 'approved' && end.state === 'withdrawn')
  if (!request || !closes) return request
  return { ...request, state: end.state, closed: { by: end.by, at: end.at } }
}

/** A first time that is set while it can be decided is decided with it. */
export function withTime(request: ApprovalRequest | null, launchAt: Date): ApprovalRequest | null {
  if (request?.state !== 'open' || request.terms?.launchAt !== null) return request
  return { ...request, terms: { ...request.terms, launchAt } }
}

/** With more that is known of how it is decided; requests of earlier versions have no such terms. */
export function withTerms(
  request: ApprovalRequest | null,
  more: Pick<Terms, 'backups' | 'glass' | 'lapsed'>,
): ApprovalRequest | null {
  return request?.terms ? { ...request, terms: { ...request.terms, ...more } } : request
}

/** The time that was asked for has passed without a launch: from then on it is left to who launches. */
export function withTimePassed(
  request: ApprovalRequest | null,
  launchAt: Date | null,
): ApprovalRequest | null {
  const { terms } = request ?? {}
  if (!request || !terms?.launchAt || terms.launchAt.getTime() !== launchAt?.getTime()) return request
  return { ...request, terms: { ...terms, launchAt: null, passedAt: terms.launchAt } }
}
