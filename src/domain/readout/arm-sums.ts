/** What the warehouse sums up over the units of one arm, for every kind of metric, and the comparison it gives. */

import type { CupedSums } from '../statistics/cuped.ts'
import type { CupedRatioSums } from '../statistics/cuped-ratio.ts'
import type { Sums } from '../statistics/estimates.ts'
import type { Measure } from '../statistics/measure.ts'
import type { Moments, StatisticKind } from '../statistics/moments.ts'
import type { RatioSums } from '../statistics/ratio.ts'
import type { MetricKind } from '../terms.ts'

/** A column beside the units' values, and the sum over units of value × column. */
interface BesideSums {
  readonly sum: number
  readonly sumSquares: number
  readonly products: number
}

/** What units did before they were exposed; a ratio's denominator is summed there too. */
export interface BeforeSums extends BesideSums {
  readonly denominator?: {
    readonly sum: number
    readonly sumSquares: number
    /** Σ value before × denominator before. */
    readonly products: number
    /** Σ denominator after × denominator before. */
    readonly withAfter: number
    /** Σ value after × denominator before. */
    readonly withValueAfter: number
    /** Σ value before × denominator after. */
    readonly afterWithValueBefore: number
  }
}

/** One row of the warehouse: `n`, `sum` and `sumSquares` of the units' values, and of the columns the metric has beside them. */
export interface ArmSums extends Sums {
  /** The largest value of one unit, whatever its sign; of a capped metric as it was cut. */
  readonly largest?: number
  /** Of a ratio. */
  readonly denominator?: BesideSums
  /** Of a metric with a pre-period. */
  readonly before?: BeforeSums
}

/** An arm of a metric. */
export interface Row {
  readonly arm: string
  readonly weight: number
  readonly sums: ArmSums
  /** Of those who came last. */
  readonly recent?: ArmSums
  /** Units still inside the metric's window. */
  readonly waiting?: number
}

/** The comparison of two arms by what their rows hold: with a pre-period only where both have one. */
export function measureOf(kind: MetricKind, control: ArmSums, treatment: ArmSums): Measure {
  const adjusted = control.before !== undefined && treatment.before !== undefined
  if (kind === 'ratio')
    return adjusted
      ? { type: 'cuped ratio', control: cupedRatioOf(control), treatment: cupedRatioOf(treatment) }
      : { type: 'ratio', control: ratioOf(control), treatment: ratioOf(treatment) }
  return adjusted
    ? { type: 'cuped', control: cupedOf(kind, control), treatment: cupedOf(kind, treatment) }
    : { type: kind, control, treatment }
}

const NOTHING: BesideSums = { sum: 0, sumSquares: 0, products: 0 }

function ratioOf({ n, denominator = NOTHING, ...value }: ArmSums): RatioSums {
  return { n, numerator: mean(value), denominator: mean(denominator), products: denominator.products }
}

function cupedOf(kind: StatisticKind, { n, before = NOTHING, ...value }: ArmSums): CupedSums {
  return { n, post: { ...mean(value), kind }, pre: { ...mean(before), kind }, products: before.products }
}

function cupedRatioOf({ n, denominator = NOTHING, before = NOTHING, ...value }: ArmSums): CupedRatioSums {
  const under = (before as BeforeSums).denominator
  return {
    n,
    mPost: mean(value),
    dPost: mean(denominator),
    mPre: mean(before),
    dPre: mean(under ?? NOTHING),
    products: {
      mPostMPre: before.products,
      dPostDPre: under?.withAfter ?? 0,
      mPreDPre: under?.products ?? 0,
      mPostDPost: denominator.products,
      mPostDPre: under?.withValueAfter ?? 0,
      mPreDPost: under?.afterWithValueBefore ?? 0,
    },
  }
}

function mean({ sum, sumSquares }: Pick<Sums, 'sum' | 'sumSquares'>): Moments {
  return { kind: 'mean', sum, sumSquares }
}

/** The units that are not among `some` of these. */
export function without(all: ArmSums, some: ArmSums): ArmSums {
  const { denominator, before } = all
  return {
    ...fewer(all, some),
    n: all.n - some.n,
    ...(denominator && { denominator: besideFewer(denominator, some.denominator) }),
    ...(before && { before: beforeFewer(before, some.before) }),
  }
}

/** The units of both. */
export function together(a: ArmSums, b: ArmSums): ArmSums {
  const [under, other] = [a.denominator, b.denominator]
  const largest = Math.max(a.largest ?? Number.NaN, b.largest ?? Number.NaN)
  return {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    sumSquares: a.sumSquares + b.sumSquares,
    ...(under && other && { denominator: besideMore(under, other) }),
    ...(Number.isNaN(largest) ? {} : { largest }),
  }
}

function fewer(all: Omit<Sums, 'n'>, some: Omit<Sums, 'n'>): Omit<Sums, 'n'> {
  return { sum: all.sum - some.sum, sumSquares: all.sumSquares - some.sumSquares }
}

function besideFewer(all: BesideSums, some: BesideSums = NOTHING): BesideSums {
  return { ...fewer(all, some), products: all.products - some.products }
}

function besideMore(a: BesideSums, b: BesideSums): BesideSums {
  return { sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares, products: a.products + b.products }
}

function beforeFewer({ denominator, ...all }: BeforeSums, some: BeforeSums = NOTHING): BeforeSums {
  const less = some.denominator
  return {
    ...besideFewer(all, some),
    ...(denominator && {
      denominator: {
        ...fewer(denominator, less ?? NOTHING),
        products: denominator.products - (less?.products ?? 0),
        withAfter: denominator.withAfter - (less?.withAfter ?? 0),
        withValueAfter: denominator.withValueAfter - (less?.withValueAfter ?? 0),
        afterWithValueBefore: denominator.afterWithValueBefore - (less?.afterWithValueBefore ?? 0),
      },
    }),
  }
}
