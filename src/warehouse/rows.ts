import type { MetricDefinition } from '../domain/catalog/catalog.ts'
import { finite, sumsOf } from './arm-rows.ts'
import type { Dialect } from './dialects.ts'
import type { Row } from './driver.ts'
import { reasonOf, type Unreadable, WarehouseError } from './error.ts'
import { countedSpan, countOf, recentSpan } from './sql-counts.ts'
import { bucketOf, segmentColumns } from './sql-exposures.ts'
import { ALL, RECENT } from './sql-metrics.ts'
import { whyUnreadable } from './unreadable.ts'
import type { ArmUnits, CampaignQuery, Exposures, MetricAggregates, Segment } from './warehouse.ts'

/** Throws a WarehouseError for dates that can't be read. */
export function exposuresFrom(rows: readonly Row[], q: CampaignQuery, dialect: Dialect): Exposures {
  const own = rowsAt(rows, 0)
  const everybody = ofEverybody(own)
  checkReadable(everybody, dialect)
  const oldest = oldestOf(everybody)
  checkSince2000(oldest, dialect)
  const several = everybody.find((row) => row.arm === null && row.bucket === null)
  const others = everybody.find((row) => row.arm === null && row.bucket !== null)
  return {
    perArm: unitsOf(everybody),
    ...(others ? { otherArms: { arms: Number(others.bucket), n: finite(others, 'n') } } : {}),
    duplicates: several ? finite(several, 'n') : 0,
    oldest,
    newest: newestOf(everybody),
    segments: segmentsOf(own, q).map(({ segment, rows }) => ({ ...segment, perArm: unitsOf(rows) })),
  }
}

/** Of the metric at this place, from 1. Throws a WarehouseError for a date or value that can't be read or is not finite. */
export function metricFrom(
  rows: readonly Row[],
  q: CampaignQuery,
  { metric, place }: { metric: MetricDefinition; place: number },
  dialect: Dialect,
): MetricAggregates {
  const seen = rowsAt(rows, 0)
  const own = rowsAt(rows, place)
  const exposed = ofEverybody(seen)
  const everybody = ofEverybody(own)
  checkReadable(everybody, dialect)
  const counted = countOf(q, countedSpan(q, metric))
  const segments = segmentsOf(own, q)
  return {
    ...countedOf(metric, counted, exposed, everybody),
    newest: newestOf(everybody),
    reach: { exposed: total(everybody, 'n'), others: total(everybody, 'others') },
    segments: segmentsOf(seen, q).map(({ segment, rows }) => {
      const found = segments.find((each) => isSameSegment(each.segment, segment))
      return { ...segment, ...countedOf(metric, counted, rows, found?.rows ?? []) }
    }),
    ...waitingOf(metric, counted, exposed),
    ...recentOf(q, metric, exposed, everybody),
    ...capOf(metric, everybody),
  }
}

function rowsAt(rows: readonly Row[], metric: number): Row[] {
  return rows.filter((row) => Number(row.metric) === metric)
}

function ofEverybody(rows: readonly Row[]): Row[] {
  return rows.filter((row) => Number(row.segment) === 0)
}

/** Of those who count, and of everybody where these are others. */
function countedOf(
  metric: MetricDefinition,
  counted: string,
  exposed: readonly Row[],
  rows: readonly Row[],
): Pick<MetricAggregates, 'sums' | 'everybody'> {
  const sums = sumsOf(metric, unitsOf(exposed, counted), rows)
  if (metric.windowDays === undefined) return { sums }
  return { sums, everybody: sumsOf(metric, unitsOf(exposed), rows, ALL) }
}

function waitingOf(
  { windowDays }: MetricDefinition,
  counted: string,
  exposed: readonly Row[],
): Pick<MetricAggregates, 'waiting'> {
  if (windowDays === undefined) return {}
  const passed = unitsOf(exposed, counted)
  return { waiting: unitsOf(exposed).map(({ arm, n }, i) => ({ arm, n: n - (passed[i]?.n ?? 0) })) }
}

