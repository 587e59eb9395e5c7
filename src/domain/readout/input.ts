/** What one look at a campaign is made from: what the warehouse summed up, and what was registered. */

import type { Direction } from '../statistics/direction.ts'
import type { MetricKind } from '../terms.ts'
import type { ArmSums } from './arm-sums.ts'
import type { JoinFault } from './join.ts'
import type { Margin } from './margin.ts'

export interface Arm {
  readonly name: string
  /** Share of the split in any unit; 0 where nobody should arrive. */
  readonly weight: number
}

export type MetricRole = 'goal' | 'guardrail' | 'secondary'

export interface MetricHead {
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
        /** Of a metric with a window: those inside it too, for what can't wait: harm, and faults of the data. */
        readonly everybody?: readonly ArmSums[]
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
  readonly metrics: readonly {
    readonly name: string
    readonly sums: readonly ArmSums[]
    readonly everybody?: readonly ArmSums[]
  }[]
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
