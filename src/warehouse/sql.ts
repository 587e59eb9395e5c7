import type { Dialect } from './dialects.ts'
import { countsIn } from './sql-counts.ts'
import { ARMS, assignedParts, CELLS, MAX_ARMS, segmentColumns } from './sql-exposures.ts'
import { type MetricPart, measuredPart, sumsOf } from './sql-metrics.ts'
import { type Bind, inParts, type Part, type Statement, statement, subquery } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

/**
 * The whole campaign in one statement (in steps where the dialect takes parts apart), with the assignment made once. `metric, segment, bucket, arm, n, others, …, oldest,
 * newest, unreadable`: `metric` is 0 for the exposures (whose n are units) or the place of a metric, from 1; `segment` 0 for
 * everybody or the place of a column, from 1, with its value in `bucket` (see `sql-exposures.ts`). A NULL arm stands for
 * units seen in several, and for values of units that no arm has; where it has a bucket of everybody, for all arms beyond
 * MAX_ARMS, of which there are so many. n and others of a metric are those of
 * `measuredPart`; between others and oldest are the counts of the exposures (`sql-counts.ts`) and the sums that the metrics
 * need (`sql-metrics.ts`). `oldest` and `newest` are in milliseconds since 1970; `unreadable` an example of a date or value that
 * is none.
 */
export function campaignStatement(dialect: Dialect, q: CampaignQuery): Statement {
  return statement(dialect, (bind) => {
    const segments = segmentColumns(q.exposures)
    const parts = [...assignedParts(dialect, q, bind), ...metricParts(dialect, q, bind)]
    return inParts(dialect, parts, byBucket(dialect, columnsIn(dialect, q), segments.length))
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

interface Column {
  readonly name: string
  readonly fold: 'sum' | 'max'
  readonly zero: string
}

/** What the exposures and the metrics each have some of, and is 0 for the others. */
function columnsIn({ zero }: Dialect, q: CampaignQuery): readonly Column[] {
  const counts = countsIn(q).map(({ name }) => ({ name, fold: 'sum' as const, zero: '0' }))
  const all = new Map(q.metrics.flatMap((metric) => sumsOf(q, metric)).map((sum) => [sum.name, sum]))
  return [...counts, ...[...all.values()].map(({ name, fold }) => ({ name, fold, zero }))]
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
  const columns = columnsIn(dialect, q)
  const by = ['arm', ...segmentColumns(q.exposures).map(({ bucket }) => bucket)]
    .map((column) => `c.${column}`)
    .join(', ')
  const given = (of: ReadonlyMap<string, string>) =>
    columns.map(({ name, zero }) => `, ${of.get(name) ?? zero} as ${name}`).join('')
  const counts = new Map(countsIn(q).map(({ name }) => [name, `c.${name}`]))
  const exposures = `select 0 as metric, ${by}, c.n, 0 as others${given(counts)}, c.oldest, c.newest, c.unreadable
from ${CELLS} as c`
  const metrics = measured.map(({ metric, name }, index) => {
    const sums = new Map(sumsOf(q, metric).map((sum) => [sum.name, sum.of]))
    return `select ${index + 1}, ${by}, m.reached, m.others${given(sums)}, null, m.newest, m.unreadable
from ${name} as m left join ${CELLS} as c on c.cell = m.cell`
  })
  return [exposures, ...metrics].join('\nunion all\n')
}

function byBucket(dialect: Dialect, columns: readonly Column[], segments: number): string {
  const folded = columns.map(({ name, fold }) => `, ${fold}(${name}) as ${name}`)
  const rest = `sum(n) as n, sum(others) as others${folded.join('')}, ${dialect.epochMs('min(oldest)')} as oldest, ${dialect.epochMs('max(newest)')} as newest, min(unreadable) as unreadable`
  const alone = `s.arm is not null and a.place <= ${MAX_ARMS}`
  const bucket = `case when a.place > ${MAX_ARMS} then cast(a.more as ${dialect.text}) end`
  const arm = `case when ${alone} then s.arm end`
  const from = `from stairway_sums as s left join ${ARMS} as a on a.arm = s.arm`
  const everybody = `select metric, 0 as segment, ${bucket} as bucket, ${arm} as arm, ${rest}
${from} group by metric, ${bucket}, ${arm}`
  const each = Array.from({ length: segments }, (_, index) => {
    const bucket = `bucket_${index + 1}`
    return `select metric, ${index + 1}, ${bucket}, s.arm, ${rest}
${from} where ${alone} group by metric, ${bucket}, s.arm`
  })
  return [everybody, ...each].join('\nunion all\n')
}
