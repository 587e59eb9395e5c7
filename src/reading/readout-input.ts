/** From what the warehouse brought back to what a readout is made of; asks nothing itself. */
import type { NamedMetric } from '../domain/brief/brief.ts'
import type { ArmUsers, MetricInput, ReadoutInput, SegmentInput } from '../domain/readout/input.ts'
import type { JoinFault } from '../domain/readout/join.ts'
import type { Arm, Brief } from '../domain/state/brief.ts'
import type { Campaign, CampaignState } from '../domain/state/campaign.ts'
import { isSameSegment } from '../warehouse/rows.ts'
import type { Exposures, MetricAggregates } from '../warehouse/warehouse.ts'

const DAY_MS = 86_400_000

/** A metric of the brief with what its query brought back, or why it brought nothing. */
export interface BroughtMetric {
  readonly named: NamedMetric
  readonly brought: MetricAggregates | { readonly failure: string }
  /** Where its people are not those who were exposed. */
  readonly join?: JoinFault
}

export function readoutInput(
  { campaign }: CampaignState,
  exposures: Exposures,
  measured: readonly BroughtMetric[],
  asOf: Date,
): ReadoutInput {
  const { brief } = campaign
  const users = countsInArmOrder(exposures.perArm, brief.arms)
  const minimumEffect = brief.outcome?.minimumEffect
  const newest = measured.map(({ brought }) => ('failure' in brought ? null : brought.newest))
  return {
    arms: brief.arms,
    users,
    metrics: measured.map((each) => metricInput(each, brief)),
    duplicates: exposures.duplicates,
    strays: strayArms(exposures, brief.arms),
    joins: measured.flatMap(({ join }) => (join ? [join] : [])),
    firstExposure: exposures.oldest,
    day: dayOf(campaign, asOf),
    horizonDays: brief.horizonDays,
    asOf,
    newestData: newestOf([exposures.newest, ...newest]),
    ...(brief.audience?.size ? { plannedUnits: brief.audience.size } : {}),
    ...(minimumEffect ? { minimumEffect } : {}),
    ...(brief.outcome?.bayesian ? { bayesian: true } : {}),
    ...(exposures.segments.length > 0 ? { segments: segmentInputs(exposures, measured, brief.arms) } : {}),
  }
}

const LONG_SINCE = 14
const WEEK = 7

/** How many of the last days stand beside all days: of each goal that people count for since at least two. */
export function recentDays(
  { campaign }: CampaignState,
  named: readonly NamedMetric[],
  asOf: Date,
): ReadonlyMap<string, number> {
  const day = dayOf(campaign, asOf)
  const goals = named.filter(({ role }) => role === 'goal')
  return new Map(
    goals.flatMap(({ name, metric }) => {
      const since = day - (metric?.windowDays ?? 0)
      return since < 2 ? [] : [[name, since >= LONG_SINCE ? WEEK : Math.ceil(since / 2)]]
    }),
  )
}

/** Days since go-live; the first is 1. */
function dayOf({ liveAt }: Pick<Campaign, 'liveAt'>, asOf: Date): number {
  return liveAt ? Math.max(1, Math.floor((asOf.getTime() - liveAt.getTime()) / DAY_MS) + 1) : 1
}

function segmentInputs(
  { segments }: Exposures,
  measured: readonly BroughtMetric[],
  arms: readonly Arm[],
): SegmentInput[] {
  return segments.map(({ perArm, ...segment }) => ({
    ...segment,
    users: countsInArmOrder(perArm, arms),
    metrics: measured.flatMap(({ named, brought }) => {
      const own =
        'failure' in brought ? undefined : brought.segments.find((each) => isSameSegment(each, segment))
      return own ? [{ name: named.name, ...countedSums(own, arms) }] : []
    }),
  }))
}

/** People of arms that the exposure query returned and the brief does not plan; beyond a number all others together. */
function strayArms({ perArm, otherArms }: Exposures, arms: readonly Arm[]): ArmUsers[] {
  const strays = perArm.flatMap(({ arm, n }) =>
    arms.some(({ name }) => name === arm) ? [] : [{ name: arm, users: n }],
  )
  return otherArms ? [...strays, { name: `${otherArms.arms} more arms`, users: otherArms.n }] : strays
}

function metricInput({ named, brought }: BroughtMetric, brief: Brief): MetricInput {
  const head = headOf(named, brief)
  if ('failure' in brought) return { ...head, failure: brought.failure }
  const { newest, reach, waiting, recent, cap } = brought
  const { arms } = brief
  return {
    ...head,
    ...countedSums(brought, arms),
    ...(waiting ? { waiting: countsInArmOrder(waiting, arms) } : {}),
    ...(recent ? { recent: { ...recent, sums: inArmOrder(recent.sums, arms) } } : {}),
    ...(cap ? { cap } : {}),
    arrived: { newest, values: reach.exposed + reach.others },
  }
}

function headOf({ metric, name, role }: NamedMetric, { guardrails }: Brief) {
  if (!metric) return { name, label: name, kind: 'mean', direction: 'up', role } as const
  const { label, kind, direction, unit, windowDays } = metric
  const margin = guardrails.find((guardrail) => guardrail.metric === name)?.margin
  return {
    name,
    label,
    kind,
    direction,
    role,
    ...(unit ? { unit } : {}),
    ...(windowDays === undefined ? {} : { windowDays }),
    ...(margin && role === 'guardrail' ? { margin } : {}),
  }
}

function countedSums(
  { sums, everybody }: Pick<MetricAggregates, 'sums' | 'everybody'>,
  arms: readonly Arm[],
) {
  return {
    sums: inArmOrder(sums, arms),
    ...(everybody ? { everybody: inArmOrder(everybody, arms) } : {}),
  }
}

function inArmOrder(sums: MetricAggregates['sums'], arms: readonly Arm[]) {
  return arms.map(({ name }) => sums.find((each) => each.arm === name) ?? { n: 0, sum: 0, sumSquares: 0 })
}

function countsInArmOrder(counts: Exposures['perArm'], arms: readonly Arm[]): number[] {
  return arms.map(({ name }) => counts.find((each) => each.arm === name)?.n ?? 0)
}

function newestOf(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date): date is Date => date !== null)
  return known.length === 0 ? null : new Date(Math.max(...known.map((date) => date.getTime())))
}
