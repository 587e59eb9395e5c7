/** Do those who came last do as those before them? What only the first days showed is no lift to ship. */
import type { Direction } from '../statistics/direction.ts'
import type { Contrast } from '../statistics/lift.ts'
import { pairOf } from '../statistics/measure.ts'
import type { MetricKind } from '../terms.ts'
import { type ArmSums, measureOf, without } from './arm-sums.ts'
import type { Compared } from './comparison.ts'
import { contrastOf, differenceOf } from './difference.ts'
import { fewOf } from './few.ts'
import type { MetricInput } from './input.ts'
import type { RecentLift } from './pieces.ts'

/** In standard errors: one in nine steady lifts waits for a day more, and one in ten of three strong days is shipped. */
const LESS = -1.2

/** The lift of those who came in the last days; null where none came, or too few to say anything. */
export function recentLift(metric: MetricInput, { kind, control, treatment }: Compared): RecentLift | null {
  if ('failure' in metric || !metric.recent || !control.recent || !treatment.recent) return null
  const few = fewOf(kind, { ...control, sums: control.recent }, { ...treatment, sums: treatment.recent })
  const last = few ? null : contrast(kind, control.recent, treatment.recent)
  if (!last) return null
  const before = contrast(
    kind,
    without(control.sums, control.recent),
    without(treatment.sums, treatment.recent),
  )
  const base = Math.abs(meanOf(control.recent))
  const otherwise = improved(metric.direction, last.lift) <= 0 || isLess(metric.direction, last, before)
  return { days: metric.recent.days, lift: base > 0 ? last.lift / base : null, otherwise }
}

function isLess(direction: Direction, last: Contrast, before: Contrast | null): boolean {
  if (!before) return false
  const change = improved(direction, last.lift - before.lift)
  return change / Math.sqrt(last.se ** 2 + before.se ** 2) < LESS
}

function contrast(kind: MetricKind, control: ArmSums, treatment: ArmSums): Contrast | null {
  if (control.n < 2 || treatment.n < 2) return null
  const difference = differenceOf(kind, control, treatment, pairOf(measureOf(kind, control, treatment)))
  return difference.computable ? contrastOf(difference) : null
}

function improved(direction: Direction, lift: number): number {
  return direction === 'up' ? lift : -lift
}

function meanOf({ n, sum, denominator }: ArmSums): number {
  return sum / (denominator?.sum ?? n)
}
