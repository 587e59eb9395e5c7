import type { UserId } from '../people.ts'
import type { CheckAnswer } from './checks.ts'

/** What a pipeline said of a check; it always says of when. */
export interface Reported extends CheckAnswer {
  readonly at: Date
}

/** Who may report a check of a workspace: whoever has its secret, of which only a hash is kept. */
export interface ReportAddress {
  readonly id: number
  readonly teamId: string
  readonly check: string
  readonly madeBy: UserId
  readonly madeAt: Date
  /** Null while it serves. */
  readonly revokedAt: Date | null
}

/** A declared check that pipelines report: who has its secret, and what was said last of any campaign. */
export interface ReportedCheck {
  readonly name: string
  readonly title: string
  readonly address: ReportAddress | null
  readonly last: Reported | null
}
