/** One look at a campaign: every figure that a digest prints, from what the warehouse summed up. JSON-serialisable. */
import type { MetricKind } from '../catalog.ts'
import { type ArmSums, measureOf } from './arm-sums.ts'
import { type Direction, type Finding, findingOf } from './direction.ts'
import { type GuardrailState, guardrailState, type Margin } from './guardrail.ts'
import { type Contrast, fixedInterval, type Lift, type LiftProblem, type NotComputable } from './lift.ts'
import { pairOf, readableRelative } from './measure.ts'
import type { Pair } from './pair.ts'
import { reasonFor } from './reasons.ts'
import { type SampleRatio, sampleRatio } from './sample-ratio.ts'

export interface Arm {
  readonly name: string
  /** Share of the split in any unit; 0 where nobody should arrive. */
  readonly weight: number
}

export type MetricRole = 'goal' | 'guardrail' | 'secondary'

interface MetricHead {
  /** Unique in the readout. */
  readonly name: string
  readonly label: string
  readonly kind: MetricKind
  readonly direction: Direction
  readonly role: MetricRole
}

/** `sums` in the order of the arms (an arm without a row counts as empty), or why the query gave none. */
export type MetricInput = MetricHead & {
  readonly unit?: string
  readonly margin?: Margin
} & ({ readonly sums: readonly ArmSums[] } | { readonly failure: string })

/** Everybody whose `column` had this value when they were first exposed: the same units and sums, by arm. */
export interface SegmentInput {
  readonly column: string
  /** Null where the exposure query gave none. */
  readonly value: string | null
  /** All values beyond the twenty largest together; `value` is "other" then. */
  readonly rest?: true
  /** In the order of the arms. */
  readonly users: readonly number[]
  /** The measured metrics by name, their sums in the order of the arms. */
  readonly metrics: readonly { readonly name: string; readonly sums: readonly ArmSums[] }[]
}

export interface ReadoutInput {
  /** The first is the control. */
  readonly arms: readonly Arm[]
  /** People per arm, in the order of the arms. */
  readonly users: readonly number[]
  readonly metrics: readonly MetricInput[]
  /** Units seen in more than one arm; they are left out of `users` and of the sums. */
  readonly duplicates: number
  readonly day: number
  readonly horizonDays: number
  readonly asOf: Date
  /** The newest exposure or value that the warehouse holds; null where it holds none. */
  readonly newestData: Date | null
  /** The relative effect of the goal that the campaign is meant to reach, as a fraction. */
  readonly minimumEffect?: number
  /** Up to three columns, up to 22 values of each: the largest first, the rest and NULL last. */
  readonly segments?: readonly SegmentInput[]
}

export type ShownLift =
  | Lift
  | { readonly computable: false; readonly problem: LiftProblem; readonly reason: string }

/** One arm against the control. The finding rests on the relative lift, else on the absolute one. */
export interface ArmComparison {
  readonly arm: string
  readonly relative: ShownLift
  readonly absolute: ShownLift
  readonly finding: Finding | 'not computable'
  /** Null for a metric that is no guardrail. */
  readonly guardrail: GuardrailState | null
}

export interface ArmValue {
  readonly arm: string
  readonly n: number
  /** Null where the warehouse gave no finite number. */
  readonly sum: number | null
  /** Of the units' values squared: with n and sum, all that the interval rests on. */
  readonly sumSquares: number | null
  /** sum / n, of a ratio sum / sum of the denominator; null where the arm is empty. */
  readonly value: number | null
}

/** A metric whose query failed stays, with its failure and without a number. */
export type MetricReadout = MetricHead & {
  readonly unit: string | null
  readonly margin: Margin | null
} & (
    | {
        readonly measured: true
        readonly values: readonly ArmValue[]
        readonly comparisons: readonly ArmComparison[]
      }
    | { readonly measured: false; readonly failure: string; readonly guardrail: GuardrailState | null }
  )

export type MeasuredMetric = Extract<MetricReadout, { measured: true }>

export interface Readout {
  /** ISO 8601, UTC. */
  readonly asOf: string
  readonly day: number
  readonly horizonDays: number
  readonly newestData: string | null
  /** Hours since the newest data; null where there is none. */
  readonly dataAgeHours: number | null
  /** The newest data is older than a day, or there is none. */
  readonly stale: boolean
  readonly arms: readonly (Arm & { readonly users: number })[]
  readonly duplicates: number
  readonly sampleRatio: SampleRatio
  readonly minimumEffect: number | null
  readonly metrics: readonly MetricReadout[]
}

