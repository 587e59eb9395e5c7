/** What a verdict is given at a look. */

import type { Direction, Finding, Interval } from '../statistics/direction.ts'
import type { Few, GuardrailState, RecentLift, ValidityProblem } from './pieces.ts'

export type VerdictProblem = ValidityProblem

/** A goal metric in one arm against the control. */
export interface GoalFacts {
  /** As the catalog spells it. */
  readonly name: string
  /** The metric's label. */
  readonly metric: string
  readonly direction: Direction
  /** By the corrected boundary of this look, or an earlier one; never by a fixed interval. */
  readonly finding: Finding | 'not computable'
  /** The day of the look that found it; null where nothing is found. */
  readonly foundOn: number | null
  /** This test's share of α. */
  readonly alpha: number
  /** All that an always-valid test leaves is on the worse side. */
  readonly harmed: boolean
  /** Why it is not computable. */
  readonly why?: string
  /** Too few events to decide by. */
  readonly few: Few | null
  /** People of the arm and the control who are still inside the window, and how many days it has; null without one. */
  readonly inside: { readonly people: number; readonly days: number } | null
  /** Today's difference in the metric's unit, improvement upwards; null where it is not computable. */
  readonly ahead: number | null
  /** The relative lifts that are left, improvement upwards; null where they have no ends. */
  readonly interval: Interval | null
  /** Today's lift with the interval that decides, in print; null where it can't be shown. */
  readonly shown: string | null
  /** Better only by what may be looked at any number of times, after the last look of the plan. */
  readonly later: boolean
  readonly recent: RecentLift | null
  /** The relative lift of an early finding, corrected for stopping at it; null where none is. */
  readonly corrected: number | null
  /** The relative lift that the campaign is meant to reach, improvement upwards; null where none is registered. */
  readonly minimumEffect: number | null
}

/** A guardrail in one arm against the control. */
export interface GuardrailFacts {
  readonly name: string
  readonly metric: string
  readonly state: GuardrailState
  /** Beyond the margin at any number of looks. */
  readonly harmed: boolean
  /** Worse than the control at any number of looks, whatever the margin allows. */
  readonly worse: boolean
  /** How far it is beyond its margin, where it is. */
  readonly beyond?: string
}

/** A metric that decides nothing by itself. */
export interface OtherFacts {
  readonly name: string
  readonly metric: string
  /** At any number of looks; null where it could not be asked. */
  readonly worse: boolean | null
}

export interface ArmFacts {
  readonly arm: string
  readonly goals: readonly GoalFacts[]
  readonly guardrails: readonly GuardrailFacts[]
  readonly others: readonly OtherFacts[]
  /** As many people as the plan needs have been seen. */
  readonly powered: boolean
  /** Days until then at today's pace; null where that can't be said. */
  readonly daysLeft: number | null
  /** The same were all in its favour that the data leave open. */
  readonly leastDaysLeft: number | null
}

export interface LookFacts {
  readonly problems: readonly VerdictProblem[]
  /** What is wrong, with its figures; without them a plain line stands there. */
  readonly problemWords?: Readonly<Partial<Record<VerdictProblem, string>>>
  readonly day: number
  /** Seven days, or whole weeks. */
  readonly minimumDays: number
  /** Null where none was registered. */
  readonly horizonDays: number | null
  /** The horizon, and the window of the goals after it; null without a horizon. */
  readonly lastDay: number | null
  readonly maximumDays: number
  readonly arms: readonly ArmFacts[]
  /** Between treatments: the first was found better than the second, head to head, by a metric. */
  readonly headToHead: readonly (readonly [better: string, worse: string, metric?: string])[]
}
