import type { MetricDefinition } from '../domain/catalog/catalog.ts'
import type { Join } from '../domain/readout/join.ts'
import type { Dialect } from './dialects.ts'
import type { Row } from './driver.ts'
import { exposed } from './sql-exposures.ts'
import { since, valued } from './sql-metrics.ts'
import { type Bind, inParts, type Part, type Statement, statement } from './statement.ts'
import type { CampaignQuery, Reach } from './warehouse.ts'

const FEWEST = 5
const HARDLY = 0.01

/** Whether hardly any value since the first exposure is of somebody who was exposed: then it is worth a second look. */
export function matchesHardly({ exposed, others }: Reach, units: number): boolean {
  const hardly = exposed < HARDLY * units && exposed < HARDLY * others
  return hardly && units >= FEWEST && others >= FEWEST
}

/** How the units of one metric match those that were exposed, in one row: read by `joinFrom`. */
export function joinStatement(
  dialect: Dialect,
  q: CampaignQuery,
  metric: MetricDefinition,
  oldest: Date,
): Statement {
  return statement(dialect, (bind) => {
    const parts = [seen(dialect, q, bind), did(dialect, q, metric, oldest, bind), JUDGED]
    return inParts(dialect, parts, SUMMED)
  })
}

function seen(dialect: Dialect, q: CampaignQuery, bind: Bind): Part {
  const query = `with ${exposed(dialect, q, [], bind)}
select unit, ${loose('unit')} as loose from stairway_exposed
where at_ <= ${dialect.moment(bind(q.until.toISOString()))} group by unit`
  return { name: 'stairway_seen', query }
}

function did(dialect: Dialect, q: CampaignQuery, metric: MetricDefinition, oldest: Date, bind: Bind): Part {
  const began = since(dialect, dialect.moment(bind(oldest.toISOString())))
  const query = `with ${valued(dialect, q, metric, bind)}
select v.unit, ${loose('v.unit')} as loose, max(case when v.at_ >= ${began} then 1 else 0 end) as late
from stairway_values as v where v.unit is not null and v.at_ is not null group by v.unit`
  return { name: 'stairway_did', query }
}

/** Without what one program adds to an id and another does not: a fraction of zero, leading zeros, dashes, capitals. */
function loose(unit: string): string {
  const whole = [1, 2].map((zeros) => {
    const end = `.${'0'.repeat(zeros)}`
    return `when ${unit} like '%${end}' then substr(${unit}, 1, length(${unit}) - ${end.length})`
  })
  return `ltrim(lower(replace(trim(case ${whole.join(' ')} else ${unit} end), '-', '')), '0')`
}

const JUDGED: Part = {
  name: 'stairway_judged',
  query: `select d.unit, d.late, s.unit as matched, case when s.unit is null then l.unit end as alike
from stairway_did as d left join stairway_seen as s on s.unit = d.unit
  left join (select loose, min(unit) as unit from stairway_seen where loose <> '' group by loose) as l on l.loose = d.loose`,
}

const SUMMED = `select max(s.exposed) as exposed, count(case when j.late = 1 then 1 end) as units,
  count(case when j.late = 1 then j.matched end) as matched, count(case when j.late = 1 then j.alike end) as alike,
  count(case when j.late = 0 then 1 end) as earlier,
  min(case when j.late = 1 then j.alike end) as alike_exposed, max(s.least) as least_exposed, max(s.most) as most_exposed,
  min(case when j.late = 1 and j.matched is null then j.unit end) as least_metric,
  max(case when j.late = 1 and j.matched is null then j.unit end) as most_metric,
  min(case when j.late = 1 and j.alike = a.alike then j.unit end) as alike_metric
from stairway_judged as j cross join (select min(alike) as alike from stairway_judged where late = 1) as a
  cross join (select count(*) as exposed, min(unit) as least, max(unit) as most from stairway_seen) as s`

export function joinFrom(rows: readonly Row[]): Join {
  const [row = {}] = rows
  const count = (name: string) => Number(row[name] ?? 0)
  const texts = (...names: string[]) =>
    names.flatMap((name) => (typeof row[name] === 'string' ? [row[name]] : []))
  return {
    exposed: count('exposed'),
    units: count('units'),
    matched: count('matched'),
    alike: count('alike'),
    earlier: count('earlier'),
    examples: {
      exposed: texts('alike_exposed', 'least_exposed', 'most_exposed'),
      metric: texts('alike_metric', 'least_metric', 'most_metric'),
    },
  }
}
