/**
 * Distributions from @stdlib's single packages; held against 60-digit values in tests/domain/statistics/distributions.test.ts.
 * Tails are asked for by themselves, never as 1 − cdf.
 */
import erfc from '@stdlib/math-base-special-erfc'
import erfcinv from '@stdlib/math-base-special-erfcinv'
import gammainc from '@stdlib/math-base-special-gammainc'
import gammaincinv from '@stdlib/math-base-special-gammaincinv'
import gammaln from '@stdlib/math-base-special-gammaln'
import stdTCdf from '@stdlib/stats-base-dists-t-cdf'
import stdTQuantile from '@stdlib/stats-base-dists-t-quantile'

/** Φ(z) = erfc(−z/√2)/2; an upper tail is `normalCdf(-z)`. */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2
}

/**
 * z with Φ(z) = p: −√2·erfc⁻¹(2p). The normal-quantile package of @stdlib is wrong below p = 1e-12.
 * Below one half it is exact in the tail; above, p itself no longer holds the digits of 1 − p.
 */
export function normalQuantile(p: number): number {
  if (p !== last.p) last = { p, z: -Math.SQRT2 * erfcinv(2 * p) }
  return last.z
}

/** A readout asks for the same one many times in a row. */
let last = { p: 0.5, z: 0 }

/** φ(z) = exp(−z²/2)/√(2π). */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/**
 * P(T ≤ t) for Student's t; an upper tail is `tCdf(-t, df)`. With many degrees of freedom by the normal deviate of the same
 * tail (Hill 1970, Algorithm 395), which is exact there and takes a fifth of the time of the incomplete beta function.
 */
export function tCdf(t: number, df: number): number {
  return df < MANY || Math.abs(t) > FURTHEST ? stdTCdf(t, df) : normalCdf(Math.sign(t) * deviate(t, df))
}

function deviate(t: number, df: number): number {
  const a = df - 0.5
  const b = 48 * a * a
  const y = a * Math.log1p((t * t) / df)
  const above = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3
  return (above / b + 1) * Math.sqrt(y)
}

/** Where it still holds every digit. */
const FURTHEST = 8

/** From so many degrees of freedom on, and not further out than this, the expansion holds every digit. */
const MANY = 1000
const CENTRAL = 4

/**
 * t with P(T ≤ t) = p. With many degrees of freedom by its expansion around the normal quantile (Abramowitz & Stegun
 * 26.7.5), which is exact there and takes a tenth of the time of the iteration.
 */
export function tQuantile(p: number, df: number): number {
  const z = df < MANY ? Number.NaN : normalQuantile(p)
  return Math.abs(z) <= CENTRAL ? expandedQuantile(z, df) : stdTQuantile(p, df)
}

function expandedQuantile(z: number, df: number): number {
  const s = z * z
  const first = (s + 1) / (4 * df)
  const second = ((5 * s + 16) * s + 3) / (96 * df ** 2)
  const third = (((3 * s + 19) * s + 17) * s - 15) / (384 * df ** 3)
  const fourth = ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / (92160 * df ** 4)
  return z * (1 + first + second + third + fourth)
}

/** From so many on the expansion holds every digit as far out as a boundary lies. */
const PLENTY = 10_000

/**
 * A boundary of `z` standard errors where few people make the standard error itself uncertain: t with the same upper
 * tail, P(T > t) = 1 − Φ(z), as true tails, so it is right far out. Infinity stays.
 */
export function tReach(z: number, df: number): number {
  if (!Number.isFinite(z)) return z
  return df > PLENTY ? expandedQuantile(z, df) : 0 - tQuantile(normalCdf(-z), df)
}

/**
 * P(χ² ≤ x) = P(df/2, x/2), the regularised lower incomplete gamma function.
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function chiSquareCdf(x: number, df: number): number {
  return gammainc(x / 2, df / 2, true, false)
}

/** P(χ² > x) = Q(df/2, x/2), the regularised upper incomplete gamma function. */
export function chiSquareUpperTail(x: number, df: number): number {
  return gammainc(x / 2, df / 2, true, true)
}

/**
 * x with P(χ² ≤ x) = p, by the inverse of the incomplete gamma function.
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * gammaincinv(p, df / 2)
}

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  return gammaln(x)
}
