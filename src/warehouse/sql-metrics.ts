import type { MetricDefinition } from '../domain/catalog/catalog.ts'
import type { Dialect } from './dialects.ts'
import { PLACED } from './sql-exposures.ts'
import { type Bind, type Part, subquery } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

/** What a metric knows of a unit: of the time from its first exposure on, and of the time before. */
export type UnitColumn = 'value' | 'denominator' | 'value_before' | 'denominator_before'

/** A column of the answer: a sum over units. */
export interface Sum {
  readonly name: string
  readonly of: string
}

export function unitColumns({ kind, preDays }: MetricDefinition): UnitColumn[] {
  const now: UnitColumn[] = kind === 'ratio' ? ['value', 'denominator'] : ['value']
  const before: UnitColumn[] = kind === 'ratio' ? ['value_before', 'denominator_before'] : ['value_before']
  return preDays === undefined ? now : [...now, ...before]
}

/** Each column's sum, and the sum of each product of two, squares too: all that a comparison needs. */
export function sumsOf(metric: MetricDefinition): Sum[] {
  const columns = unitColumns(metric)
  const products = columns.flatMap((a, index) => columns.slice(index).map((b) => [a, b] as const))
  return [
    ...columns.map((column) => ({ name: sumName(column), of: column })),
    ...products.map(([a, b]) => ({ name: sumName(a, b), of: `${a} * ${b}` })),
  ]
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

/** `cell, <sums>, newest, unreadable` of what the units did; the values of all others are in a row with no cell. */
export function measuredPart(
  dialect: Dialect,
  q: CampaignQuery,
  { metric, name }: MetricPart,
  bind: Bind,
): Part {
  const values = valued(dialect, q, metric, bind)
  const columns = unitValues(dialect, metric, bind).map(
    ([name, of]) => `
    ${of} as ${name},`,
  )
  const sums = sumsOf(metric).map(({ name, of }) => ` coalesce(sum(${of}), 0) as ${name},`)
  const query = `with ${values}, stairway_units as (
  select a.unit, a.cell,${columns.join('')}
    max(v.at_) as newest, min(v.unreadable) as unreadable
  from stairway_values as v left join ${PLACED} as a on a.unit = v.unit
  group by a.unit, a.cell
)
select cell,${sums.join('')} max(newest) as newest, min(unreadable) as unreadable
from stairway_units group by cell`
  return { name, query }
}

/** Every value until now. A NULL value is no value (its date still says how fresh the data is); no date: no row. */
function valued(dialect: Dialect, q: CampaignQuery, metric: MetricDefinition, bind: Bind): string {
  const { column, text } = dialect
  const [unit, at] = [column('unit'), column('at')]
  const numbers = metric.kind === 'ratio' ? (['value', 'denominator'] as const) : (['value'] as const)
  const read = numbers.map(
    (name) => `,
    ${dialect.number(column(name))} as ${name}, ${column(name)} as raw_${name}`,
  )
  const unreadable = numbers.map(
    (name) => `
      when ${name} is null and raw_${name} is not null then '${name} "' || cast(raw_${name} as ${text}) || '"'`,
  )
  return `stairway_read as (
  select cast(${unit} as ${text}) as unit, ${dialect.instant(at)} as at_, ${at} as raw_at${read.join('')}
  from ${subquery(dialect, metric.sql, q.campaignKey, bind)}
  where ${at} is not null
), stairway_values as (
  select unit, at_, ${numbers.join(', ')},
    case when at_ is null then 'at "' || cast(raw_at as ${text}) || '"'${unreadable.join('')}
    end as unreadable
  from stairway_read
  where at_ is null or at_ <= ${dialect.instant(bind(q.until.toISOString()))}
)`
}

function unitValues(dialect: Dialect, metric: MetricDefinition, bind: Bind): [UnitColumn, string][] {
  const { windowDays, preDays } = metric
  const ends =
    windowDays === undefined ? '' : ` and v.at_ < ${dialect.later('a.exposed_at', bind(windowDays))}`
  const after = `v.at_ >= a.exposed_at${ends}`
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
      : `v.at_ < a.exposed_at and v.at_ >= ${dialect.later('a.exposed_at', bind(-preDays))}`
  return unitColumns(metric).map((name) => [name, columns[name](name.endsWith('_before') ? before : after)])
}
