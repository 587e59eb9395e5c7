import type { PlannedStep } from './brief.ts'

export type StepState = 'waiting' | 'sending' | 'done' | 'failed'

export interface LaunchStep {
  readonly n: number
  readonly plan: PlannedStep
  readonly state: StepState
  /** What came back, or what went wrong. */
  readonly outcome: string | null
  readonly at: Date | null
  /** Counts retries that a person asked for. */
  readonly tries: number
  /** The first try of the send that is under way, and part of its idempotency key: only a refusal ends one. */
  readonly firstTry: number
  /** What its target calls what was begun, to ask what became of it; null where it has said nothing. */
  readonly handle: string | null
}

/** A step of a launch that begins. */
export function waitingStep(plan: PlannedStep, index: number): LaunchStep {
  return {
    n: index + 1,
    plan,
    state: 'waiting',
    outcome: null,
    at: null,
    tries: 0,
    firstTry: 0,
    handle: null,
  }
}

type Since = 'handle' | 'firstTry'

/** A step as events hold it: earlier ones have no handle, and had a key of its own for each try. */
export type StepThen = Omit<LaunchStep, Since> & Partial<Pick<LaunchStep, Since>>

export function stepNow(step: StepThen): LaunchStep {
  const { handle = null, firstTry = step.tries + (step.state === 'failed' ? 1 : 0) } = step
  return { ...step, handle, firstTry }
}
