import { finite } from './arm-rows.ts'
import type { Dialect } from './dialects.ts'
import type { Row } from './driver.ts'
import { checkReadable } from './rows.ts'
import { exposed, quoted } from './sql-exposures.ts'
import { type Bind, inParts, type Part, type Statement, statement, subquery } from './statement.ts'
import type { Beside, Shared, SharedQuery } from './warehouse.ts'

/**
 * A row for each other campaign that has people of this one (`nth` from 1, and how many), and one of all (`nth` 0: people,
 * those of any other, the most contacts of anybody, and how many have more than are allowed). Units are compared as
 * they are everywhere (`sql-exposures.ts`): as text, whole numbers without a point.
 */
export function sharedStatement(dialect: Dialect, q: SharedQuery): Statement {
  return statement(dialect, (bind) => {
    const theirs = q.beside.map((each, i) => besidePart(dialect, q, each, i + 1, bind))
    return inParts(dialect, [mine(dialect, q, bind), ...theirs, together(theirs), each(bind, q)], END)
  })
}

function mine(dialect: Dialect, q: SharedQuery, bind: Bind): Part {
  const unit = dialect.column('unit')
  const own = q.people
    ? `select distinct ${dialect.unit(unit)} as unit from ${subquery(dialect, q.people, q.campaignKey, bind)} where ${unit} is not null`
    : `with ${exposed(dialect, { ...q, metrics: [] }, [], bind)} select distinct unit from stairway_exposed`
  return { name: 'stairway_mine', query: own }
}

/** The people of another campaign, each with whether it has contacted them: not where they are its control. */
function besidePart(dialect: Dialect, q: SharedQuery, one: Beside, nth: number, bind: Bind): Part {
  const moment = (date: Date) => dialect.moment(bind(date.toISOString()))
  const exposures = exposed(dialect, { ...q, ...one, metrics: [] }, [], bind)
  const control = one.control === null ? '' : ` and arm <> ${bind(one.control)}`
  const query = `with ${exposures}
select ${nth} as nth, unit, max(case when at_ > ${moment(q.since)} and at_ <= ${moment(q.until)}${control} then 1 else 0 end) as contacted,
  min(case when at_ is null then ${quoted(dialect, 'exposed_at', 'raw')} end) as unreadable
from stairway_exposed group by unit`
  return { name: `stairway_beside_${nth}`, query }
}

function together(theirs: readonly Part[]): Part {
  const all = theirs.map(({ name }) => `select nth, unit, contacted, unreadable from ${name}`)
  return { name: 'stairway_theirs', query: all.join('\nunion all\n') }
}

/** Each person of this campaign, with how many others have them and contacted them. */
function each(bind: Bind, { atMost }: SharedQuery): Part {
  const query = `select m.unit, count(t.nth) as others, coalesce(sum(t.contacted), 0) + 1 as contacts,
  case when coalesce(sum(t.contacted), 0) + 1 > ${bind(atMost)} then 1 else 0 end as too_many
from stairway_mine as m left join stairway_theirs as t on t.unit = m.unit group by m.unit`
  return { name: 'stairway_each', query }
}

const END = `select 0 as nth, count(*) as n, count(case when others > 0 then 1 end) as any_other, max(contacts) as most,
  count(case when too_many = 1 then 1 end) as too_many, (select min(unreadable) from stairway_theirs) as unreadable
from stairway_each
union all
select t.nth, count(*), 0, 0, 0, null from stairway_theirs as t join stairway_mine as m on m.unit = t.unit group by t.nth`

export function sharedFrom(rows: readonly Row[], { beside }: SharedQuery, dialect: Dialect): Shared {
  checkReadable(rows, dialect)
  const of = (nth: number) => rows.find((row) => Number(row.nth) === nth)
  const all = of(0) ?? {}
  const count = (row: Row | undefined, name: string) =>
    row ? finite({ ...row, [name]: row[name] ?? 0 }, name) : 0
  return {
    people: count(all, 'n'),
    any: count(all, 'any_other'),
    most: count(all, 'most'),
    tooMany: count(all, 'too_many'),
    each: beside.map((_, i) => count(of(i + 1), 'n')),
  }
}