const HOUR = 3_600_000
const STALE_AFTER_HOURS = 24
const ALPHA = 0.05
const EMPTY: ArmSums = { n: 0, sum: 0, sumSquares: 0 }

/** Lifts with fixed 95 % intervals: what one look shows, not a verdict over many looks. */
export function readout(input: ReadoutInput): Readout {
  const { arms, asOf, newestData } = input
  const users = arms.map((_, index) => input.users[index] ?? 0)
  const age = newestData && Math.max(0, (asOf.getTime() - newestData.getTime()) / HOUR)
  return {
    asOf: asOf.toISOString(),
    day: input.day,
    horizonDays: input.horizonDays,
    newestData: newestData?.toISOString() ?? null,
    dataAgeHours: age,
    stale: age === null || age > STALE_AFTER_HOURS,
    arms: arms.map((arm, index) => ({ name: arm.name, weight: arm.weight, users: users[index] ?? 0 })),
    duplicates: input.duplicates,
    sampleRatio: sampleRatio(
      users,
      arms.map((arm) => arm.weight),
    ),
    minimumEffect: input.minimumEffect ?? null,
    metrics: input.metrics.map((metric) => metricReadout(metric, arms)),
  }
}

function metricReadout(metric: MetricInput, arms: readonly Arm[]): MetricReadout {
  const { name, label, kind, direction, role } = metric
  const head = {
    name,
    label,
    kind,
    direction,
    role,
    unit: metric.unit ?? null,
    margin: metric.margin ?? null,
  }
  if ('failure' in metric) {
    const guardrail = role === 'guardrail' ? 'not measured' : null
    return { ...head, measured: false, failure: metric.failure, guardrail }
  }
  const rows = arms.map((arm, index) => ({ arm: arm.name, sums: metric.sums[index] ?? EMPTY }))
  const [control, ...treatments] = rows
  const comparisons = control ? treatments.map((row) => comparison(metric, control, row)) : []
  return { ...head, measured: true, values: rows.map(armValue), comparisons }
}

interface Row {
  readonly arm: string
  readonly sums: ArmSums
}

function armValue({ arm, sums }: Row): ArmValue {
  const { n, sum, sumSquares } = sums
  const finite = Number.isFinite(sum)
  const value = sum / (sums.denominator?.sum ?? n)
  // + 0 because JSON has no −0.
  return {
    arm,
    n,
    sum: finite ? sum + 0 : null,
    sumSquares: Number.isFinite(sumSquares) ? sumSquares + 0 : null,
    value: Number.isFinite(value) ? value + 0 : null,
  }
}

function comparison(metric: MetricInput, control: Row, treatment: Row): ArmComparison {
  const pair = pairOf(measureOf(metric.kind, control.sums, treatment.sums))
  const said = (result: Lift | NotComputable) => shown(result, control, treatment)
  const relative = said(interval(pair, readableRelative))
  const absolute = said(interval(pair, (both) => both.absolute))
  const lift = relative.computable ? relative : absolute
  return {
    arm: treatment.arm,
    relative,
    absolute,
    finding: lift.computable ? findingOf(metric.direction, lift) : 'not computable',
    guardrail: metric.role === 'guardrail' ? guardrailOf(metric, pair) : null,
  }
}

function interval(
  pair: Pair | NotComputable,
  contrastOf: (pair: Pair) => Contrast | NotComputable,
): Lift | NotComputable {
  const contrast = pair.computable ? contrastOf(pair) : pair
  return 'computable' in contrast ? contrast : fixedInterval(contrast, ALPHA)
}

function guardrailOf({ direction, margin }: MetricInput, pair: Pair | NotComputable): GuardrailState {
  const relative = interval(pair, (both) => both.relative)
  return guardrailState(
    direction,
    margin ?? null,
    relative,
    interval(pair, (both) => both.absolute),
  )
}

function shown(result: Lift | NotComputable, control: Row, treatment: Row): ShownLift {
  if (result.computable) return result
  const { problem, side } = result
  const { arm } = side === 'control' ? control : treatment
  return { computable: false, problem, reason: reasonFor(problem, arm) }
}
