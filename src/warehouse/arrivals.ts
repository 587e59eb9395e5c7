import { finite } from './arm-rows.ts'
import type { Dialect } from './dialects.ts'
import type { Row } from './driver.ts'
import { checkReadable } from './rows.ts'
import { exposed, quoted } from './sql-exposures.ts'
import { inParts, type Part, type Statement, statement } from './statement.ts'
import type { ArrivalQuery, Arrivals } from './warehouse.ts'

const HOUR_EARLIER = '(-1.0 / 24)'

/** One row: read by `arrivalsFrom`. */
export function arrivalsStatement(dialect: Dialect, q: ArrivalQuery): Statement {
  return statement(dialect, (bind) => {
    const moment = (date: Date) => dialect.moment(bind(date.toISOString()))
    const came: Part = {
      name: 'stairway_came',
      query: `with ${exposed(dialect, { ...q, metrics: [] }, [], bind)}
select at_, case when at_ is null then ${quoted(dialect, 'exposed_at', 'raw')} end as unreadable,
  case when at_ > ${moment(q.since)} then 1 else 0 end as after_since, case when at_ > ${moment(q.until)} then 1 else 0 end as ahead
from stairway_exposed`,
    }
    const newest: Part = {
      name: 'stairway_newest',
      query: 'select max(case when ahead = 0 then at_ end) as newest from stairway_came',
    }
    return inParts(dialect, [came, newest], counted(dialect))
  })
}

function counted(dialect: Dialect): string {
  const after = 'c.after_since = 1 and c.ahead = 0'
  return `select count(case when ${after} then 1 end) as n,
  count(case when ${after} and c.at_ > ${dialect.later('l.newest', HOUR_EARLIER)} then 1 end) as last_hour,
  count(case when c.ahead = 1 then 1 end) as ahead, ${dialect.epochMs('max(l.newest)')} as newest, min(c.unreadable) as unreadable
from stairway_came as c cross join stairway_newest as l`
}

/** Throws a WarehouseError for dates that can't be read. */
export function arrivalsFrom(rows: readonly Row[], dialect: Dialect): Arrivals {
  checkReadable(rows, dialect)
  const [row = {}] = rows
  const newest = row.newest ?? null
  return {
    after: finite(row, 'n'),
    lastHour: finite(row, 'last_hour'),
    ahead: finite(row, 'ahead'),
    newest: newest === null ? null : new Date(Number(newest)),
  }
}