function recentOf(
  q: CampaignQuery,
  metric: MetricDefinition,
  exposed: readonly Row[],
  rows: readonly Row[],
): Pick<MetricAggregates, 'recent'> {
  const days = q.recentDays?.get(metric.name)
  if (days === undefined) return {}
  const units = unitsOf(exposed, countOf(q, recentSpan(q, metric)))
  return { recent: { days, sums: sumsOf(metric, units, rows, RECENT) } }
}

/** Everywhere the same; what is not 0 is cut at more than 0. */
function capOf({ cap: share }: MetricDefinition, rows: readonly Row[]): Pick<MetricAggregates, 'cap'> {
  if (share === undefined) return {}
  const value = Math.max(0, ...rows.map((row) => finite(row, 'cap')))
  return value > 0 ? { cap: { share, value } } : {}
}

export function isSameSegment(a: Segment, b: Segment): boolean {
  return a.column === b.column && a.value === b.value && a.rest === b.rest
}

interface SegmentRows {
  readonly segment: Segment
  readonly rows: readonly Row[]
}

function segmentsOf(rows: readonly Row[], { exposures }: CampaignQuery): SegmentRows[] {
  return segmentColumns(exposures).flatMap(({ declared }, index) => {
    const own = rows.filter((row) => Number(row.segment) === index + 1)
    const buckets = [...new Set(own.map(({ bucket }) => String(bucket)))]
    return buckets
      .map((bucket) => ({
        segment: { column: declared, ...bucketOf(bucket) },
        rows: own.filter((row) => row.bucket === bucket),
      }))
      .sort(bySize)
  })
}

function bySize(a: SegmentRows, b: SegmentRows): number {
  const last = ({ segment }: SegmentRows) => (segment.value === null ? 2 : segment.rest ? 1 : 0)
  const units = ({ rows }: SegmentRows) => total(rows, 'n')
  const name = ({ segment }: SegmentRows) => segment.value ?? ''
  return last(a) - last(b) || units(b) - units(a) || (name(a) < name(b) ? -1 : 1)
}

function inArms(rows: readonly Row[]): { arm: string; row: Row }[] {
  return rows
    .flatMap((row) => (typeof row.arm === 'string' ? [{ arm: row.arm, row }] : []))
    .sort((a, b) => (a.arm < b.arm ? -1 : 1))
}

function unitsOf(rows: readonly Row[], column = 'n'): ArmUnits[] {
  return inArms(rows).map(({ arm, row }) => ({ arm, n: finite(row, column) }))
}

/** Throws a WarehouseError for a row that holds an example of what can't be read. */
export function checkReadable(rows: readonly Row[], dialect: Dialect): void {
  const unreadable = rows.find((row) => row.unreadable !== null)?.unreadable
  if (unreadable === undefined) return
  const [, column = '', value = ''] = /^(\w+) "(.*)"$/s.exec(String(unreadable)) ?? []
  throw unreadableError({ column, value }, dialect)
}

function unreadableError(unreadable: Unreadable, dialect: Dialect): WarehouseError {
  const { column, value } = unreadable
  const seen = reasonOf(`${column} "${value}"`)
  const say = `it returned what can't be read: ${seen}${whyUnreadable(unreadable)}. ${dialect.accepts}`
  return new WarehouseError('query', say, unreadable)
}

const FIRST_TIME = Date.UTC(2000)

/** A default such as 1970 would let everything that somebody did before the campaign count as done after it. */
function checkSince2000(oldest: Date | null, dialect: Dialect): void {
  if (oldest === null || oldest.getTime() >= FIRST_TIME) return
  throw unreadableError({ column: 'exposed_at', value: oldest.toISOString() }, dialect)
}

function newestOf(rows: readonly Row[]): Date | null {
  const dates = datesOf(rows, 'newest')
  return dates.length === 0 ? null : new Date(Math.max(...dates))
}

function oldestOf(rows: readonly Row[]): Date | null {
  const dates = datesOf(rows, 'oldest')
  return dates.length === 0 ? null : new Date(Math.min(...dates))
}

function datesOf(rows: readonly Row[], column: 'oldest' | 'newest'): number[] {
  return rows.filter((row) => row[column] !== null).map((row) => finite(row, column))
}

function total(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + finite(row, column), 0)
}
