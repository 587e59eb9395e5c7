import type { ExposureDefinition } from '../domain/catalog.ts'
import type { Dialect } from './dialects.ts'
import { type Bind, subquery } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

/** Each unit once: `unit, arm, exposed_at, bucket_1…, newest, unreadable`. */
export const PLACED = 'stairway_placed'

/** So many values of a segment stand by themselves. */
export const MOST_VALUES = 20
// A column that holds something else, such as addresses of pages, may not make the answer large.
const LONGEST_VALUE = 60

const VALUE_MARK = '='
const REST = 'other'

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

/** What a bucket says: a value behind its mark, so that one called "other" is not taken for the rest. */
export function bucketOf(bucket: string | null): { readonly value: string | null; readonly rest?: true } {
  if (bucket === null) return { value: null }
  return bucket === REST ? { value: REST, rest: true } : { value: bucket.slice(VALUE_MARK.length) }
}

/**
 * Each unit with its arm (NULL if it was seen in several), its first exposure, and its segments then. An exposure
 * without unit, arm or date assigns nobody. Units are compared as text: the queries need not agree on a type.
 */
export function assignedParts(dialect: Dialect, q: CampaignQuery, bind: Bind): string[] {
  const segments = segmentColumns(q.exposures)
  if (segments.length === 0) return [exposed(dialect, q, [], bind), assigned(dialect, q, [], PLACED, bind)]
  const unplaced = 'stairway_assigned'
  return [
    exposed(dialect, q, segments, bind),
    assigned(dialect, q, segments, unplaced, bind),
    ...segments.map(({ value }, index) => largest(dialect, value, `stairway_largest_${index + 1}`)),
    placed(dialect, segments),
  ]
}

function exposed(dialect: Dialect, q: CampaignQuery, segments: readonly SegmentColumn[], bind: Bind): string {
  const { column, text } = dialect
  const [unit, arm, at] = [column('unit'), column('arm'), column('exposed_at')]
  const values = segments.map(
    ({ declared, value }) => `,
    substr(cast(${column(declared)} as ${text}), 1, ${LONGEST_VALUE}) as ${value}`,
  )
  return `stairway_exposed as (
  select cast(${unit} as ${text}) as unit, cast(${arm} as ${text}) as arm, ${dialect.instant(at)} as at_, ${at} as raw${values.join('')}
  from ${subquery(dialect, q.exposures.sql, q.campaignKey, bind)}
  where ${unit} is not null and ${arm} is not null and ${at} is not null
)`
}

function assigned(
  dialect: Dialect,
  q: CampaignQuery,
  segments: readonly SegmentColumn[],
  name: string,
  bind: Bind,
): string {
  const order = segments.map(({ value }) => `, ${value} nulls last`).join('')
  const first = `(select e.*, row_number() over (partition by unit order by at_${order}) as turn from stairway_exposed as e) as e`
  const values = segments
    .map(({ value }) => ` max(case when turn = 1 then ${value} end) as ${value},`)
    .join('')
  return `${name} ${dialect.materialized} (
  select unit, case when min(arm) = max(arm) then min(arm) end as arm, min(at_) as exposed_at,${values} max(at_) as newest,
    min(case when at_ is null then 'exposed_at "' || cast(raw as ${dialect.text}) || '"' end) as unreadable
  from ${segments.length > 0 ? first : 'stairway_exposed'}
  where at_ is null or at_ <= ${dialect.instant(bind(q.until.toISOString()))}
  group by unit
)`
}

function largest(dialect: Dialect, value: string, name: string): string {
  return `${name} ${dialect.materialized} (
  select ${value} as value from stairway_assigned where arm is not null and ${value} is not null
  group by ${value} order by count(*) desc, ${value} limit ${MOST_VALUES}
)`
}

function placed(dialect: Dialect, segments: readonly SegmentColumn[]): string {
  const buckets = segments.map(
    ({ value, bucket }, index) =>
      ` case when l${index + 1}.value is not null then '${VALUE_MARK}' || a.${value} when a.${value} is not null then '${REST}' end as ${bucket},`,
  )
  const joins = segments.map(
    ({ value }, index) => `
  left join stairway_largest_${index + 1} as l${index + 1} on l${index + 1}.value = a.${value}`,
  )
  return `${PLACED} ${dialect.inlined} (
  select a.unit, a.arm, a.exposed_at,${buckets.join('')} a.newest, a.unreadable
  from stairway_assigned as a${joins.join('')}
)`
}
