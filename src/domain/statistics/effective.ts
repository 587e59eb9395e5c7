/** How much a mean or a rate of one arm rests on: events as alike as if each counted the same. */
import type { Sums } from './estimates.ts'
import type { StatisticKind } from './moments.ts'

/** Sums over the units of one arm; `largest` is the largest value of one unit, whatever its sign. */
export interface Spread extends Sums {
  readonly largest?: number
}

/** What is divided by in a ratio. */
interface WithDenominator extends Spread {
  readonly denominator?: Pick<Sums, 'sum' | 'sumSquares'>
}

/**
 * Effective events of one arm, 0 … n. Proportion: the fewer of those who had the event and those who had not, since the
 * skew of a rate, (1 − 2p)/√(np(1 − p)), goes with that number alone and not with n. Mean: as `unitsBehind`. Ratio: the smaller
 * one of its numerators and its denominators.
 */
export function effectiveEvents(kind: StatisticKind | 'ratio', arm: WithDenominator): number {
  if (kind === 'proportion') return Math.min(arm.sum, arm.n - arm.sum)
  const values = unitsBehind(arm)
  return kind === 'mean' ? values : Math.min(values, unitsBehind({ n: arm.n, ...NONE, ...arm.denominator }))
}

const NONE = { sum: 0, sumSquares: 0 }

/**
 * (Σx)²/Σx² (Kish 1965): so many equal values would have this sum and these squares. Where the largest value is known,
 * Σ(x − m)²/(|largest| + |m|)² where that is more: no fewer make the spread than if all lay as far out as any can. So what is
 * spread around zero counts as its people do, and one outlier as one.
 */
function unitsBehind({ n, sum, sumSquares, largest }: Spread): number {
  if (!(sumSquares > 0)) return 0
  const alike = sum ** 2 / sumSquares
  if (largest === undefined) return alike
  const spread = Math.max(0, sumSquares - sum ** 2 / n)
  return Math.max(alike, spread / (Math.abs(largest) + Math.abs(sum / n)) ** 2)
}

/** More than this share of a sum is most of it. */
const MOST = 0.5

/**
 * The share (above ½, at most 1) of the one unit that is most of the sum, or null. Without `largest` it is at least so much,
 * where no value is below zero. Where values cancel out to a small sum, a unit has to be most of Σx² too.
 */
export function largestShare({ sum, sumSquares, largest }: Spread): number | null {
  if (sum === 0) return null
  const shared = sumSquares / sum ** 2
  if (largest === undefined) return shared > MOST && shared <= 1 ? shared : null
  const share = Math.abs(largest / sum)
  return share > MOST && largest ** 2 > MOST * sumSquares ? Math.min(1, share) : null
}
