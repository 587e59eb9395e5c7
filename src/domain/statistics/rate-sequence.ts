/** A rate, and the difference of two, at any moment: without trouble at 0 % and 100 %. */
import { logOddsSequence, shareOf } from './beta-mixture.ts'
import type { Interval } from './direction.ts'
import type { Counted } from './restricted-rates.ts'

/** Jeffreys' prior: at no rate is the mixture much worse than at another. */
const PRIOR = { yes: 0.5, no: 0.5 }

/** The rates (0 … 1) that hold at all looks together with 1 − alpha. Exact for people who have the event independently. */
export function rateSequence({ x, n }: Counted, alpha: number): Interval {
  const { low, high } = logOddsSequence({ yes: x, no: n - x }, PRIOR, alpha)
  return { low: shareOf(low), high: shareOf(high) }
}

/**
 * The differences pB − pA that hold at all looks together with 1 − alpha: each rate with half of it, so it is wide, but holds
 * from the first person on. For absolute margins where a rate is at its edge.
 */
export function rateDifferenceSequence(a: Counted, b: Counted, alpha: number): Interval {
  const control = rateSequence(a, alpha / 2)
  const treatment = rateSequence(b, alpha / 2)
  return { low: treatment.low - control.high, high: treatment.high - control.low }
}
