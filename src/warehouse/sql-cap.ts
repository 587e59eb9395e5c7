/** A share as declared, in whole parts of this many: each warehouse compares integers, and finds the same unit. */
const PARTS = 100_000

const CAPPED: readonly string[] = ['value', 'value_before']

/**
 * `stairway_cut`, from `stairway_units`: the values cut at ± `cap`, which is the value at place ceil(share · k) of the k
 * values that are not 0, sorted by their size, of all units that count in one arm; NULL where there is none. What
 * units did before is cut at the same share of its own. Windows, so that units are read once.
 */
export function cut(share: number, columns: readonly string[], rest: readonly string[]): string {
  const capped = columns.filter((column) => CAPPED.includes(column))
  const ranks = capped.map((column) => ranked(column)).join('')
  const caps = capped.map((column) => capOf(column, share)).join('')
  const values = columns.map((column) => (capped.includes(column) ? within(column) : `c.${column}`))
  return `stairway_ranked as (
  select u.*${ranks}
  from stairway_units as u
), stairway_capped as (
  select r.*${caps}
  from stairway_ranked as r
), stairway_cut as (
  select ${rest.map((name) => `c.${name}`).join(', ')}, c.value_cap as cap, ${values.join(', ')}
  from stairway_capped as c
)`
}

function ranked(column: string): string {
  const same = `over (partition by case when ${counts('u', column)} then 1 else 0 end`
  return `,
    row_number() ${same} order by abs(u.${column})) as ${column}_place, count(*) ${same}) as ${column}_count`
}

function counts(alias: string, column: string): string {
  return `${alias}.cell is not null and ${alias}.${column} <> 0`
}

function capOf(column: string, share: number): string {
  const reached = `r.${column}_place * ${PARTS} >= r.${column}_count * ${Math.round(share * PARTS)}`
  return `,
    min(case when ${counts('r', column)} and ${reached} then abs(r.${column}) end) over () as ${column}_cap`
}

function within(column: string): string {
  const [value, cap] = [`c.${column}`, `c.${column}_cap`]
  return `case when ${value} > ${cap} then ${cap} when ${value} < -${cap} then -${cap} else ${value} end as ${column}`
}
