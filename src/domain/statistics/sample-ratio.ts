/** Did people arrive in the arms in the planned proportions? A fixed χ² test against the weights. */
import { chiSquareUpperTail } from './distributions.ts'

const UNHEALTHY_BELOW = 0.001
const USERS_PER_ARM = 8

export interface SampleRatio {
  readonly p: number
  /** False only where enough people were checked and p < .001. */
  readonly healthy: boolean
  /** Whether there are at least two arms and 8 people an arm. */
  readonly checked: boolean
}

/**
 * Σ(o−e)²/e over the arms with a weight, df = arms − 1. `observed` are people, `weights` any positive shares;
 * arms of weight 0 are left out, with their people. p is 1 where there is nothing to compare.
 */
export function sampleRatio(observed: readonly number[], weights: readonly number[]): SampleRatio {
  const { distance, df, users } = sampleRatioDistance(observed, weights)
  if (df < 1 || users === 0) return { p: 1, healthy: true, checked: false }
  const p = chiSquareUpperTail(distance, df)
  const checked = users >= USERS_PER_ARM * (df + 1)
  return { p, healthy: !(checked && p < UNHEALTHY_BELOW), checked }
}

/** The χ² of the split with its degrees of freedom, and the `users` it rests on. */
export function sampleRatioDistance(
  observed: readonly number[],
  weights: readonly number[],
): { readonly distance: number; readonly df: number; readonly users: number } {
  const arms = planned(observed, weights)
  const users = arms.reduce((sum, arm) => sum + arm.users, 0)
  const distance = arms.reduce(
    (sum, arm) => sum + (arm.users - arm.share * users) ** 2 / (arm.share * users),
    0,
  )
  return { distance, df: arms.length - 1, users }
}

/** People that each arm would have if the split were exact; 0 for an arm of weight 0. */
export function expectedUsers(observed: readonly number[], weights: readonly number[]): number[] {
  const arms = planned(observed, weights)
  const total = arms.reduce((sum, arm) => sum + arm.users, 0)
  const whole = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
  return weights.map((weight) => (weight > 0 ? (total * weight) / whole : 0))
}

function planned(
  observed: readonly number[],
  weights: readonly number[],
): { readonly users: number; readonly share: number }[] {
  const arms = weights
    .map((weight, index) => ({ weight, users: observed[index] ?? 0 }))
    .filter((arm) => arm.weight > 0)
  const whole = arms.reduce((sum, arm) => sum + arm.weight, 0)
  return arms.map((arm) => ({ users: arm.users, share: arm.weight / whole }))
}
