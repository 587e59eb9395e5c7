import { Refusal } from '../../refusal.ts'
import { quoted, tidyLine } from '../text/typed-value.ts'
import { bare } from '../text/visible.ts'
import { firstInstantAt, wallTimeAt } from '../time/local-time.ts'

export interface Quarter {
  readonly year: number
  /** 1 to 4. */
  readonly n: number
}

/** A quarter as typed, before it is known which one is the present: nothing, `last`, `Q1`, `2026Q1`. */
export interface AskedQuarter {
  readonly n: number | null
  readonly year: number | null
  readonly last: boolean
}

const QUARTER_FORM =
  'Write `2026Q1`, `Q1` (the newest one that has begun) or `last`; alone it is the present one.'

/** No campaign is older, and JavaScript takes the years before 100 for others. */
export const FIRST_YEAR = 2000
export const LAST_YEAR = 9999

/** Throws a Refusal for anything but the forms above. */
export function parseQuarter(typed: string): AskedQuarter {
  const line = tidyLine(bare(typed)).toLowerCase()
  if (line === '') return { n: null, year: null, last: false }
  if (line === 'last') return { n: null, year: null, last: true }
  const [, before, n, after] = /^(?:(\d{4})[ -]?)?q([1-4])(?:[ -]?(\d{4}))?$/.exec(line) ?? []
  const year = before ?? after
  if (
    n === undefined ||
    (before !== undefined && after !== undefined) ||
    Number(year ?? FIRST_YEAR) < FIRST_YEAR
  )
    throw new Refusal('invalid', `I can't read ${quoted(typed)} as a quarter. ${QUARTER_FORM}`)
  return { n: Number(n), year: year === undefined ? null : Number(year), last: false }
}

/** The quarter that is meant at `now`. Throws a Refusal for one that has not begun. */
export function resolveQuarter({ n, year, last }: AskedQuarter, now: Date, zone: string): Quarter {
  const present = quarterAt(now, zone)
  if (last) return quarterBefore(present)
  if (n === null) return present
  const asked = { year: year ?? (n > present.n ? present.year - 1 : present.year), n }
  if (order(asked) <= order(present)) return asked
  throw new Refusal('invalid', `${quarterWords(asked)} has not begun yet. ${QUARTER_FORM}`)
}

export function quarterAt(instant: Date, zone: string): Quarter {
  const wall = new Date(wallTimeAt(instant.getTime(), zone))
  return { year: wall.getUTCFullYear(), n: Math.floor(wall.getUTCMonth() / 3) + 1 }
}

export function quarterBefore({ year, n }: Quarter): Quarter {
  return n === 1 ? { year: year - 1, n: 4 } : { year, n: n - 1 }
}

/** From its first instant to that of the next one, by the clocks of a zone. */
export function boundsOf({ year, n }: Quarter, zone: string): { from: Date; to: Date } {
  const midnight = (month: number) => new Date(firstInstantAt(Date.UTC(year, month, 1), zone))
  return { from: midnight((n - 1) * 3), to: midnight(n * 3) }
}

/** `2026Q1`, as it is typed. */
export function quarterText({ year, n }: Quarter): string {
  return `${year}Q${n}`
}

/** `Q1 2026`, as it is read. */
export function quarterWords({ year, n }: Quarter): string {
  return `Q${n} ${year}`
}

function order({ year, n }: Quarter): number {
  return year * 4 + n
}
