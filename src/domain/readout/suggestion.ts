import type { Step } from '../terms.ts'
import type { About } from './pieces.ts'

export interface Suggestion extends About {
  /** Stable from look to look, unique within one; metric names hold no colon. */
  readonly code: string
  readonly seen: string
  /** Why it matters for the decision that the campaign is for; one sentence. */
  readonly why: string
  readonly question: string
  readonly step: Step
}
