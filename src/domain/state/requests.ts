import type { UserId } from '../people.ts'
import type { Brief } from './brief.ts'

export interface Decision {
  readonly by: UserId
  readonly team: string
  readonly verdict: 'approve' | 'decline'
  readonly words: string | null
  readonly at: Date
}

export type RequestState = 'open' | 'approved' | 'declined' | 'withdrawn' | 'expired' | 'superseded'

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
}

export function approvedBy(request: ApprovalRequest | null): UserId[] {
  const given = (request?.decisions ?? []).filter(({ verdict }) => verdict === 'approve')
  return given.map(({ by }) => by)
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

/** It waits again for who has taken their decision back. */
export function withoutDecision(request: ApprovalRequest | null, by: UserId): ApprovalRequest | null {
  if (!request) return null
  const { closed: _, ...open } = request
  return { ...open, state: 'open', decisions: request.decisions.filter((each) => each.by !== by) }
}

/** An approval can be withdrawn; what was declined or expired stays that. */
export function endedRequest(request: ApprovalRequest | null, end: RequestEnd): ApprovalRequest | null {
  const closes = request?.state === 'open' || (request?.state === 'approved' && end.state === 'withdrawn')
  if (!request || !closes) return request
  return { ...request, state: end.state, closed: { by: end.by, at: end.at } }
}
