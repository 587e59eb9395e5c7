import type { UserId } from '../people.ts'
import type { PlannedStep } from './brief.ts'

/**
 * `held`: it waits for what has to come before it leaves, since `at`; an outcome then says why it does not leave though
 * its time has come. `paused`: its figures speak against it, as its outcome says, so only a person lets it go.
 */
export type StepState = 'waiting' | 'held' | 'paused' | 'sending' | 'done' | 'failed' | 'skipped'

/** Whether something of it is with its target, or was done by its person. What has arrived once stays so when it is sent anew. */
export type Arrived = 'no' | 'perhaps' | 'yes'

export interface LaunchStep {
  readonly n: number
  readonly plan: PlannedStep
  readonly state: StepState
  /** What came back, or what went wrong. */
  readonly outcome: string | null
  readonly at: Date | null
  /** Counts retries that a person asked for. */
  readonly tries: number
  /** The first try of the send that is under way, and part of its idempotency key: a refusal ends one, or a person who says that it did not count. */
  readonly firstTry: number
  /** When the first try of that send went out that may have arrived; null before it. */
  readonly sentAt: Date | null
  /** What its target calls what was begun, to ask what became of it; null where it has said nothing. */
  readonly handle: string | null
  readonly arrived: Arrived
  /** What becomes of taking it back; null where nobody wants that. */
  readonly undo: StepUndo | null
  /** How many came through, by its target's own count; missing where that says nothing of it. */
  readonly reached?: StepReached
}

/** Rows of a sync, or messages that were sent. */
export type ReachedOf = 'rows' | 'sends'

export interface StepReached {
  readonly count: number
  /** Missing where its target does not say what it counts. */
  readonly of?: ReachedOf
  /** When the target said so. */
  readonly at: Date
}

export interface StepUndo {
  /** `impossible`: there is nothing of it that can be taken back. */
  readonly state: 'undoing' | 'undone' | 'failed' | 'impossible'
  readonly outcome: string | null
  /** Since when it is tried, and then when it ended. */
  readonly at: Date
  /** Who wants it. */
  readonly by: UserId
  /** Counts retries that a person asked for. */
  readonly tries: number
  /** What had gone out before stays. */
  readonly partly?: true
}

/** How a target knows one send of a step: the same for every try of it. */
export function sendId(
  of: { readonly teamId: string; readonly key: string },
  n: number,
  firstTry = 0,
): string {
  return `stairway_${of.teamId}_${of.key}_${n}_${firstTry}`
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
    sentAt: null,
    handle: null,
    arrived: 'no',
    undo: null,
  }
}

type Since = 'handle' | 'firstTry' | 'sentAt' | 'arrived' | 'undo'

/** A step as events hold it: earlier ones have no handle, had a key of their own for each try, and say nothing of what arrived. */
export type StepThen = Omit<LaunchStep, Since> & Partial<Pick<LaunchStep, Since>>

export function stepNow(step: StepThen): LaunchStep {
  const { handle = null, undo = null } = step
  const firstTry = step.firstTry ?? step.tries + (step.state === 'failed' ? 1 : 0)
  const arrived = step.arrived ?? arrivedThen(step, firstTry)
  const sentAt = step.sentAt ?? (step.state === 'sending' ? step.at : null)
  return { ...step, handle, firstTry, sentAt, arrived, undo }
}

/** What was neither done nor refused may have arrived. */
function arrivedThen({ state, tries }: StepThen, firstTry: number): Arrived {
  if (state === 'done') return 'yes'
  if (state === 'sending') return 'perhaps'
  const open = state === 'failed' ? firstTry <= tries : firstTry < tries
  return open ? 'perhaps' : 'no'
}

/** Nothing after it waits for it any more. */
export function isSettled({ state }: Pick<LaunchStep, 'state'>): boolean {
  return state === 'done' || state === 'skipped'
}

/** It has its turn, and does not leave yet. */
export function isHeld({ state }: Pick<LaunchStep, 'state'>): boolean {
  return state === 'held' || state === 'paused'
}

/** Failed, and nobody can say whether it arrived but a person who looks. */
export function isUnsure({ state, arrived, tries, firstTry }: LaunchStep): boolean {
  return state === 'failed' && arrived !== 'no' && firstTry <= tries
}

/** Failed after something of it ran, which may have reached people: what is sent again is a second one. */
export function hasRun({ state, arrived, tries, firstTry }: LaunchStep): boolean {
  return state === 'failed' && arrived !== 'no' && firstTry > tries
}

/** Steps of which something is out, and of which nothing is being, or was, taken back; those that failed to be are tried once more. */
export function isToUndo({ arrived, undo }: LaunchStep): boolean {
  return arrived !== 'no' && (undo === null || undo.state === 'failed')
}

/** The step that a person was asked to do and has not confirmed: they may have done it. */
function perhapsDone(steps: readonly LaunchStep[]): readonly LaunchStep[] {
  const turn = steps.find((step) => !isSettled(step))
  if (turn?.state !== 'waiting' || turn.plan.kind !== 'human') return steps
  return steps.map((step) => (step === turn ? { ...step, arrived: 'perhaps' } : step))
}

/** What was held never leaves once its launch has ended. */
function unheld(steps: readonly LaunchStep[]): readonly LaunchStep[] {
  return steps.map((step) => (isHeld(step) ? { ...step, state: 'waiting', outcome: null } : step))
}

/** All that is out of a launch is to be taken back. */
export function undoing(steps: readonly LaunchStep[], by: UserId, at: Date): readonly LaunchStep[] {
  return steps.map((step) => (isToUndo(step) ? { ...step, undo: undoBegun(step, by, at) } : step))
}

export function undoBegun({ undo }: LaunchStep, by: UserId, at: Date): StepUndo {
  return { state: 'undoing', outcome: null, at, by, tries: undo ? undo.tries + 1 : 0 }
}

/** As a stop leaves them: nothing leaves any more, and what is out is to be taken back. `asked`: what somebody was asked to do is asked about, too. */
export function stoppedSteps(
  steps: readonly LaunchStep[],
  { undoes, asked }: { readonly undoes?: true; readonly asked?: true },
  by: UserId,
  at: Date,
): readonly LaunchStep[] {
  const known = asked ? perhapsDone(steps) : steps
  return unheld(undoes ? undoing(known, by, at) : known)
}
