/** Relative lifts of means and ratios by Fieller's theorem (1954): no error of the quotient itself is needed. */
import type { Interval } from './direction.ts'
import type { Pair } from './pair.ts'

/**
 * L = d/|u|: a `difference` d over a `baseline` u, in the metric's unit, with their variances and their covariance (its
 * square), of means, not of one person.
 */
export interface Quotient {
  readonly difference: number
  readonly baseline: number
  readonly variance: {
    readonly difference: number
    readonly baseline: number
    readonly both: number
  }
}

/**
 * The relative lift of a pair. Plain means and ratios: V(d) = VA + VB, Cov = −VA, V(u) = VA, with V the variance of an
 * arm's mean. With a pre-period d is adjusted and u is not.
 */
export function quotientOf({ absolute, baseline, over }: Pair): Quotient {
  const variance = { difference: absolute.se ** 2, baseline: over.variance, both: over.covariance }
  return { difference: absolute.lift, baseline, variance }
}

/**
 * All L with |d − L|u|| ≤ reach·√Var(d − L|u|), `reach` in standard errors, above 0. Null where they are unbounded: u is
 * not farther than `reach` standard errors from zero. Zero is outside exactly where |d| > reach·√V(d).
 */
export function fiellerInterval(quotient: Quotient, reach: number): Interval | null {
  const { difference, baseline, variance } = quotient
  const size = Math.abs(baseline)
  const ofBaseline = reach * Math.sqrt(variance.baseline)
  if (!(size > ofBaseline)) return null
  const ofDifference = reach * Math.sqrt(variance.difference)
  const square = (1 - ofBaseline / size) * (1 + ofBaseline / size)
  const middle = difference / size - (reach / size) * (reach / baseline) * variance.both
  const product =
    ((Math.abs(difference) - ofDifference) / size) * ((Math.abs(difference) + ofDifference) / size)
  return roots(square, middle, product)
}

/** The ends of a·L² − 2bL + c ≤ 0, a above 0: their product is c/a, so its sign alone says whether zero lies between. */
function roots(a: number, b: number, c: number): Interval {
  const spread = Math.sqrt(Math.max(0, b * b - a * c))
  const far = b < 0 ? b - spread : b + spread
  const ends = [far / a, far === 0 ? 0 : c / far]
  return { low: Math.min(...ends), high: Math.max(...ends) }
}

/**
 * The same without what can't be: where the control is above zero and the treatment not below it, so is whatever
 * the treatment is a part of the control, and nothing is lost beyond −1.
 */
export function aboveTotalLoss(interval: Interval, { difference, baseline }: Quotient): Interval {
  const positive = baseline > 0 && baseline + difference >= 0
  return positive ? { low: Math.max(-1, interval.low), high: interval.high } : interval
}
