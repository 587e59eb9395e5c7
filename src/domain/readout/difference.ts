/**
 * What decides between two arms: their difference, with an error that no arm at 0 % or 100 %, or without spread, can
 * take away, and that is not small just where an arm's mean is.
 */

import type { Direction, Interval } from '../statistics/direction.ts'
import { tReach } from '../statistics/distributions.ts'
import type { Estimate } from '../statistics/estimates.ts'
import { aboveTotalLoss, fiellerInterval, quotientOf } from '../statistics/fieller.ts'
import type { Contrast, NotComputable } from '../statistics/lift.ts'
import { pairOf } from '../statistics/measure.ts'
import { type Pair, type Scale, unadjustedPair } from '../statistics/pair.ts'
import type { Counted } from '../statistics/restricted-rates.ts'
import { scoreContrast, scoreInterval } from '../statistics/score.ts'
import type { MetricKind } from '../terms.ts'
import { type ArmSums, measureOf, together } from './arm-sums.ts'
import type { Margin } from './margin.ts'

/**
 * counts: proportions, by the score test. means: everything else, and proportions that are adjusted for what people did
 * before; by Welch's t with the larger one of its own error and of the pooled one.
 */
export type Difference =
  | {
      readonly computable: true
      readonly type: 'counts'
      readonly control: Counted
      readonly treatment: Counted
    }
  | { readonly computable: true; readonly type: 'means'; readonly pair: Pair }

export function differenceOf(
  kind: MetricKind,
  control: ArmSums,
  treatment: ArmSums,
  pair: Pair | NotComputable,
): Difference | NotComputable {
  if (kind === 'proportion' && !(pair.computable && pair.theta)) return countsOf(control, treatment, pair)
  if (pair.computable) return { computable: true, type: 'means', pair }
  const edge = pair.problem === 'no spread' ? withoutSpread(kind, control, treatment) : null
  return edge?.computable ? { computable: true, type: 'means', pair: edge } : pair
}

const EDGES: ReadonlySet<string> = new Set(['none converted', 'all converted'])

function countsOf(
  control: ArmSums,
  treatment: ArmSums,
  pair: Pair | NotComputable,
): Difference | NotComputable {
  if (!pair.computable && !EDGES.has(pair.problem)) return pair
  const sides = [control, treatment].map(({ n, sum }) => ({ x: sum, n }))
  const [a, b] = sides
  const impossible = sides.some(({ x, n }) => !(n > 1 && x >= 0 && x <= n))
  if (!a || !b || (impossible && !pair.computable)) return pair as NotComputable
  return { computable: true, type: 'counts', control: a, treatment: b }
}

/** Where nobody of an arm differs from another: both have the variance of all of them together. */
function withoutSpread(kind: MetricKind, control: ArmSums, treatment: ArmSums): Pair | NotComputable | null {
  const all = together(control, treatment)
  const both = pairOf(measureOf(kind, all, all))
  if (!both.computable || control.n <= 1 || treatment.n <= 1) return null
  const { variance } = both.control
  const of = ({ n, sum, denominator }: ArmSums): Estimate => {
    return { usable: true, n, mean: sum / (denominator?.sum ?? n), variance }
  }
  return unadjustedPair(of(control), of(treatment))
}

/** How far from no difference, in the metric's unit. Its error is that of no difference. */
export function contrastOf(difference: Difference): Contrast {
  if (difference.type === 'means') return widened(difference.pair)
  const { control, treatment } = difference
  return { ...scoreContrast(control, treatment, 'absolute'), df: control.n + treatment.n - 2 }
}

/** Whether it is at least so many standard errors from no difference. */
export function isBeyond(difference: Difference, reach: number): boolean {
  const contrast = contrastOf(difference)
  return (
    Math.abs(contrast.lift) > 0 &&
    Math.abs(contrast.lift) >= reachOf(difference, contrast, reach) * contrast.se
  )
}

/** Standard errors of a normal test, as this one needs them: more with few people, where their spread is guessed too. */
export function reachOf({ type }: Difference, { df }: Contrast, reach: number): number {
  return type === 'counts' ? reach : tReach(reach, df)
}

/** All lifts that a test with so many standard errors leaves; null where they have no end. */
export function intervalOf(difference: Difference, reach: number, scale: Scale): Interval | null {
  const interval =
    difference.type === 'counts'
      ? scoreInterval(difference.control, difference.treatment, reach, scale)
      : meansInterval(difference.pair, reach, scale)
  return interval && Number.isFinite(interval.high - interval.low) ? interval : null
}

function meansInterval(pair: Pair, reach: number, scale: Scale): Interval | null {
  const { lift, se, df } = widened(pair)
  const width = tReach(reach, df)
  if (scale === 'relative') return feasible(pair, width, se)
  return { low: lift - width * se, high: lift + width * se }
}

/** Fieller's interval of the relative lift, no lower than to nothing; null where it has no ends. `se` of the difference. */
export function feasible(pair: Pair, reach: number, se: number): Interval | null {
  const quotient = quotientOf(pair)
  const own = { ...quotient, variance: { ...quotient.variance, difference: se ** 2 } }
  const interval = fiellerInterval(own, reach)
  return interval && aboveTotalLoss(interval, own)
}

/**
 * How far the treatment is from what the margin allows, in the metric's unit: mB − mA − δ, or mB − mA + δ·|mA| where the
 * margin is relative, whose error doesn't blow up over a control that is close to zero as that of a relative lift does.
 * Without a margin as far as from no difference.
 */
export function marginContrast(
  difference: Difference,
  margin: Margin | null,
  direction: Direction,
): Contrast {
  const room = direction === 'up' ? (margin?.amount ?? 0) : -(margin?.amount ?? 0)
  const scale = margin?.unit ?? 'absolute'
  if (difference.type === 'means') return withRoom(difference.pair, room, scale)
  const { control, treatment } = difference
  const df = control.n + treatment.n - 2
  return { ...scoreContrast(control, treatment, scale, room === 0 ? 0 : -room), df }
}

function withRoom(pair: Pair, room: number, scale: Scale): Contrast {
  const { lift, se, df } = widened(pair)
  if (scale === 'absolute') return { lift: lift + room, se, df }
  const { baseline, over } = pair
  const variance = se ** 2 + 2 * room * Math.sign(baseline) * over.covariance + room ** 2 * over.variance
  return { lift: lift + room * Math.abs(baseline), se: Math.sqrt(variance), df }
}

/** Welch's error, or that of a variance which both arms share, where it is larger. */
function widened({ control: a, treatment: b, absolute }: Pair): Contrast {
  const shared = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / (a.n + b.n - 2)
  return { ...absolute, se: Math.max(absolute.se, Math.sqrt(shared * (1 / a.n + 1 / b.n))) }
}
