import fc from 'fast-check'
import type { MetricDefinition } from '../../src/domain/catalog/catalog.ts'
import type { ArmSums } from '../../src/domain/readout/arm-sums.ts'
import type {
  CampaignAggregates,
  CampaignQuery,
  MetricAggregates,
  Segment,
} from '../../src/warehouse/warehouse.ts'
import { DID, type ExposureRow, metric, type ValueRow } from './stages.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const START = Date.parse('2026-03-02T09:00:00Z')
export const until = new Date(START + 54 * HOUR)

// A grid of six hours over two and a half days, so that windows and `until` are often hit to the instant.
const at = fc.option(
  fc.integer({ min: -3, max: 12 }).map((step) => new Date(START + step * 6 * HOUR)),
  { freq: 20 },
)
const units = Array.from({ length: 8 }, (_, i) => `u${i}`)
const unit = fc.option(fc.constantFrom(...units), { freq: 20 })
// Most rows of a unit are of one arm, or hardly any unit would be in a single one.
const arms = fc.constantFrom('own', 'own', 'own', 'own', 'own', 'own', 'own', 'own', 'control', 'mail', null)
const country = fc.constantFrom('DE', 'FR', 'other', null)
const platform = fc.constantFrom('Web', 'iOS', null)
export const exposureRow: fc.Arbitrary<ExposureRow> = fc
  .record({
    campaign: fc.constantFrom('winback', 'winback', 'winback', 'other'),
    unit,
    arm: arms,
    at,
    country,
    platform,
  })
  .map((row) => ({
    ...row,
    arm: row.arm === 'own' ? (units.indexOf(row.unit ?? '') % 2 ? 'mail' : 'control') : row.arm,
  }))
// Quarters add up exactly, in any order.
const value = fc.option(
  fc.integer({ min: -8, max: 20 }).map((quarters) => quarters / 4),
  { freq: 6 },
)
export const valueRow: fc.Arbitrary<ValueRow> = fc.record({ unit, at, value, denominator: value })
const days = fc.constantFrom(undefined, 0.5, 1, 2)
// Smaller shares than stairway.yaml takes, or eight units would never be cut.
const cap = fc.constantFrom(undefined, undefined, 0.5, 0.75, 0.9)
/** A metric, and how many of the last days it is asked for. */
export const shape = fc
  .record({
    kind: fc.constantFrom<MetricDefinition['kind']>('proportion', 'mean', 'ratio'),
    windowDays: days,
    preDays: days,
    cap,
    recentDays: days,
  })
  .map(({ kind, windowDays, preDays, cap, recentDays }) => ({
    kind,
    ...(windowDays === undefined ? {} : { windowDays }),
    ...(preDays === undefined ? {} : { preDays }),
    ...(cap === undefined || kind === 'proportion' ? {} : { cap }),
    ...(recentDays === undefined ? {} : { recentDays }),
  }))
export const segmentColumns = fc.constantFrom<('country' | 'platform')[]>(
  [],
  ['country'],
  ['platform', 'country'],
)

type Column = 'country' | 'platform'
type Shape = Pick<MetricDefinition, 'kind' | 'windowDays' | 'preDays' | 'cap'> & {
  readonly recentDays?: number
}

/** What a warehouse is asked for shapes. */
export function askedOf(shapes: readonly Shape[], did = DID): Pick<CampaignQuery, 'metrics' | 'recentDays'> {
  const named = shapes.map((each, index) => ({ ...each, name: `m${index}` }))
  return {
    metrics: named.map(({ recentDays, ...more }) => metric(did, more)),
    recentDays: new Map(
      named.flatMap(({ name, recentDays }) =>
        recentDays === undefined ? [] : [[name, recentDays] as const],
      ),
    ),
  }
}

interface Unit {
  readonly name: string
  readonly arm: string
  readonly exposedAt: number
  readonly first: ExposureRow
}

