/** How a campaign is judged: fixed at launch, since a plan that follows the data proves nothing. */
import { PLANNED_UNITS_UNKNOWN } from '../statistics/always-valid.ts'

export interface RegisteredPlan {
  /** Days on which people come; null where none were registered: then always-valid intervals decide. */
  readonly horizonDays: number | null
  /** People in all arms together by the horizon; null where nobody said how many. */
  readonly units: number | null
  /** The longest window of a goal: so long after they came people count. */
  readonly windowDays: number
}

/** A week holds each weekday once; eight weeks are the longest that a campaign should take to decide. */
const LEAST_DAYS = 7
const MOST_DAYS = 56

/** Before this day nothing but harm is decided: a week, or the horizon where that is shorter. */
export function minimumDays({ horizonDays }: Pick<RegisteredPlan, 'horizonDays'>): number {
  return Math.min(LEAST_DAYS, horizonDays ?? LEAST_DAYS)
}

/** The day on which the last who came within the horizon count; null without one. */
export function lastDay({ horizonDays, windowDays }: RegisteredPlan): number | null {
  return horizonDays === null ? null : horizonDays + windowDays
}

export function maximumDays(plan: RegisteredPlan): number {
  return Math.max(MOST_DAYS, lastDay(plan) ?? MOST_DAYS)
}

/**
 * Share of the plan at a look, 0 to 1: the smaller one of people who count of those planned and of days of the horizon,
 * since people who came at once still have to act; 1 from the last day on, where all of alpha is spent. Null without a
 * horizon.
 */
export function planShare(plan: RegisteredPlan, day: number, counting: number): number | null {
  const { horizonDays, units, windowDays } = plan
  if (horizonDays === null) return null
  if (day >= horizonDays + windowDays) return 1
  const days = Math.max(0, day - windowDays) / horizonDays
  return Math.min(days, units === null ? 1 : counting / units, 1)
}

/** N* of two arms, by their shares of the split; 5000 where the plan names no people. */
export function plannedPair(
  { units }: Pick<RegisteredPlan, 'units'>,
  weights: readonly number[],
  pair: readonly [number, number],
): number {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const share = (pair[0] + pair[1]) / whole
  return units !== null && share > 0 ? units * share : PLANNED_UNITS_UNKNOWN
}
