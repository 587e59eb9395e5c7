import type { ExposureDefinition } from '../domain/catalog/catalog.ts'
import type { Dialect } from './dialects.ts'
import { countsIn, isWithin } from './sql-counts.ts'
import { type Bind, type Part, subquery } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

/** Each unit once: `unit, exposed_at, cell`. */
export const PLACED = 'stairway_placed'
/** Each arm with each combination of segments: `cell, arm, bucket_1…, n, n_1…, oldest, newest, unreadable` (n_1… are those of `countsIn`). */
export const CELLS = 'stairway_cells'

/** Which arms stand by themselves: `arm, place, more`; those placed behind MAX_ARMS, of which there are `more`, are read together. */
export const ARMS = 'stairway_arms'

/** So many arms stand by themselves, the planned ones first, then the largest: strange ones may be any number. */
export const MAX_ARMS = 100

/** So many values of a segment stand by themselves. */
export const MOST_VALUES = 20
// A column that holds something else, such as addresses of pages, may not make the answer large.
const LONGEST_VALUE = 60

const VALUE_MARK = '='
const REST = 'other'
const NONE = ''

interface SegmentColumn {
  readonly declared: string
  readonly value: string
  readonly bucket: string
}

export function segmentColumns({ segments = [] }: ExposureDefinition): SegmentColumn[] {
  return segments.map((declared, index) => ({
    declared,
    value: `segment_${index + 1}`,
    bucket: `bucket_${index + 1}`,
  }))
}

/**
 * What a bucket says: a value behind its mark, so that one called "other" is not taken for the rest. No bucket is NULL:
 * cells are found by comparing them.
 */
export function bucketOf(bucket: string): { readonly value: string | null; readonly rest?: true } {
  if (bucket === NONE) return { value: null }
  return bucket === REST ? { value: REST, rest: true } : { value: bucket.slice(VALUE_MARK.length) }
}

/**
 * Each unit with its arm and segments as the number of a cell, which is small to keep and to compare while the metrics
 * are read. An exposure without unit, arm or date assigns nobody. Units are compared as text, whole numbers without a
 * point: the queries need not agree on a type. A unit seen in several arms has no cell; its cell in `stairway_cells` has no arm.
 */
export function assignedParts(dialect: Dialect, q: CampaignQuery, bind: Bind): Part[] {
  const segments = segmentColumns(q.exposures)
  return [
    assigned(dialect, q, segments, bind),
    ...segments.map(({ value }, index) => largest(value, index + 1)),
    cells(dialect, q, segments, bind),
    arms(q.arms ?? [], bind),
    placed(segments),
  ]
}

/** Each unit as it was at its first exposure. Windows, because groups would hold the text of each unit in memory. */
function assigned(dialect: Dialect, q: CampaignQuery, segments: readonly SegmentColumn[], bind: Bind): Part {
  const values = segments.map(({ value }) => `, ${value}`).join('')
  const order = ['at_', ...segments.map(({ value }) => `${value} nulls last`)].join(', ')
  const ofUnit = 'over (partition by unit)'
  const query = `with ${exposed(dialect, q, segments, bind)}, stairway_turns as (
  select unit, arm, at_${values}, row_number() over (partition by unit order by ${order}) as turn,
    min(arm) ${ofUnit} as least_arm, max(arm) ${ofUnit} as most_arm, max(at_) ${ofUnit} as newest,
    min(case when at_ is null then ${quoted(dialect, 'exposed_at', 'raw')} end) ${ofUnit} as unreadable
  from stairway_exposed
  where at_ is null or (at_ <= ${dialect.moment(bind(q.until.toISOString()))}${since(dialect, q, bind)})
)
select unit, case when least_arm = most_arm then arm end as arm, at_ as exposed_at${values}, newest, unreadable
from stairway_turns where turn = 1`
  return { name: 'stairway_assigned', query }
}

