/** How a campaign is judged: fixed at launch, since a plan that follows the data proves nothing. */
import { PLANNED_UNITS_UNKNOWN } from '../statistics/always-valid.ts'

export interface RegisteredPlan {
  /** Null where none was registered: then always-valid intervals decide. */
  readonly horizonDays: number | null
  /** People in all arms together by the horizon; null where nobody said how many. */
  readonly units: number | null
}

/** A week holds each weekday once; eight weeks are the longest that a campaign should take to decide. */
const LEAST_DAYS = 7
const MOST_DAYS = 56

/** Before this day nothing but harm is decided: a week, or the horizon where that is shorter. */
export function minimumDays({ horizonDays }: RegisteredPlan): number {
  return Math.min(LEAST_DAYS, horizonDays ?? LEAST_DAYS)
}

export function maximumDays({ horizonDays }: RegisteredPlan): number {
  return Math.max(MOST_DAYS, horizonDays ?? MOST_DAYS)
}

/**
 * Share of the planned information at a look, 0 to 1: the smaller one of people seen of those planned and of days of
 * the horizon, since people who came at once still have to act; 1 from the horizon on, where all of alpha is spent.
 * Null without a horizon.
 */
export function informationFraction({ horizonDays, units }: RegisteredPlan, day: number, seen: number) {
  if (horizonDays === null) return null
  if (day >= horizonDays) return 1
  return Math.min(day / horizonDays, units === null ? 1 : seen / units, 1)
}

/** N* of two arms, by their shares of the split; 5000 where the plan names no people. */
export function plannedPair(
  { units }: RegisteredPlan,
  weights: readonly number[],
  pair: readonly [number, number],
): number {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const share = (pair[0] + pair[1]) / whole
  return units !== null && share > 0 ? units * share : PLANNED_UNITS_UNKNOWN
}
