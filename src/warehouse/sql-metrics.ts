import type { MetricDefinition } from '../domain/catalog/catalog.ts'
import type { Dialect } from './dialects.ts'
import { cut } from './sql-cap.ts'
import { countedSpan, isWithin, recentSpan, type Span } from './sql-counts.ts'
import { CELLS, PLACED, quoted } from './sql-exposures.ts'
import { type Bind, type Part, subquery } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

/** What a metric knows of a unit: of the time from its first exposure on, and of the time before. */
export type UnitColumn = 'value' | 'denominator' | 'value_before' | 'denominator_before'

/** A column of the answer: `of` is summed up over units, and again over cells. */
export interface Sum {
  readonly name: string
  readonly of: string
  readonly fold: 'sum' | 'max'
}

export function unitColumns({ kind, preDays }: MetricDefinition): UnitColumn[] {
  const now: UnitColumn[] = kind === 'ratio' ? ['value', 'denominator'] : ['value']
  const before: UnitColumn[] = kind === 'ratio' ? ['value_before', 'denominator_before'] : ['value_before']
  return preDays === undefined ? now : [...now, ...before]
}

/** Before the names of the sums of those who came last, and of everybody, those still inside the window too. */
export const RECENT = 'recent_'
export const ALL = 'all_'

/**
 * A metric's columns of the answer, from a row `m` of `measuredPart`: its sums of the units that count; the same of
 * those who came last and of everybody, where it is asked; the largest value of one unit, and where values were cut.
 */
export function sumsOf(q: CampaignQuery, metric: MetricDefinition): Sum[] {
  const windowed = metric.windowDays !== undefined
  const counted = (name: string) => (windowed ? only('counted', name) : `m.${name}`)
  const all = unitSums(metric)
  const named = (prefix: string, of: (name: string) => string) =>
    all.map(({ name, fold }) => ({ name: `${prefix}${name}`, of: of(name), fold }))
  return [
    ...named('', counted),
    ...(recentSpan(q, metric) ? named(RECENT, (name) => only('recent', name)) : []),
    ...(windowed ? named(ALL, (name) => `m.${name}`) : []),
    ...largestIn(metric).map((sum) => ({ ...sum, of: counted(sum.name) })),
    ...capIn(metric).map((sum) => ({ ...sum, of: `m.${sum.name}` })),
  ]
}

function only(mark: string, name: string): string {
  return `case when m.${mark} = 1 then m.${name} else 0 end`
}

/** Each column's sum, and the sum of each product of two, squares too: all that a comparison needs. */
function unitSums(metric: MetricDefinition): Sum[] {
  const columns = unitColumns(metric)
  const products = columns.flatMap((a, index) => columns.slice(index).map((b) => [a, b] as const))
  return [
    ...columns.map((column) => ({ name: sumName(column), of: column, fold: 'sum' as const })),
    ...products.map(([a, b]) => ({ name: sumName(a, b), of: `${a} * ${b}`, fold: 'sum' as const })),
  ]
}

function largestIn(metric: MetricDefinition): Sum[] {
  return hasLargest(metric) ? [{ name: 'largest', of: 'abs(value)', fold: 'max' }] : []
}

function capIn({ cap }: MetricDefinition): Sum[] {
  return cap === undefined ? [] : [{ name: 'cap', of: 'cap', fold: 'max' }]
}

/** Of a proportion each is as large as any other. */
export function hasLargest({ kind }: MetricDefinition): boolean {
  return kind !== 'proportion'
}

/** Of two columns in the order of `unitColumns`. */
export function sumName(column: UnitColumn, times?: UnitColumn): string {
  return times ? `sum_${column}_x_${times}` : `sum_${column}`
}

/** The columns that a metric's query must return. */
export function declaredColumns({ kind }: Pick<MetricDefinition, 'kind'>): string[] {
  return ['unit', 'at', 'value', ...(kind === 'ratio' ? ['denominator'] : [])]
}

export interface MetricPart {
  readonly metric: MetricDefinition
  /** Of the part that it is measured in. */
  readonly name: string
}

/**
 * `cell, counted, recent, reached, others, <sums>, newest, unreadable` of what the units did, `counted` and `recent` (1
 * or 0) where they are asked; the values of all others are in a row with no cell. `reached` are units with a value since the first exposure of anybody, `others` values since then of units
 * that were never exposed: where nothing else matches, that tells a join that is wrong from people who did nothing.
 * Both are of everybody, however long a window is.
 */