/** The same rules in a few loops over all rows; shares nothing with the SQL. */
export function reference(
  seen: readonly ExposureRow[],
  did: readonly ValueRow[],
  metrics: readonly Shape[],
  columns: readonly Column[] = [],
): CampaignAggregates {
  const rows = seen.filter(
    (row) => row.campaign === 'winback' && row.unit && row.arm && row.at && row.at <= until,
  )
  const names = [...new Set(rows.map(({ unit }) => unit ?? ''))]
  const assigned = names.map((name) => {
    const own = rows.filter((row) => row.unit === name).sort((a, b) => earlier(a, b, columns))
    const single = new Set(own.map(({ arm }) => arm)).size === 1
    return { name, arm: single ? own[0]?.arm : null, first: own[0], exposedAt: own[0]?.at?.getTime() ?? 0 }
  })
  const single = assigned.filter((each): each is Unit => typeof each.arm === 'string')
  const groups = columns.flatMap((column) => grouped(single, column))
  const dates = did.flatMap(({ at }) => (at !== null && at <= until ? [at] : []))
  const oldest = assigned.length > 0 ? Math.min(...assigned.map(({ exposedAt }) => exposedAt)) : null
  const late = did.filter(({ unit, at }) => unit && at && at <= until && oldest !== null && +at >= oldest)
  const reach = {
    exposed: names.filter((name) => late.some(({ unit }) => unit === name)).length,
    others: late.filter(({ unit }) => !names.includes(unit ?? '')).length,
  }
  return {
    exposures: {
      perArm: perArm(single),
      duplicates: assigned.length - single.length,
      oldest: oldest === null ? null : new Date(oldest),
      newest: newest(rows.flatMap(({ at }) => (at ? [at] : []))),
      segments: groups.map(({ segment, units }) => ({ ...segment, perArm: perArm(units) })),
    },
    metrics: metrics.map((metric): MetricAggregates => {
      const caps = { now: capOf(single, did, metric, 'm'), before: capOf(single, did, metric, 'mPre') }
      const of = (all: readonly Unit[], rows = sums) => rows(all, did, metric, caps)
      return {
        sums: of(single),
        newest: newest(dates),
        reach,
        segments: groups.map(({ segment, units }) => ({
          ...segment,
          sums: of(units),
          ...(metric.windowDays ? { everybody: of(units, everybodySums) } : {}),
        })),
        ...(metric.windowDays ? { waiting: counts(single, (unit) => !isOver(unit, metric)) } : {}),
        ...(metric.windowDays ? { everybody: of(single, everybodySums) } : {}),
        ...(metric.recentDays ? { recent: { days: metric.recentDays, sums: of(single, recentSums) } } : {}),
        ...(metric.cap && caps.now ? { cap: { share: metric.cap, value: caps.now } } : {}),
      }
    }),
  }
}

/** Whether the window of a unit has passed. */
function isOver({ exposedAt }: Unit, { windowDays = 0 }: Shape): boolean {
  return exposedAt + windowDays * DAY <= until.getTime()
}

function isRecent({ exposedAt }: Unit, { windowDays = 0, recentDays = 0 }: Shape): boolean {
  return exposedAt > until.getTime() - (windowDays + recentDays) * DAY
}

/** The value at the place of the share among those that are not 0, of all arms; 0 where nothing is cut. */
function capOf(all: readonly Unit[], did: readonly ValueRow[], metric: Shape, of: 'm' | 'mPre'): number {
  const counted = all.filter((unit) => isOver(unit, metric))
  const sizes = counted.map((unit) => Math.abs(values(unit, did, metric)[of])).filter((size) => size > 0)
  const place = metric.cap === undefined ? 0 : Math.ceil(metric.cap * sizes.length)
  return sizes.sort((a, b) => a - b)[place - 1] ?? 0
}

function earlier(a: ExposureRow, b: ExposureRow, columns: readonly Column[]): number {
  const time = (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0)
  const [different] = columns.filter((column) => a[column] !== b[column])
  if (time !== 0 || !different) return time
  // NULL comes last.
  return (a[different] ?? '~') < (b[different] ?? '~') ? -1 : 1
}

function grouped(all: readonly Unit[], column: Column): { segment: Segment; units: Unit[] }[] {
  const values = [...new Set(all.map(({ first }) => first[column] ?? null))]
  const groups = values.map((value) => ({
    segment: { column, value },
    units: all.filter(({ first }) => (first[column] ?? null) === value),
  }))
  const last = (value: string | null) => (value === null ? 1 : 0)
  return groups.sort(
    (a, b) =>
      last(a.segment.value) - last(b.segment.value) ||
      b.units.length - a.units.length ||
      ((a.segment.value ?? '') < (b.segment.value ?? '') ? -1 : 1),
  )
}

