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
  /** What its target calls what was begun, to ask what became of it; null where it has said nothing. */
  readonly handle: string | null
}

/** A step as events hold it: those of before targets gave handles have none. */
export type StepThen = Omit<LaunchStep, 'handle'> & Partial<Pick<LaunchStep, 'handle'>>

export function stepNow(step: StepThen): LaunchStep {
  return { ...step, handle: step.handle ?? null }
}