export function measuredPart(
  dialect: Dialect,
  q: CampaignQuery,
  { metric, name }: MetricPart,
  bind: Bind,
): Part {
  const spans = { counted: countedSpan(q, metric), recent: recentSpan(q, metric) }
  const values = valued(dialect, q, metric, bind)
  const columns = unitValues(dialect, metric, bind).map(
    ([name, of]) => `
    ${of} as ${name},`,
  )
  const sums = [...unitSums(metric), ...largestIn(metric), ...capIn(metric)].map(
    ({ name, of, fold }) => ` coalesce(${fold}(${of}), 0) as ${name},`,
  )
  const marked = (['counted', 'recent'] as const).filter((name) => spans[name])
  const by = ['cell', ...marked].join(', ')
  const capped = metric.cap === undefined ? '' : `, ${cut(metric.cap, unitColumns(metric), marked)}`
  const query = `with ${values}, stairway_matched as (
  select v.*, a.unit as placed, a.cell, ${since(dialect, 'a.exposed_at')} as exposed_at, ${since(dialect, 'f.oldest')} as oldest${marks(dialect, spans, bind)}
  from stairway_values as v left join ${PLACED} as a on a.unit = v.unit
    cross join (select min(oldest) as oldest from ${CELLS}) as f
), stairway_units as (
  select v.placed as unit, v.cell,${columns.join('')}${marked.map((name) => ` max(v.${name}) as ${name},`).join('')}
    count(case when v.unit is not null and v.at_ >= v.oldest then 1 end) as late,
    max(v.at_) as newest, min(v.unreadable) as unreadable
  from stairway_matched as v
  group by v.placed, v.cell
)${capped}
select ${by}, count(case when late > 0 and unit is not null then 1 end) as reached,
  sum(case when unit is null then late else 0 end) as others,${sums.join('')} max(newest) as newest, min(unreadable) as unreadable
from ${capped ? 'stairway_cut' : 'stairway_units'} group by ${by}`
  return { name, query }
}

/** Whether a value's unit was first exposed in each of the spans. */
function marks(dialect: Dialect, spans: Readonly<Record<string, Span | null>>, bind: Bind): string {
  const marked = Object.entries(spans).map(([name, span]) =>
    span
      ? `,
    case when ${isWithin(dialect, span, 'a.exposed_at', bind)} then 1 else 0 end as ${name}`
      : '',
  )
  return marked.join('')
}

/** When what is counted from `instant` begins for a value `v`: for a day without a time, with that day. */
export function since(dialect: Dialect, instant: string): string {
  return `case when v.dated = 1 then ${dialect.day(instant)} else ${instant} end`
}

/** `stairway_values`: every value until now. A NULL value is no value (its date still says how fresh the data is); no date: no row. */
export function valued(dialect: Dialect, q: CampaignQuery, metric: MetricDefinition, bind: Bind): string {
  const { column } = dialect
  const [unit, at] = [column('unit'), column('at')]
  const numbers = metric.kind === 'ratio' ? (['value', 'denominator'] as const) : (['value'] as const)
  const read = numbers.map(
    (name) => `,
    ${dialect.number(column(name))} as ${name}, ${column(name)} as raw_${name}`,
  )
  const unreadable = numbers.map(
    (name) => `
      when ${name} is null and raw_${name} is not null then ${quoted(dialect, name, `raw_${name}`)}`,
  )
  return `stairway_read as (
  select ${dialect.unit(unit)} as unit, ${dialect.instant(at)} as at_, case when ${dialect.dated(at)} then 1 else 0 end as dated,
    ${at} as raw_at${read.join('')}
  from ${subquery(dialect, metric.sql, q.campaignKey, bind)}
  where ${at} is not null
), stairway_values as (
  select unit, at_, dated, ${numbers.join(', ')},
    case when at_ is null then ${quoted(dialect, 'at', 'raw_at')}${unreadable.join('')}
    end as unreadable
  from stairway_read
  where at_ is null or at_ <= ${dialect.moment(bind(q.until.toISOString()))}
)`
}

function unitValues(dialect: Dialect, metric: MetricDefinition, bind: Bind): [UnitColumn, string][] {
  const { windowDays, preDays } = metric
  const ends =
    windowDays === undefined ? '' : ` and v.at_ < ${dialect.later('v.exposed_at', bind(windowDays))}`
  const after = `v.at_ >= v.exposed_at${ends}`
  const sum = (when: string, of: string) => `sum(case when ${when} then v.${of} end)`
  const happened = (when: string) =>
    `max(case when ${when} and v.value > 0 then ${dialect.one} else ${dialect.zero} end)`
  const value = (when: string) => (metric.kind === 'proportion' ? happened(when) : sum(when, 'value'))
  const columns: Record<UnitColumn, (when: string) => string> = {
    value,
    denominator: (when) => sum(when, 'denominator'),
    value_before: value,
    denominator_before: (when) => sum(when, 'denominator'),
  }
  const before =
    preDays === undefined
      ? ''
      : `v.at_ < v.exposed_at and v.at_ >= ${dialect.later('v.exposed_at', bind(-preDays))}`
  return unitColumns(metric).map((name) => [name, columns[name](name.endsWith('_before') ? before : after)])
}
