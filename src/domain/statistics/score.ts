/**
 * Two proportions by the score test, which has no trouble at 0 % and 100 %: its variance is that of the rates which are
 * likeliest where the tested difference is true, and these are not both at the edge where the arms differ. As Mee
 * (1984) and Farrington & Manning (1990) for differences, Koopman (1984) for ratios: Miettinen & Nurminen (1985) without
 * their factor N/(N − 1).
 */
import type { Interval } from './direction.ts'
import type { Scale } from './pair.ts'
import { type Counted, ratesByDifference, ratesByShare, tilted } from './restricted-rates.ts'
import { signChange } from './sign-change.ts'

/** How far from what is tested, and the standard error where that is true: z is lift/se. */
export interface ScoreContrast {
  readonly lift: number
  readonly se: number
}

/**
 * The data against a `tested` lift, as a difference of rates: pB − pA − δ where pB − pA = δ is tested (absolute, within
 * −1 … 1), pB − R·pA where pB = R·pA, R = 1 + lift, is (relative, from −1). At no lift the variance is the pooled one on
 * both scales. `se` is 0 where the tested lift leaves both arms at an edge: at no lift only where both are at the same
 * one, and then `lift` is 0 too.
 */
export function scoreContrast(a: Counted, b: Counted, scale: Scale, tested = 0): ScoreContrast {
  if (tested === 0) return pooledContrast(a, b)
  if (scale === 'absolute') return byDifference(a, b, tested)
  const ratio = 1 + tested
  const { lift, se } = byShare(a, b, ratio / (1 + ratio))
  return { lift: lift * (1 + ratio), se: se * (1 + ratio) }
}

/**
 * All lifts that the score test does not reject: |z| ≤ `reach`, in standard errors (above 0). Absolute within −1 … 1,
 * relative from −1; its high end is Infinity where nobody in the control had the event. Zero is outside exactly where
 * the pooled |z| is beyond `reach`, on both scales; no rounding moves an end across it.
 */
export function scoreInterval(a: Counted, b: Counted, reach: number, scale: Scale): Interval {
  const { low, high } = scale === 'absolute' ? differences(a, b, reach) : ratios(a, b, reach)
  const { lift, se } = pooledContrast(a, b)
  return {
    low: lift > reach * se ? Math.max(low, HAIR) : Math.min(low, 0),
    high: -lift > reach * se ? Math.min(high, -HAIR) : Math.max(high, 0),
  }
}

const HAIR = Number.MIN_VALUE

/**
 * One multiplier λ, by how much the likelihood pulls the arms together, gives the restricted rates of both arms without
 * a cubic; then z² = λ²·V. It is looked for as λ/(λ + N), from 0 at what was seen to 1 at the edge.
 */
function differences(a: Counted, b: Counted, reach: number): Interval {
  const people = a.n + b.n
  const guess = reach / Math.sqrt(shrunkVariance(a, reach) + shrunkVariance(b, reach))
  const end = (side: -1 | 1) => {
    if (b.x / b.n - a.x / a.n === side) return side
    const pulled = (way: number) => byMultiplier(a, b, (side * people * way) / (1 - way))
    const beyond = (way: number) => excess(pulled(way), reach)
    return pulled(signChange(AT_THE_DATA, AT_THE_EDGE, guess / (guess + people), beyond)).difference
  }
  return { low: end(-1), high: end(1) }
}

/** Ratios R are looked for as R/(1 + R), so that neither edge is far. */
function ratios(a: Counted, b: Counted, reach: number): Interval {
  if (a.x === 0 && b.x === 0) return { low: -1, high: Number.POSITIVE_INFINITY }
  const seen = b.x / b.n / (a.x / a.n + b.x / b.n)
  const centre = Math.log(shrunkRate(b, reach) / shrunkRate(a, reach))
  const width = reach * Math.sqrt(shrunkLogVariance(a, reach) + shrunkLogVariance(b, reach))
  const beyond = (share: number) => excess(byShare(a, b, share), reach)
  const end = (edge: 0 | 1) => {
    if (seen === edge) return liftOfShare(edge)
    const guess = 1 / (1 + Math.exp(edge === 0 ? width - centre : -width - centre))
    return liftOfShare(signChange({ ...AT_THE_DATA, at: seen }, { ...AT_THE_EDGE, at: edge }, guess, beyond))
  }
  return { low: end(0), high: end(1) }
}

/** R − 1. */
function liftOfShare(share: number): number {
  return (2 * share - 1) / (1 - share)
}

/** The excess where z is 0, and where it is infinite. */
const AT_THE_DATA = { at: 0, value: -0.5 }
const AT_THE_EDGE = { at: 1, value: 0.5 }

/** Above 0 where |z| is beyond reach; between −½ and ½, so that an infinite z leads nobody astray. */
function excess({ lift, se }: ScoreContrast, reach: number): number {
  const far = Math.abs(lift)
  return far === 0 ? AT_THE_DATA.value : (far - reach * se) / (2 * (far + reach * se))
}

function pooledContrast(a: Counted, b: Counted): ScoreContrast {
  const rate = (a.x + b.x) / (a.n + b.n)
  return { lift: b.x / b.n - a.x / a.n, se: Math.sqrt(rate * (1 - rate) * (1 / a.n + 1 / b.n)) }
}

function byDifference(a: Counted, b: Counted, delta: number): ScoreContrast {
  const { control, treatment } = ratesByDifference(a, b, delta)
  const variance = (control * (1 - control)) / a.n + (treatment * (1 - treatment)) / b.n
  return { lift: b.x / b.n - a.x / a.n - delta, se: Math.sqrt(variance) }
}

/** pB − R·pA over 1 + R, which is finite for every R. */
function byShare(a: Counted, b: Counted, share: number): ScoreContrast {
  const { control, treatment } = ratesByShare(a, b, share)
  const rest = 1 - share
  const fromA = (share * share * control * (1 - control)) / a.n
  const fromB = (rest * rest * treatment * (1 - treatment)) / b.n
  return { lift: (rest * b.x) / b.n - (share * a.x) / a.n, se: Math.sqrt(fromA + fromB) }
}

/** The restricted rates' difference δ with λ, and pB − pA − δ = −λ·V by the likelihood's equations. */
function byMultiplier(a: Counted, b: Counted, multiplier: number): ScoreContrast & { difference: number } {
  const control = tilted(a, multiplier)
  const treatment = tilted(b, -multiplier)
  const variance = (control.rate * control.rest) / a.n + (treatment.rate * treatment.rest) / b.n
  const difference =
    control.rate + treatment.rate > 1 ? control.rest - treatment.rest : treatment.rate - control.rate
  return { difference, lift: -multiplier * variance, se: Math.sqrt(variance) }
}

/** For a first guess only: a rate that is drawn away from the edges by reach² people (Agresti & Coull 1998). */
function shrunkRate({ x, n }: Counted, reach: number): number {
  return (x + reach ** 2 / 2) / (n + reach ** 2)
}

function shrunkVariance(arm: Counted, reach: number): number {
  const rate = shrunkRate(arm, reach)
  return (rate * (1 - rate)) / (arm.n + reach ** 2)
}

function shrunkLogVariance(arm: Counted, reach: number): number {
  return shrunkVariance(arm, reach) / shrunkRate(arm, reach) ** 2
}
