import { bindDeclared } from './declared.ts'
import type { Dialect } from './dialects.ts'
import type { CampaignQuery, MetricQuery } from './warehouse.ts'

/** SQL and its values: the nth value is the dialect's nth parameter. */
export interface Statement {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** Rows come back one an arm; more arms than this and the query names something else in `arm`. */
export const MAX_ARMS = 100

// One row an arm, one for the units of several arms, and one more to notice that there are too many.
const LIMIT = MAX_ARMS + 2

/**
 * `arm, n, newest, unreadable`: one row an arm, and one with a NULL arm for the units seen in several.
 * `newest` is in milliseconds since 1970; `unreadable` an example of a date that is none.
 */
export function exposuresStatement(dialect: Dialect, q: CampaignQuery): Statement {
  return statement(dialect, (bind) => {
    const newest = dialect.epochMs('max(newest)')
    return `with ${assigned(dialect, q, bind)}
select arm, count(*) as n, ${newest} as newest, min(unreadable) as unreadable
from stairway_assigned
group by arm
limit ${LIMIT}`
  })
}

/**
 * `arm, n, total, squares, newest, unreadable`: one row an arm with all its units, and one with a NULL arm for
 * the values of units that no arm has. `newest` is the newest value of anyone: how fresh the data is.
 */
export function metricStatement(dialect: Dialect, q: MetricQuery): Statement {
  return statement(
    dialect,
    (bind) => `with ${assigned(dialect, q, bind)}, ${valued(dialect, q, bind)}, ${perUnit(dialect, q, bind)}
select arm, sum(n) as n, sum(total) as total, sum(squares) as squares,
  ${dialect.epochMs('max(newest)')} as newest, min(unreadable) as unreadable
from (
  select arm, count(*) as n, ${ZERO} as total, ${ZERO} as squares, null as newest, min(unreadable) as unreadable
  from stairway_assigned group by arm
  union all
  select arm, 0, coalesce(sum(value), 0), coalesce(sum(value * value), 0), max(newest), min(unreadable)
  from stairway_units group by arm
) as stairway_parts
group by arm
limit ${LIMIT}`,
  )
}

/** One row, all NULL, with the columns that the declared query returns; none of its rows is read. */
export function columnsStatement(dialect: Dialect, declared: string, campaignKey: string): Statement {
  return statement(
    dialect,
    (bind) =>
      `select q.* from (select 1 as stairway_one) as o left join ${subquery(dialect, declared, campaignKey, bind)} on 1 = 0`,
  )
}

const ZERO = 'cast(0 as double precision)'

type Bind = (value: string | number) => string

function statement(dialect: Dialect, write: (bind: Bind) => string): Statement {
  const values: (string | number)[] = []
  const sql = write((value) => dialect.parameter(values.push(value)))
  return { sql, values }
}

// The newline ends a comment in the last line of the declared SQL.
function subquery(dialect: Dialect, declared: string, campaignKey: string, bind: Bind): string {
  const campaign = () => `cast(${bind(campaignKey)} as text)`
  return `(\n${bindDeclared(declared, dialect.syntax, campaign)}\n) as q`
}

/**
 * Each unit with its arm (NULL if it was seen in several) and its first exposure. An exposure without unit, arm
 * or date assigns nobody. Units are compared as text: the two queries need not agree on a type.
 */
function assigned(dialect: Dialect, q: CampaignQuery, bind: Bind): string {
  return `stairway_exposed as (
  select cast(q."unit" as text) as unit, cast(q."arm" as text) as arm, ${dialect.instant('q."exposed_at"')} as at_,
    cast(q."exposed_at" as text) as raw
  from ${subquery(dialect, q.exposures.sql, q.campaignKey, bind)}
  where q."unit" is not null and q."arm" is not null and q."exposed_at" is not null
), stairway_assigned as (
  select unit, case when min(arm) = max(arm) then min(arm) end as arm, min(at_) as exposed_at, max(at_) as newest,
    min(case when at_ is null then 'exposed_at "' || raw || '"' end) as unreadable
  from stairway_exposed
  where at_ is null or at_ <= ${dialect.instant(bind(q.until.toISOString()))}
  group by unit
)`
}

/** Every value until now. A NULL value is no value (its date still says how fresh the data is); no date: no row. */
function valued(dialect: Dialect, q: MetricQuery, bind: Bind): string {
  return `stairway_read as (
  select cast(q."unit" as text) as unit, ${dialect.instant('q."at"')} as at_, ${dialect.number('q."value"')} as value,
    cast(q."at" as text) as raw_at, cast(q."value" as text) as raw_value
  from ${subquery(dialect, q.metric.sql, q.campaignKey, bind)}
  where q."at" is not null
), stairway_values as (
  select unit, at_, value,
    case when at_ is null then 'at "' || raw_at || '"'
      when value is null then 'value "' || raw_value || '"' end as unreadable
  from stairway_read
  where at_ is null or at_ <= ${dialect.instant(bind(q.until.toISOString()))}
)`
}

/** What each exposed unit did from its first exposure on; the values of all others are one group with no arm. */
function perUnit(dialect: Dialect, { metric }: MetricQuery, bind: Bind): string {
  const until =
    metric.windowDays === undefined
      ? ''
      : ` and v.at_ < ${dialect.later('a.exposed_at', bind(metric.windowDays))}`
  const counts = `v.at_ >= a.exposed_at${until}`
  const value =
    metric.kind === 'proportion'
      ? `max(case when ${counts} and v.value > 0 then cast(1 as double precision) else ${ZERO} end)`
      : `sum(case when ${counts} then v.value end)`
  return `stairway_units as (
  select a.unit, a.arm, ${value} as value, max(v.at_) as newest, min(v.unreadable) as unreadable
  from stairway_values as v left join stairway_assigned as a on a.unit = v.unit
  group by a.unit, a.arm
)`
}
