/** A metric's arms against the control: what is compared once, and then shown and judged. */
import type { SequentialPlan } from '../statistics/always-valid.ts'
import type { NotComputable } from '../statistics/lift.ts'
import { pairOf } from '../statistics/measure.ts'
import type { Pair } from '../statistics/pair.ts'
import type { MetricKind } from '../terms.ts'
import { type ArmSums, measureOf, type Row } from './arm-sums.ts'
import { type Difference, differenceOf } from './difference.ts'
import { fewOf } from './few.ts'
import type { MetricInput } from './input.ts'
import type { Few } from './pieces.ts'
import { reasonFor } from './reasons.ts'
import { plannedPair, type RegisteredPlan } from './registered-plan.ts'

/** One treatment against the control. */
export interface Compared {
  readonly kind: MetricKind
  readonly control: Row
  readonly treatment: Row
  /** By Welch and the delta method: what a notebook calculates. */
  readonly pair: Pair | NotComputable
  /** What decides. */
  readonly difference: Difference | NotComputable
  /** Null where there are events enough to decide by. */
  readonly few: Few | null
  readonly plan: SequentialPlan
}

/** A metric with its rows in the order of the arms; nothing is compared where its query failed. */
export interface ComparedMetric {
  readonly metric: MetricInput
  readonly rows: readonly Row[]
  readonly compared: readonly Compared[]
  /** The same of everybody, also of those whose window has not passed: harm can't wait. */
  readonly watched: readonly Compared[]
}

export const EMPTY: ArmSums = { n: 0, sum: 0, sumSquares: 0 }

export function comparedMetric(
  metric: MetricInput,
  arms: readonly { readonly name: string; readonly weight: number }[],
  registered: RegisteredPlan,
): ComparedMetric {
  if ('failure' in metric) return { metric, rows: [], compared: [], watched: [] }
  const rows = arms.map(({ name, weight }, i) => rowOf(metric, { arm: name, weight }, i))
  const weights = arms.map(({ weight }) => weight)
  const compared = against(metric, rows, registered, weights)
  const everybody =
    metric.everybody && rows.map((row, i) => ({ ...row, sums: metric.everybody?.[i] ?? EMPTY }))
  const watched = everybody ? against(metric, everybody, registered, weights) : compared
  return { metric, rows, compared, watched }
}

function against(
  metric: MetricInput,
  [control, ...treatments]: readonly Row[],
  registered: RegisteredPlan,
  weights: readonly number[],
): Compared[] {
  return control
    ? treatments.map((treatment) => compare(metric, control, treatment, registered, weights))
    : []
}

function rowOf(
  { sums, recent, waiting }: Extract<MetricInput, { readonly sums: unknown }>,
  arm: Pick<Row, 'arm' | 'weight'>,
  i: number,
): Row {
  const last = recent?.sums[i]
  const inside = waiting?.[i]
  return {
    ...arm,
    sums: sums[i] ?? EMPTY,
    ...(last ? { recent: last } : {}),
    ...(inside === undefined ? {} : { waiting: inside }),
  }
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
  const pair = pairOf(measureOf(kind, control.sums, treatment.sums))
  const difference = differenceOf(kind, control.sums, treatment.sums, pair)
  return { kind, control, treatment, plan, pair, difference, few: fewOf(kind, control, treatment) }
}

export function whyNot({ problem, side }: NotComputable, { control, treatment }: Compared): string {
  return reasonFor(problem, side === 'control' ? control.arm : treatment.arm)
}

export function of({ compared }: ComparedMetric, arm: string): Compared | undefined {
  return compared.find(({ treatment }) => treatment.arm === arm)
}

/** Of everybody, for what can't wait. */
export function watchedOf({ watched }: ComparedMetric, arm: string): Compared | undefined {
  return watched.find(({ treatment }) => treatment.arm === arm)
}
