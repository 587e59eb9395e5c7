import type { Dialect } from './dialects.ts'
import { assignedParts, CELLS, MOST_VALUES, segmentColumns } from './sql-exposures.ts'
import { type MetricPart, measuredPart, type Sum, sumsOf } from './sql-metrics.ts'
import { type Bind, inParts, type Part, type Statement, statement, subquery } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

/** Rows come back by arm; more arms than this and the query names something else in `arm`. */
export const MAX_ARMS = 100

// One row an arm, one for the units of several arms, and one more to notice that there are too many.
const ROWS = MAX_ARMS + 2

/**
 * The whole campaign in one statement (in steps where the dialect takes parts apart), with the assignment made once. `metric, segment, bucket, arm, n, others, …, oldest,
 * newest, unreadable`: `metric` is 0 for the exposures (whose n are units) or the place of a metric, from 1; `segment` 0 for
 * everybody or the place of a column, from 1, with its value in `bucket` (see `sql-exposures.ts`). A NULL arm stands for
 * units seen in several, and for values of units that no arm has. n and others of a metric are those of
 * `measuredPart`; between others and oldest are the sums that the metrics
 * need (see `sql-metrics.ts`). `oldest` and `newest` are in milliseconds since 1970; `unreadable` an example of a date or value that
 * is none.
 */
export function campaignStatement(dialect: Dialect, q: CampaignQuery): Statement {
  return statement(dialect, (bind) => {
    const segments = segmentColumns(q.exposures)
    const parts = [...assignedParts(dialect, q, bind), ...metricParts(dialect, q, bind)]
    const rows = ROWS * (q.metrics.length + 1) * (1 + segments.length * (MOST_VALUES + 2))
    return inParts(dialect, parts, `${byBucket(dialect, sumsIn(q), segments.length)}\nlimit ${rows}`)
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

/** What each metric sums up by cell, and all of it together: small enough to add up again. */
function metricParts(dialect: Dialect, q: CampaignQuery, bind: Bind): Part[] {
  const metrics = q.metrics.map((metric, index) => ({ metric, name: `stairway_measured_${index + 1}` }))
  return [
    ...metrics.map((each) => measuredPart(dialect, q, each, bind)),
    { name: 'stairway_sums', query: summedUp(dialect, q, metrics) },
  ]
}

function summedUp(dialect: Dialect, q: CampaignQuery, measured: readonly MetricPart[]): string {
  const sums = sumsIn(q)
  const by = ['arm', ...segmentColumns(q.exposures).map(({ bucket }) => bucket)]
    .map((column) => `c.${column}`)
    .join(', ')
  const zero = (name: string) => `, ${dialect.zero} as ${name}`
  const exposures = `select 0 as metric, ${by}, c.n, 0 as others${sums.map(({ name }) => zero(name)).join('')}, c.oldest, c.newest, c.unreadable
from ${CELLS} as c`
  const metrics = measured.map(({ metric, name }, index) => {
    const own = new Set(sumsOf(metric).map((sum) => sum.name))
    const columns = sums.map((sum) => (own.has(sum.name) ? `, m.${sum.name}` : zero(sum.name)))
    return `select ${index + 1}, ${by}, m.reached, m.others${columns.join('')}, null, m.newest, m.unreadable
from ${name} as m left join ${CELLS} as c on c.cell = m.cell`
  })
  return [exposures, ...metrics].join('\nunion all\n')
}

function byBucket(dialect: Dialect, sums: readonly Sum[], segments: number): string {
  const columns = ['n', 'others', ...sums.map(({ name }) => name)].map((name) => `sum(${name}) as ${name}`)
  const rest = `${columns.join(', ')}, ${dialect.epochMs('min(oldest)')} as oldest, ${dialect.epochMs('max(newest)')} as newest, min(unreadable) as unreadable`
  const everybody = `select metric, 0 as segment, cast(null as ${dialect.text}) as bucket, arm, ${rest}
from stairway_sums group by metric, arm`
  const each = Array.from({ length: segments }, (_, index) => {
    const bucket = `bucket_${index + 1}`
    return `select metric, ${index + 1}, ${bucket}, arm, ${rest}
from stairway_sums where arm is not null group by metric, ${bucket}, arm`
  })
  return [everybody, ...each].join('\nunion all\n')
}
