/** What the columns of CSV files are, by all of their rows: a column is of a type only where every value says so. */
import { literal } from './quoting.ts'

/** Which of 03/02 is the month, where dates do not begin with the year. */
export type DateOrder = 'dmy' | 'mdy'

export interface ColumnType {
  readonly name: string
  /** SQL: whether the text `t` is one. */
  test(t: string): string
  /** SQL: the text `t` as such a value. */
  read(t: string): string
}

// Not 007, which is a name, nor more digits than a double holds.
const WHOLE = '-?(0|[1-9][0-9]{0,17})'
const SHORT = '-?(0|[1-9][0-9]{0,14})'
const YEAR_FIRST = '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}'
const TIME = '[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?'
const ZONE = '( ?(Z|UTC|[+-][0-9]{2}(:[0-9]{2})?))'
const SLASHED = '[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}'

const matching = (pattern: string) => (t: string) => `regexp_full_match(${t}, ${literal(pattern)})`
const cast = (type: string) => (t: string) => `cast(${t} as ${type})`

// 2.50 and 1.10 keep their zeros, so that nothing is told alike that is written differently.
const decimals = [1, 2, 3, 4].map((digits) => ({
  name: 'number',
  test: matching(`-?(0|[1-9][0-9]{0,12})[.][0-9]{${digits}}`),
  read: cast(`decimal(18, ${digits})`),
}))

/** A date in a form that DuckDB takes: year first, with seconds. */
const plain = (t: string) => `regexp_replace(${t}, '^([^ T]+[ T][0-9]{1,2}:[0-9]{2})($|[Z +-])', '\\1:00\\2')`

function dates(type: string, pattern: string, prepare: (t: string) => string): ColumnType {
  const date = (t: string) => plain(prepare(t))
  const test = (t: string) => `(${matching(pattern)(t)} and try_cast(${date(t)} as ${type}) is not null)`
  return { name: 'date', test, read: (t) => `cast(${date(t)} as ${type})` }
}

const yearFirst = (t: string) => t

/** In the order in which they are tried. Days and times in one column stay text, which tells them apart row by row. */
const PLAIN: readonly ColumnType[] = [
  { name: 'number', test: matching(WHOLE), read: cast('bigint') },
  ...decimals,
  {
    name: 'number',
    test: matching(`${SHORT}([.]([0-9]*[1-9]|0))?([eE][+-]?[0-9]{1,2})?`),
    read: cast('double'),
  },
  { name: 'truth', test: (t) => `lower(${t}) in ('true', 'false')`, read: cast('boolean') },
  dates('date', YEAR_FIRST, yearFirst),
  dates('timestamp', `${YEAR_FIRST}${TIME}`, yearFirst),
  dates('timestamptz', `${YEAR_FIRST}${TIME}${ZONE}?`, yearFirst),
]

const ORDERS: Readonly<Record<DateOrder, string>> = { dmy: '\\3-\\2-\\1', mdy: '\\3-\\1-\\2' }

function slashed(order: DateOrder): ColumnType[] {
  const turned = (t: string) =>
    `regexp_replace(${t}, '^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})', '${ORDERS[order]}')`
  return [
    dates('date', SLASHED, turned),
    dates('timestamp', `${SLASHED}${TIME}`, turned),
    dates('timestamptz', `${SLASHED}${TIME}${ZONE}?`, turned),
  ]
}

const DMY = slashed('dmy')
const MDY = slashed('mdy')

/** What values look like at a glance: most columns are names, and nothing else need be asked of those. */
export const KINDS: readonly Pick<ColumnType, 'name' | 'test'>[] = [
  { name: 'date', test: matching('[0-9]+[-/.][0-9]+[-/.][0-9]{2}.*') },
  { name: 'number', test: matching('[-+.0-9eE]+') },
  { name: 'truth', test: (t) => `lower(${t}) in ('true', 'false')` },
]

/** Every type that is asked for. */
export const TYPES: readonly ColumnType[] = [...PLAIN, ...DMY, ...MDY]

/**
 * The type that all values are of, of those that `fits`; undefined is text. Dates that could be read with the day or
 * with the month first stay text where nobody has said which.
 */
export function typeOf(
  fits: (type: ColumnType) => boolean,
  order: DateOrder | undefined,
): ColumnType | undefined {
  const found = PLAIN.find(fits)
  if (found) return found
  const [dmy, mdy] = [DMY.find(fits), MDY.find(fits)]
  if (order) return order === 'dmy' ? dmy : mdy
  return dmy && mdy ? undefined : (dmy ?? mdy)
}
