/** Distributions from @stdlib; held against 60-digit values in tests/domain/readout-distributions.test.ts. */
import gammainc from '@stdlib/math-base-special-gammainc'
import stdTCdf from '@stdlib/stats-base-dists-t-cdf'
import stdTQuantile from '@stdlib/stats-base-dists-t-quantile'

/** P(T ≤ t) for Student's t; an upper tail is `tCdf(-t, df)`, never 1 − cdf. */
export function tCdf(t: number, df: number): number {
  return stdTCdf(t, df)
}

/** t with P(T ≤ t) = p. */
export function tQuantile(p: number, df: number): number {
  return stdTQuantile(p, df)
}

/** P(χ² > x) = Q(df/2, x/2), the regularised upper incomplete gamma function: a true tail, never 1 − cdf. */
export function chiSquareUpperTail(x: number, df: number): number {
  return gammainc(x / 2, df / 2, true, true)
}
