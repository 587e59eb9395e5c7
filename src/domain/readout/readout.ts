/** One look at a campaign: every figure that a digest prints, from what the warehouse summed up. JSON-serialisable. */

import type { Direction, Finding, Interval } from '../statistics/direction.ts'
import type { Lift, LiftProblem } from '../statistics/lift.ts'
import type { SampleRatio } from '../statistics/sample-ratio.ts'
import type { SampleRatioLook } from '../statistics/sample-ratio-sequence.ts'
import type { MetricKind } from '../terms.ts'
import type { ArmSums } from './arm-sums.ts'
import type { GuardrailState, Margin } from './guardrail.ts'
import type { JoinFault } from './join.ts'
import type { ArmVerdict, Behind, Crossing, Imbalance, Silence, SplitCause } from './pieces.ts'

interface Arm {
  readonly name: string
  /** Share of the split in any unit; 0 where nobody should arrive. */
  readonly weight: number
}

export type MetricRole = 'goal' | 'guardrail' | 'secondary'

interface MetricHead {
  /** Unique in the readout. */
  readonly name: string
  readonly label: string
  readonly kind: MetricKind
  readonly direction: Direction
  readonly role: MetricRole
}

/** Those of the units that count who came last: their sums, in the order of the arms. */
export interface RecentSums {
  /** How many of the last days they came on; of a metric with a window, of the days before it. */
  readonly days: number
  readonly sums: readonly ArmSums[]
}

/** Where the values of single units were cut, the same for all arms. */
export interface Cap {
  /** As declared, such as 0.999 of those who have a value at all. */
  readonly share: number
  /** In the metric's unit. */
  readonly value: number
}

/**
 * `sums` in the order of the arms (an arm without a row counts as empty), or why the query gave none. With a window they
 * are of the units whose window has passed; the others are `waiting`.
 */
export type MetricInput = MetricHead & {
  readonly unit?: string
  readonly margin?: Margin
  readonly windowDays?: number
} & (
    | {
        readonly sums: readonly ArmSums[]
        /** Units still inside the window, in the order of the arms. */
        readonly waiting?: readonly number[]
        readonly recent?: RecentSums
        readonly cap?: Cap
        /** The newest value of anyone, and how many values or people with one came since the first exposure. */
        readonly arrived?: { readonly newest: Date | null; readonly values: number }
      }
    | { readonly failure: string }
  )

/** People of an arm. */
export interface ArmUsers {
  readonly name: string
  readonly users: number
}

/** Everybody whose `column` had this value when they were first exposed: the same units and sums, by arm. */
export interface SegmentInput {
  readonly column: string
  /** Null where the exposure query gave none. */
  readonly value: string | null
  /** All values beyond the twenty largest together; `value` is "other" then. */
  readonly rest?: true
  /** In the order of the arms. */
  readonly users: readonly number[]
  /** The measured metrics by name, their sums in the order of the arms. */
  readonly metrics: readonly { readonly name: string; readonly sums: readonly ArmSums[] }[]
}

export interface ReadoutInput {
  /** The first is the control. */
  readonly arms: readonly Arm[]
  /** People per arm, in the order of the arms. */
  readonly users: readonly number[]
  readonly metrics: readonly MetricInput[]
  /** Units seen in more than one arm; they are left out of `users` and of the sums. */
  readonly duplicates: number
  /** People of arms that the brief does not plan; left out everywhere. */
  readonly strays?: readonly ArmUsers[]
  /** Metrics whose people are others than the exposed ones. */
  readonly joins?: readonly JoinFault[]
  readonly firstExposure?: Date | null
  readonly day: number
  /** Null where none was registered: then wins rest on always-valid intervals. */
  readonly horizonDays: number | null
  /** People in all arms by the horizon, as registered before launch. */
  readonly plannedUnits?: number
  readonly asOf: Date
  /** The newest exposure or value that the warehouse holds; null where it holds none. */
  readonly newestData: Date | null
  /** The relative effect of the goal that the campaign is meant to reach, as a fraction. */
  readonly minimumEffect?: number
  /** Also say of each arm how likely it is the better one on a goal. */
  readonly bayesian?: boolean
  /** Up to three columns, up to 22 values of each: the largest first, the rest and NULL last. */
  readonly segments?: readonly SegmentInput[]
}

