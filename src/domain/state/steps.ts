import type { PlannedStep } from './brief.ts'

export type StepState = 'waiting' | 'sending' | 'done' | 'failed'

export interface LaunchStep {
  readonly n: number
  readonly plan: PlannedStep
  readonly state: StepState
  /** What came back, or what went wrong. */
  readonly outcome: string | null
  readonly at: Date | null
  /** Counts retries that a person asked for; part of the idempotency key. */
  readonly tries: number
}
