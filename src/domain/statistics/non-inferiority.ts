/**
 * Is the treatment at most so much worse? A test against the margin that was registered for a guardrail.
 * For the reference vectors alone (`npm run vectors`): no readout asks for this.
 */
import { normalCdf, normalQuantile } from './distributions.ts'
import type { Contrast } from './lift.ts'

/** What the test may show: more is better, less is better, or a difference either way. */
export type Alternative = 'larger' | 'smaller' | 'two-sided'

interface MarginTest {
  /** The difference that is tested against, in the metric's unit: −margin·mean, or +margin·mean where less is better. */
  readonly nullValue: number
  readonly p: number
  /** 1 − alpha; open towards the side that the test asks about. */
  readonly low: number
  readonly high: number
}

/** A relative margin as the difference it allows: −margin·mean where more is better, +margin·mean where less is. */
export function allowedDifference(margin: number, better: 'up' | 'down', controlMean: number): number {
  return (better === 'up' ? -margin : margin) * controlMean
}

/**
 * z = (Δ − null)/se against the normal distribution, with the interval Δ ± z·se at the same alpha (as
 * spotify_confidence's ZTest with non-inferiority margins). `contrast` is absolute.
 */
export function marginTest(
  contrast: Contrast,
  nullValue: number,
  alternative: Alternative,
  alpha: number,
): MarginTest {
  const { lift, se } = contrast
  const z = (lift - nullValue) / se
  const reach = -normalQuantile(alternative === 'two-sided' ? alpha / 2 : alpha) * se
  switch (alternative) {
    case 'larger':
      return { nullValue, p: normalCdf(-z), low: lift - reach, high: Number.POSITIVE_INFINITY }
    case 'smaller':
      return { nullValue, p: normalCdf(z), low: Number.NEGATIVE_INFINITY, high: lift + reach }
    case 'two-sided':
      return { nullValue, p: 2 * normalCdf(-Math.abs(z)), low: lift - reach, high: lift + reach }
  }
}
