/** A metric's arms against the control: what is compared once, and then shown and judged. */
import { alwaysValidInterval, type SequentialPlan } from '../statistics/always-valid.ts'
import type { Interval } from '../statistics/direction.ts'
import { type Contrast, fixedInterval, type Lift, type NotComputable } from '../statistics/lift.ts'
import { pairOf, readableRelative } from '../statistics/measure.ts'
import type { Pair } from '../statistics/pair.ts'
import { type ArmSums, measureOf } from './arm-sums.ts'
import type { MetricInput, ShownLift } from './readout.ts'
import { reasonFor } from './reasons.ts'
import { plannedPair, type RegisteredPlan } from './registered-plan.ts'

export interface Row {
  readonly arm: string
  readonly weight: number
  readonly sums: ArmSums
}

/** One treatment against the control. */
export interface Compared {
  readonly control: Row
  readonly treatment: Row
  readonly pair: Pair | NotComputable
  readonly plan: SequentialPlan
}

/** A metric with its rows in the order of the arms; nothing is compared where its query failed. */
export interface ComparedMetric {
  readonly metric: MetricInput
  readonly rows: readonly Row[]
  readonly compared: readonly Compared[]
}

const ALPHA = 0.05
const EMPTY: ArmSums = { n: 0, sum: 0, sumSquares: 0 }

export function comparedMetric(
  metric: MetricInput,
  arms: readonly { readonly name: string; readonly weight: number }[],
  registered: RegisteredPlan,
): ComparedMetric {
  if ('failure' in metric) return { metric, rows: [], compared: [] }
  const rows = arms.map(({ name, weight }, i) => ({ arm: name, weight, sums: metric.sums[i] ?? EMPTY }))
  const [control, ...treatments] = rows
  const weights = arms.map(({ weight }) => weight)
  const against = (treatment: Row) => control && compare(metric, control, treatment, registered, weights)
  return { metric, rows, compared: treatments.flatMap((treatment) => against(treatment) ?? []) }
}

/** Any two arms of a metric. */
export function compare(
  { kind }: MetricInput,
  control: Row,
  treatment: Row,
  registered: RegisteredPlan,
  weights: readonly number[],
): Compared {
  const planned = plannedPair(registered, weights, [control.weight, treatment.weight])
  const plan = { units: control.sums.n + treatment.sums.n, planned }
  return { control, treatment, plan, pair: pairOf(measureOf(kind, control.sums, treatment.sums)) }
}

export function shownRelative(compared: Compared): ShownLift {
  return shown(compared, readableRelative)
}

export function shownAbsolute(compared: Compared): ShownLift {
  return shown(compared, ({ absolute }) => absolute)
}

/** The interval that may be looked at every day; null where there is none. */
function alwaysValidOf(contrast: Contrast | NotComputable, plan: SequentialPlan): Interval | null {
  if ('computable' in contrast) return null
  const interval = alwaysValidInterval(contrast, plan)
  return interval.computable ? { low: interval.low, high: interval.high } : null
}

/** With the fixed interval of this look and the always-valid one, or why there is none. */
function shown(compared: Compared, contrastOf: (pair: Pair) => Contrast | NotComputable): ShownLift {
  const { pair, plan } = compared
  const contrast = pair.computable ? contrastOf(pair) : pair
  const fixed: Lift | NotComputable = 'computable' in contrast ? contrast : fixedInterval(contrast, ALPHA)
  if (fixed.computable) return { ...fixed, alwaysValid: alwaysValidOf(contrast, plan) }
  return { computable: false, problem: fixed.problem, reason: whyNot(fixed, compared) }
}

export function whyNot({ problem, side }: NotComputable, { control, treatment }: Compared): string {
  return reasonFor(problem, side === 'control' ? control.arm : treatment.arm)
}
