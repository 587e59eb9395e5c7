/** One look at a campaign: every figure that a digest prints, from what the warehouse summed up. JSON-serialisable. */

import type { Finding, Interval } from '../statistics/direction.ts'
import type { Lift, LiftProblem } from '../statistics/lift.ts'
import type { SampleRatio } from '../statistics/sample-ratio.ts'
import type { SampleRatioLook } from '../statistics/sample-ratio-sequence.ts'
import type { Arm, ArmUsers, Cap, MetricHead } from './input.ts'
import type { JoinFault } from './join.ts'
import type { Margin } from './margin.ts'
import type {
  ArmVerdict,
  Behind,
  Crossing,
  Few,
  GuardrailState,
  Imbalance,
  RecentLift,
  Silence,
  SplitCause,
} from './pieces.ts'

/**
 * A lift with the interval that decides, which holds at any number of looks, and the fixed 95 % interval and p of this
 * one look. `decides` is null where it has no ends; snapshots from before it hold `alwaysValid` instead.
 */
export type ShownLift =
  | (Lift & { readonly decides?: Interval | null; readonly alwaysValid?: Interval | null })
  | { readonly computable: false; readonly problem: LiftProblem; readonly reason: string }

interface WatchedArm {
  readonly n: number
  readonly value: number | null
  readonly sum: number
  readonly sumSquares: number
}

export interface WatchedLift {
  readonly relative: ShownLift
  readonly absolute: ShownLift
  readonly control: WatchedArm
  readonly treatment: WatchedArm
}

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
  /** Where harm is found of a metric with a window: the lift of everybody, also of those inside it. */
  readonly everybody?: WatchedLift
  /** Too few events to decide anything by. */
  readonly few?: Few
  readonly recent?: RecentLift
  /** Where the lift is adjusted for what people did before: the adjusted means that it compares. */
  readonly adjusted?: { readonly control: number; readonly treatment: number }
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
  /** Of a ratio: the sum of the denominators. */
  readonly denominator?: number
  /** The share of the sum that one unit has, where that is most of it. */
  readonly outlier?: number
  /** Units still inside the metric's window: they are not in n. */
  readonly waiting?: number
}

/** A metric whose query failed stays, with its failure and without a number. */
export type MetricReadout = MetricHead & {
  readonly unit: string | null
  readonly margin: Margin | null
} & (
    | {
        readonly measured: true
        /** ISO 8601, UTC: the newest value of anyone. */
        readonly newest?: string
        readonly windowDays?: number
        readonly cap?: Cap
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
  /** Share of the plan at each look that could find something, up to this one: what α is spent by. */
  readonly fractions: readonly number[]
  /** Of each goal by name: its squares summed over all arms at each of these looks, which tells how alike they are. */
  readonly information: Readonly<Record<string, readonly number[]>>
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
  information: {},
  boundary: null,
  verdicts: [],
  crossings: [],
} as const