function armsOf(all: readonly Unit[]): string[] {
  return [...new Set(all.map(({ arm }) => arm))].sort()
}

function perArm(all: readonly Unit[]) {
  return counts(all, () => true)
}

function counts(all: readonly Unit[], which: (unit: Unit) => boolean) {
  return armsOf(all).map((arm) => ({ arm, n: all.filter((each) => each.arm === arm && which(each)).length }))
}

interface Caps {
  readonly now: number
  readonly before: number
}

type Sums = { arm: string } & ArmSums

function recentSums(all: readonly Unit[], did: readonly ValueRow[], metric: Shape, caps: Caps): Sums[] {
  const recent = sums(all, did, metric, caps, (unit) => isOver(unit, metric) && isRecent(unit, metric))
  return recent.map(({ largest, ...rest }) => rest)
}

/** Of those inside the window too, cut where those who count are. */
function everybodySums(all: readonly Unit[], did: readonly ValueRow[], metric: Shape, caps: Caps): Sums[] {
  return sums(all, did, metric, caps, () => true).map(({ largest, ...rest }) => rest)
}

function sums(
  all: readonly Unit[],
  did: readonly ValueRow[],
  metric: Shape,
  caps: Caps,
  which = (unit: Unit) => isOver(unit, metric),
): Sums[] {
  const cut = (value: number, at: number) => (at > 0 ? Math.max(-at, Math.min(at, value)) : value)
  return armsOf(all).map((arm) => {
    const counted = all.filter((each) => each.arm === arm && which(each))
    const own = counted
      .map((each) => values(each, did, metric))
      .map((each) => ({ ...each, m: cut(each.m, caps.now), mPre: cut(each.mPre, caps.before) }))
    const total = (of: (unit: (typeof own)[number]) => number) =>
      own.reduce((sum, each) => sum + of(each), 0) + 0
    const under = {
      sum: total(({ d }) => d),
      sumSquares: total(({ d }) => d * d),
      products: total(({ m, d }) => m * d),
    }
    const underBefore = {
      sum: total(({ dPre }) => dPre),
      sumSquares: total(({ dPre }) => dPre * dPre),
      products: total(({ mPre, dPre }) => mPre * dPre),
      withAfter: total(({ d, dPre }) => d * dPre),
      withValueAfter: total(({ m, dPre }) => m * dPre),
      afterWithValueBefore: total(({ mPre, d }) => mPre * d),
    }
    const before = {
      sum: total(({ mPre }) => mPre),
      sumSquares: total(({ mPre }) => mPre * mPre),
      products: total(({ m, mPre }) => m * mPre),
    }
    const ratio = metric.kind === 'ratio'
    return {
      arm,
      n: own.length,
      sum: total(({ m }) => m),
      sumSquares: total(({ m }) => m * m),
      ...(metric.kind === 'proportion' ? {} : { largest: Math.max(0, ...own.map(({ m }) => Math.abs(m))) }),
      ...(ratio ? { denominator: under } : {}),
      ...(metric.preDays ? { before: { ...before, ...(ratio ? { denominator: underBefore } : {}) } } : {}),
    }
  })
}

function values({ name, exposedAt }: Unit, did: readonly ValueRow[], { kind, windowDays, preDays }: Shape) {
  const between = (from: number, to: number) =>
    did.filter(
      ({ unit, at }) =>
        unit === name && at !== null && at <= until && at.getTime() >= from && at.getTime() < to,
    )
  const after = between(exposedAt, windowDays ? exposedAt + windowDays * DAY : Number.POSITIVE_INFINITY)
  const before = between(exposedAt - (preDays ?? 0) * DAY, exposedAt)
  const sum = (rows: readonly ValueRow[], of: 'value' | 'denominator') =>
    rows.reduce((all, row) => all + (row[of] ?? 0), 0)
  const measured = (rows: readonly ValueRow[]) =>
    kind === 'proportion' ? Number(rows.some((row) => (row.value ?? 0) > 0)) : sum(rows, 'value')
  return {
    m: measured(after),
    d: sum(after, 'denominator'),
    mPre: measured(before),
    dPre: sum(before, 'denominator'),
  }
}

function newest(dates: readonly Date[]): Date | null {
  return dates.length ? new Date(Math.max(...dates.map((date) => date.getTime()))) : null
}
