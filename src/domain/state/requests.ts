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
