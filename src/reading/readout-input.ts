/** From what the warehouse brought back to what a readout is made of; asks nothing itself. */
import type { NamedMetric } from '../domain/brief/brief.ts'
import type { MetricInput, ReadoutInput, SegmentInput } from '../domain/readout/readout.ts'
import type { Arm, Brief } from '../domain/state/brief.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { isSameSegment } from '../warehouse/rows.ts'
import type { Exposures, MetricAggregates } from '../warehouse/warehouse.ts'

const DAY_MS = 86_400_000

/** A metric of the brief with what its query brought back, or why it brought nothing. */
export interface BroughtMetric {
  readonly named: NamedMetric
  readonly brought: MetricAggregates | { readonly failure: string }
}

export function readoutInput(
  { campaign }: CampaignState,
  exposures: Exposures,
  measured: readonly BroughtMetric[],
  asOf: Date,
): ReadoutInput {
  const { brief, liveAt } = campaign
  const users = brief.arms.map((arm) => exposures.perArm.find((each) => each.arm === arm.name)?.n ?? 0)
  const minimumEffect = brief.outcome?.minimumEffect
  const newest = measured.map(({ brought }) => ('failure' in brought ? null : brought.newest))
  return {
    arms: brief.arms,
    users,
    metrics: measured.map((each) => metricInput(each, brief)),
    duplicates: exposures.duplicates,
    day: liveAt ? Math.max(1, Math.floor((asOf.getTime() - liveAt.getTime()) / DAY_MS) + 1) : 1,
    horizonDays: brief.horizonDays,
    asOf,
    newestData: newestOf([exposures.newest, ...newest]),
    ...(brief.audience?.size ? { plannedUnits: brief.audience.size } : {}),
    ...(minimumEffect ? { minimumEffect } : {}),
    ...(brief.outcome?.bayesian ? { bayesian: true } : {}),
    ...(exposures.segments.length > 0 ? { segments: segmentInputs(exposures, measured, brief.arms) } : {}),
  }
}

function segmentInputs(
  { segments }: Exposures,
  measured: readonly BroughtMetric[],
  arms: readonly Arm[],
): SegmentInput[] {
  return segments.map(({ perArm, ...segment }) => ({
    ...segment,
    users: arms.map((arm) => perArm.find((each) => each.arm === arm.name)?.n ?? 0),
    metrics: measured.flatMap(({ named, brought }) => {
      const own =
        'failure' in brought ? undefined : brought.segments.find((each) => isSameSegment(each, segment))
      return own ? [{ name: named.name, sums: inArmOrder(own.sums, arms) }] : []
    }),
  }))
}

/** Arms that the exposure query returned and the brief does not plan: nothing can be read out of such a split. */
export function unplannedArms(exposures: Exposures, arms: readonly Arm[]): string | null {
  const unplanned = exposures.perArm
    .filter(({ arm }) => !arms.some(({ name }) => name === arm))
    .map(({ arm }) => `"${arm}"`)
  if (unplanned.length === 0) return null
  const planned = arms.map(({ name }) => `"${name}"`).join(', ')
  return `the exposure query returned arms that the brief does not plan: ${unplanned.slice(0, 5).join(', ')}; planned are ${planned}`
}

function metricInput({ named, brought }: BroughtMetric, brief: Brief): MetricInput {
  const head = headOf(named, brief)
  if ('failure' in brought) return { ...head, failure: brought.failure }
  return { ...head, sums: inArmOrder(brought.sums, brief.arms) }
}

function headOf({ metric, name, role }: NamedMetric, { guardrails }: Brief) {
  if (!metric) return { name, label: name, kind: 'mean', direction: 'up', role } as const
  const { label, kind, direction, unit } = metric
  const margin = guardrails.find((guardrail) => guardrail.metric === name)?.margin
  return {
    name,
    label,
    kind,
    direction,
    role,
    ...(unit ? { unit } : {}),
    ...(margin && role === 'guardrail' ? { margin } : {}),
  }
}

function inArmOrder(sums: MetricAggregates['sums'], arms: readonly Arm[]) {
  return arms.map(({ name }) => sums.find((each) => each.arm === name) ?? { n: 0, sum: 0, sumSquares: 0 })
}

function newestOf(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date): date is Date => date !== null)
  return known.length === 0 ? null : new Date(Math.max(...known.map((date) => date.getTime())))
}
