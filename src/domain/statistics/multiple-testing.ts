/** Corrections over a family of tests: goal metrics × arms. Guardrails and secondary metrics stay out of it. */

import type { Interval } from './direction.ts'
import { normalQuantile } from './distributions.ts'

/**
 * Adjusted p in the order given: the step-down maximum of (m−i)·p₍ᵢ₎ (Holm 1979).
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function holm(ps: readonly number[]): number[] {
  let worst = 0
  return inOrder(
    ps,
    (a, b) => a - b,
    (p, rank) => {
      worst = Math.max(worst, Math.min(1, (ps.length - rank) * p))
      return worst
    },
  )
}

/**
 * Adjusted p in the order given: the step-up minimum of m·p₍ᵢ₎/i (Benjamini & Hochberg 1995), for the false discovery rate.
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  let best = 1
  return inOrder(
    ps,
    (a, b) => b - a,
    (p, rank) => {
      best = Math.min(best, (ps.length * p) / (ps.length - rank))
      return best
    },
  )
}

function inOrder(
  ps: readonly number[],
  order: (a: number, b: number) => number,
  adjust: (p: number, rank: number) => number,
): number[] {
  const adjusted = new Map(
    ps
      .map((p, index) => ({ p, index }))
      .sort((a, b) => order(a.p, b.p))
      .map(({ p, index }, rank) => [index, adjust(p, rank)]),
  )
  return ps.map((_, index) => adjusted.get(index) ?? 1)
}

/**
 * Holm where a test is a boundary that depends on its α: with m hypotheses left each has α/m, and whatever is rejected
 * frees its share (group-sequential Holm, Maurer & Bretz 2013). `earlier` rejections stay.
 */
export function holmByBoundary(
  earlier: readonly boolean[],
  rejectedAt: (index: number, alpha: number) => boolean,
  alpha = 0.05,
): boolean[] {
  const rejected = [...earlier]
  for (;;) {
    const left = rejected.filter((done) => !done).length
    const next = rejected.findIndex((done, index) => !done && rejectedAt(index, alpha / left))
    if (next < 0) return rejected
    rejected[next] = true
  }
}

/** An adjusted p above this says nothing any more. */
const CERTAINLY_NOTHING = 0.999999

/**
 * The interval that an adjusted p belongs to: Δ ± z_{1−α/2}·|Δ|/z_{1−p/2}, where that is wider than the plain one;
 * everything where p is 1 (as GrowthBook's getAdjustedCI).
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function adjustedInterval(adjustedP: number, lift: number, alpha: number, plain: Interval): Interval {
  if (adjustedP > CERTAINLY_NOTHING) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const reach = (normalQuantile(alpha / 2) * Math.abs(lift)) / normalQuantile(adjustedP / 2)
  const wide = { low: lift - reach, high: lift + reach }
  return wide.low < plain.low && wide.high > plain.high ? wide : plain
}
