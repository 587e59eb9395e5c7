import type { Dialect } from './dialects.ts'
import { assignedParts, MOST_VALUES, PLACED, segmentColumns } from './sql-exposures.ts'
import { measuredPart, type Sum, sumsOf } from './sql-metrics.ts'
import { type Bind, type Statement, statement, subquery } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

/** Rows come back by arm; more arms than this and the query names something else in `arm`. */
export const MAX_ARMS = 100

// One row an arm, one for the units of several arms, and one more to notice that there are too many.
const ROWS = MAX_ARMS + 2

/**
 * The whole campaign in one statement, with the assignment made once. `metric, segment, bucket, arm, n, …, newest,
 * unreadable`: `metric` is 0 for the exposures (which alone have n) or the place of a metric, from 1; `segment` 0 for
 * everybody or the place of a column, from 1, with its value in `bucket` (see `sql-exposures.ts`). A NULL arm stands for
 * units seen in several, and for values of units that no arm has. Between n and newest are the sums that the metrics
 * need (see `sql-metrics.ts`). `newest` is in milliseconds since 1970; `unreadable` an example of a date or value that
 * is none.
 */
export function campaignStatement(dialect: Dialect, q: CampaignQuery): Statement {
  return statement(dialect, (bind) => {
    const segments = segmentColumns(q.exposures)
    const parts = [...assignedParts(dialect, q, bind), ...metricParts(dialect, q, bind)]
    return `with ${parts.join(', ')}
${byBucket(dialect, sumsIn(q), segments.length)}
limit ${ROWS * (q.metrics.length + 1) * (1 + segments.length * (MOST_VALUES + 2))}`
  })
}

/** One row, all NULL, with the columns that the declared query returns; none of its rows is read. */
export function columnsStatement(dialect: Dialect, declared: string, campaignKey: string): Statement {
  return statement(
    dialect,
    (bind) =>
      `select q.* from (select 1 as stairway_one) as o left join ${subquery(dialect, declared, campaignKey, bind)} on 1 = 0`,
  )
}

/** The declared query by itself. */
export function declaredStatement(dialect: Dialect, declared: string, campaignKey: string): Statement {
  return statement(dialect, (bind) => `select q.* from ${subquery(dialect, declared, campaignKey, bind)}`)
}

function sumsIn({ metrics }: CampaignQuery): readonly Sum[] {
  const all = new Map(metrics.flatMap(sumsOf).map((sum) => [sum.name, sum]))
  return [...all.values()]
}

/** The units and what they did, summed up by arm and by every combination of segments: small enough to add up again. */
function metricParts(dialect: Dialect, q: CampaignQuery, bind: Bind): string[] {
  const sums = sumsIn(q)
  const buckets = segmentColumns(q.exposures).map(({ bucket }) => bucket)
  const by = ['arm', ...buckets].join(', ')
  const zeros = sums.map(({ name }) => `, ${dialect.zero} as ${name}`).join('')
  const exposures = `select 0 as metric, ${by}, count(*) as n${zeros}, max(newest) as newest, min(unreadable) as unreadable
  from ${PLACED} group by ${by}`
  const cells = q.metrics.map((metric, index) => {
    const own = new Set(sumsOf(metric).map(({ name }) => name))
    const columns = sums.map(({ name, of }) =>
      own.has(name) ? `, coalesce(sum(${of}), 0) as ${name}` : `, ${dialect.zero} as ${name}`,
    )
    return `select ${index + 1}, ${by}, 0${columns.join('')}, max(newest), min(unreadable)
  from stairway_units_${index + 1} group by ${by}`
  })
  return [
    ...q.metrics.map((metric, index) =>
      measuredPart(dialect, q, { metric, place: index + 1, buckets }, bind),
    ),
    `stairway_cells ${dialect.materialized} (
  ${[exposures, ...cells].join('\n  union all\n  ')}
)`,
  ]
}

function byBucket(dialect: Dialect, sums: readonly Sum[], segments: number): string {
  const columns = ['n', ...sums.map(({ name }) => name)].map((name) => `sum(${name}) as ${name}`)
  const rest = `${columns.join(', ')}, ${dialect.epochMs('max(newest)')} as newest, min(unreadable) as unreadable`
  const everybody = `select metric, 0 as segment, cast(null as ${dialect.text}) as bucket, arm, ${rest}
from stairway_cells group by metric, arm`
  const each = Array.from({ length: segments }, (_, index) => {
    const bucket = `bucket_${index + 1}`
    return `select metric, ${index + 1}, ${bucket}, arm, ${rest}
from stairway_cells where arm is not null group by metric, ${bucket}, arm`
  })
  return [everybody, ...each].join('\nunion all\n')
}
