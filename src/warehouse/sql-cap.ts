/** A share as declared, in whole parts of this many: each warehouse compares integers, and finds the same unit. */
const PARTS = 100_000

const CAPPED: readonly string[] = ['value', 'value_before']
const KEPT = ['unit', 'cell', 'late', 'newest', 'unreadable']

/**
 * `stairway_cut`, from `stairway_units`: the values cut at ± `cap`, which is the value at place ceil(share · k) of the k
 * values that are not 0, sorted by their size, of all units that count in one arm; NULL where there is none. What
 * units did before is cut at the same share of its own. `marked` are columns with 1 or 0, of which "counted" says who
 * counts. Windows, so that units are read once.
 */
export function cut(share: number, columns: readonly string[], marked: readonly string[]): string {
  const capped = columns.filter((column) => CAPPED.includes(column))
  const counts = (alias: string, column: string) =>
    `${alias}.cell is not null and ${alias}.${column} <> 0${marked.includes('counted') ? ` and ${alias}.counted = 1` : ''}`
  const ranks = capped.map((column) => ranked(column, counts('u', column))).join('')
  const caps = capped.map((column) => capOf(column, counts('r', column), share)).join('')
  const values = columns.map((column) => (capped.includes(column) ? within(column) : `c.${column}`))
  return `stairway_ranked as (
  select u.*${ranks}
  from stairway_units as u
), stairway_capped as (
  select r.*${caps}
  from stairway_ranked as r
), stairway_cut as (
  select ${[...KEPT, ...marked].map((name) => `c.${name}`).join(', ')}, c.value_cap as cap, ${values.join(', ')}
  from stairway_capped as c
)`
}

function ranked(column: string, counts: string): string {
  const same = `over (partition by case when ${counts} then 1 else 0 end`
  return `,
    row_number() ${same} order by abs(u.${column})) as ${column}_place, count(*) ${same}) as ${column}_count`
}

function capOf(column: string, counts: string, share: number): string {
  const reached = `r.${column}_place * ${PARTS} >= r.${column}_count * ${Math.round(share * PARTS)}`
  return `,
    min(case when ${counts} and ${reached} then abs(r.${column}) end) over () as ${column}_cap`
}

function within(column: string): string {
  const [value, cap] = [`c.${column}`, `c.${column}_cap`]
  return `case when ${value} > ${cap} then ${cap} when ${value} < -${cap} then -${cap} else ${value} end as ${column}`
}