function since(dialect: Dialect, q: CampaignQuery, bind: Bind): string {
  return q.since ? ` and at_ >= ${dialect.moment(bind(q.since.toISOString()))}` : ''
}

/** `stairway_exposed` as `unit, arm, at_, raw, <segments>`: every exposure. */
export function exposed(
  dialect: Dialect,
  q: CampaignQuery,
  segments: readonly SegmentColumn[],
  bind: Bind,
): string {
  const { column, text } = dialect
  const [unit, arm, at] = [column('unit'), column('arm'), column('exposed_at')]
  const values = segments.map(
    ({ declared, value }) => `,
    substr(cast(${column(declared)} as ${text}), 1, ${LONGEST_VALUE}) as ${value}`,
  )
  return `stairway_exposed as (
  select ${dialect.unit(unit)} as unit, cast(${arm} as ${text}) as arm, ${dialect.instant(at)} as at_, ${at} as raw${values.join('')}
  from ${subquery(dialect, q.exposures.sql, q.campaignKey, bind)}
  where ${unit} is not null and ${arm} is not null and ${at} is not null
)`
}

const LONGEST_EXAMPLE = 100

/** What can't be read, as an example: `at "03/02/2026"`. */
export function quoted(dialect: Dialect, column: string, raw: string): string {
  return `'${column} "' || substr(cast(${raw} as ${dialect.text}), 1, ${LONGEST_EXAMPLE}) || '"'`
}

function largest(value: string, place: number): Part {
  const query = `select ${value} as value from stairway_assigned where arm is not null and ${value} is not null
group by ${value} order by count(*) desc, ${value} limit ${MOST_VALUES}`
  return { name: `stairway_largest_${place}`, query }
}

function cells(dialect: Dialect, q: CampaignQuery, segments: readonly SegmentColumn[], bind: Bind): Part {
  const by = ['arm', ...segments.map(({ bucket }) => bucket)].join(', ')
  const counts = countsIn(q).map(
    ({ name, ...span }) => `
    count(case when ${isWithin(dialect, span, 'exposed_at', bind)} then 1 end) as ${name},`,
  )
  const query = `select row_number() over (order by ${by}) as cell, c.* from (
  select ${by}, count(*) as n,${counts.join('')} min(exposed_at) as oldest, max(newest) as newest, min(unreadable) as unreadable
  from ${bucketed(segments)} group by ${by}
) as c`
  return { name: CELLS, query }
}

function arms(planned: readonly string[], bind: Bind): Part {
  const first =
    planned.length === 0 ? '' : `case when arm in (${planned.map(bind).join(', ')}) then 0 else 1 end, `
  const query = `select arm, row_number() over (order by ${first}sum(n) desc, arm) as place, count(*) over () - ${MAX_ARMS} as more
from ${CELLS} where arm is not null group by arm`
  return { name: ARMS, query }
}

function placed(segments: readonly SegmentColumn[]): Part {
  const same = ['arm', ...segments.map(({ bucket }) => bucket)].map((name) => `c.${name} = b.${name}`)
  const query = `select b.unit, b.exposed_at, c.cell
from ${bucketed(segments)} left join ${CELLS} as c on ${same.join(' and ')}`
  return { name: PLACED, query }
}

function bucketed(segments: readonly SegmentColumn[]): string {
  const columns = segments.map(
    ({ value, bucket }, index) => `,
    case when a.${value} is null then '${NONE}' when l${index + 1}.value is null then '${REST}' else '${VALUE_MARK}' || a.${value} end as ${bucket}`,
  )
  const joins = segments.map(
    ({ value }, index) => `
  left join stairway_largest_${index + 1} as l${index + 1} on l${index + 1}.value = a.${value}`,
  )
  return `(
  select a.unit, a.arm, a.exposed_at, a.newest, a.unreadable${columns.join('')}
  from stairway_assigned as a${joins.join('')}
) as b`
}