/** The fixed 95 % interval of this look, and the always-valid one, which holds at all looks together. */
export type ShownLift =
  | (Lift & { readonly alwaysValid?: Interval | null })
  | { readonly computable: false; readonly problem: LiftProblem; readonly reason: string }

/**
 * One arm against the control. The finding of a goal is that of the boundaries, corrected over goals × arms, at this
 * look or an earlier one; of other metrics that of the always-valid interval. Neither rests on the fixed interval.
 */
export interface ArmComparison {
  readonly arm: string
  readonly relative: ShownLift
  readonly absolute: ShownLift
  readonly finding: Finding | 'not computable'
  /** Null for a metric that is no guardrail. */
  readonly guardrail: GuardrailState | null
  /** Worse at a look that could be any, on a goal or beyond a guardrail's margin. */
  readonly harmed?: boolean
  /** Of a goal, where it was asked for: the probability that the arm is better, as far as these data tell. */
  readonly chanceToWin?: number
}

export interface ArmValue {
  readonly arm: string
  readonly n: number
  /** Null where the warehouse gave no finite number. */
  readonly sum: number | null
  /** Of the units' values squared: with n and sum, all that the interval rests on. */
  readonly sumSquares: number | null
  /** sum / n, of a ratio sum / sum of the denominator; null where the arm is empty. */
  readonly value: number | null
}

/** A metric whose query failed stays, with its failure and without a number. */
export type MetricReadout = MetricHead & {
  readonly unit: string | null
  readonly margin: Margin | null
} & (
    | {
        readonly measured: true
        readonly values: readonly ArmValue[]
        readonly comparisons: readonly ArmComparison[]
      }
    | { readonly measured: false; readonly failure: string; readonly guardrail: GuardrailState | null }
  )

export type MeasuredMetric = Extract<MetricReadout, { measured: true }>

/** What a look saw, before it is judged. */
export interface Seen {
  /** ISO 8601, UTC. */
  readonly asOf: string
  readonly day: number
  readonly horizonDays: number | null
  readonly newestData: string | null
  /** Hours since the newest data; null where there is none. */
  readonly dataAgeHours: number | null
  /** The newest data is older than a day, or there is none. */
  readonly stale: boolean
  readonly arms: readonly (Arm & { readonly users: number })[]
  readonly duplicates: number
  readonly strays: readonly ArmUsers[]
  readonly joins: readonly JoinFault[]
  readonly behind: readonly Behind[]
  readonly sampleRatio: SplitReadout
  readonly minimumEffect: number | null
  /** People in all arms by the horizon, as registered. */
  readonly plannedUnits: number | null
  /** Metrics whose pre-period already differed between the arms. */
  readonly imbalances: readonly Imbalance[]
  /** Whom an off split is of; null where it is healthy or no segment tells. */
  readonly splitCause: SplitCause | null
  readonly silences: readonly Silence[]
}

export interface Readout extends Seen {
  readonly metrics: readonly MetricReadout[]
  /** Share of the planned information at each look that could find something, up to this one. */
  readonly fractions: readonly number[]
  /** Standard errors that one test needs at this look; null where no boundary is asked. */
  readonly boundary: number | null
  /** In the order of the treatments; empty in snapshots from before verdicts. */
  readonly verdicts: readonly ArmVerdict[]
  /** Of this look and earlier ones, to be given to the next. */
  readonly crossings: readonly Crossing[]
}

/** Healthy where neither the χ² of this look nor the test over all looks finds the split off. */
export interface SplitReadout extends SampleRatio {
  readonly sequence?: SampleRatioLook
}

/** A snapshot as it was stored: what has come since is filled in. */
export function storedReadout(stored: Readout): Readout {
  return { ...BEFORE_VERDICTS, ...stored }
}

const BEFORE_VERDICTS = {
  strays: [],
  joins: [],
  behind: [],
  splitCause: null,
  silences: [],
  imbalances: [],
  plannedUnits: null,
  fractions: [],
  boundary: null,
  verdicts: [],
  crossings: [],
} as const
