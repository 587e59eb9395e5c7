import type { WarehouseDefinition } from '../domain/catalog/catalog.ts'
import { SYNTAX, type Syntax } from './declared.ts'

/**
 * How a warehouse says the few things that differ. An *instant* is whatever the warehouse compares and adds
 * to: timestamptz in PostgreSQL, integer milliseconds since 1970 in SQLite, integer microseconds in DuckDB, TIMESTAMP in
 * BigQuery, TIMESTAMP_TZ in Snowflake.
 */
export interface Dialect {
  readonly syntax: Syntax
  /** Whether `UNIT` and `unit` are the same column even when quoted. */
  readonly foldsCase: boolean
  /** What dates and values may look like, for a message. */
  readonly accepts: string
  /** The types of text, and of double precision numbers. */
  readonly text: string
  readonly zero: string
  readonly one: string
  /** After the name of a part, which is made once however often it is read. */
  readonly materialized: string
  /** Each part is a statement of its own: in one, DuckDB wants the memory of all metrics at once. */
  readonly apart?: true
  /** A column of a declared query, which is called `q`. */
  column(name: string): string
  /** The nth bound value, from 1. */
  parameter(position: number): string
  /** Writes a value in the SQL instead of binding it. */
  readonly written?: (value: string | number) => string
  /** Double precision; NULL for NULL and for what is no number (where the warehouse doesn't raise by itself). */
  number(expression: string): string
  /** NULL for NULL and for what is no date (where the warehouse doesn't raise by itself). */
  instant(expression: string): string
  /** An instant of ISO text that is bound. */
  moment(parameter: string): string
  /** Whether what `instant` reads is a day without a time. */
  dated(expression: string): string
  /** Who a unit is, as text: a number without a fraction is the same from any type, and text stays as it is. */
  unit(expression: string): string
  /** Midnight of an instant's day, UTC. */
  day(instant: string): string
  /** An instant so many days of 24 hours later. */
  later(instant: string, days: string): string
  /** Milliseconds since 1970 of an instant. */
  epochMs(instant: string): string
}

// Year first: what begins with a day or a month is one thing to some and another to others.
const DAY = '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}'
const TIME = '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?'
// Not CST or IST, which are one zone to some and another to others.
const ZONE = '(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?|[A-Za-z_]+/[A-Za-z0-9_/+-]+)'
/** The whole of a text that is a day, or a time: what else stands behind a day, warehouses read each in their own way. */
const YEAR_FIRST = ` *${DAY}( *|[ T] *${TIME}( ?[AP]M)?( ?${ZONE})? *)`
// A day without a time is no longer than 2026-03-02.
const LONGEST_DAY = 10

const standard = {
  text: 'text',
  zero: 'cast(0 as double precision)',
  one: 'cast(1 as double precision)',
  materialized: 'as materialized',
  column: (name: string) => `q."${name}"`,
}

const pgType = (x: string) => `cast(pg_typeof(${x}) as oid)`
/** Types that are not built in, such as domains and citext, are of the category of what they are made of. */
const isPgMade = (x: string, category: string) =>
  `${pgType(x)} >= 16384 and '${category}' = (select typcategory from pg_type where oid = ${pgType(x)})`
// name, text, character, character varying
const isPgText = (x: string) => `(${pgType(x)} in (19, 25, 1042, 1043) or ${isPgMade(x, 'S')})`
// numeric, real, double precision: the types that print a number without a fraction as 1000.00, or may.
const isPgFraction = (x: string) => `(${pgType(x)} in (1700, 700, 701) or ${isPgMade(x, 'N')})`
const isPgJson = (x: string) => `${pgType(x)} in (114, 3802)`
const pgWhole = (text: string) => `regexp_replace(${text}, '[.]0+$', '')`

/**
 * Dates: timestamptz, timestamp, date, or text that begins with the year and casts to timestamptz; without a zone they
 * are UTC. Values: any number type; a boolean has to be cast (`paid::int`).
 */
const postgres: Dialect = {
  ...standard,
  syntax: SYNTAX.postgres,
  foldsCase: false,
  accepts: 'Dates are timestamptz, timestamp or date (UTC without a zone), values are finite numbers.',
  parameter: (position) => `$${position}`,
  number: (x) => `nullif(cast(${x} as double precision), cast('NaN' as double precision))`,
  // Text alone would be read as the server's DateStyle says, and 'yesterday' as that.
  instant: (x) =>
    `case when not ${isPgText(x)} or cast(${x} as text) ~* '^${YEAR_FIRST}$' then cast(${x} as timestamptz) end`,
  moment: (parameter) => `cast(${parameter} as timestamptz)`,
  dated: (x) =>
    `${pgType(x)} = 1082 or (${isPgText(x)} or ${isPgMade(x, 'D')}) and length(trim(cast(${x} as text))) <= ${LONGEST_DAY}`,
  // Double precision prints 1e+15, which numeric reads as its digits.
  unit: (x) => `case
    when ${isPgFraction(x)} then ${pgWhole(`case when cast(${x} as text) ~ 'e[+]|^-0$' then cast(cast(cast(${x} as text) as numeric) as text) else cast(${x} as text) end`)}
    when ${isPgJson(x)} then case when cast(${x} as text) like '"%' then trim(both '"' from cast(${x} as text)) else ${pgWhole(`cast(${x} as text)`)} end
    else cast(${x} as text) end`,
  day: (instant) => `date_trunc('day', ${instant})`,
  later: (instant, days) => `${instant} + cast(${days} as double precision) * interval '24 hours'`,
  epochMs: (instant) => `cast(extract(epoch from ${instant}) * 1000 as double precision)`,
}

/** Since 2000 and before 2100: what else a number says, it says no time. */
const SECONDS = ['946684800', '4102444800'] as const
const MILLISECONDS = ['946684800000', '4102444800000'] as const

const within = (x: string, [from, to]: readonly [string, string]) => `${x} >= ${from} and ${x} < ${to}`

/**
 * Dates: ISO 8601 text that begins with YYYY-MM-DD (with `Z` or `+02:00`; UTC without a zone), or a number of
 * unix seconds or milliseconds since 2000; to the millisecond.
 * Values: numbers, or text that is a number as a whole; SQLite alone would read '12 EUR' as 12 and 'abc' as 0.
 */
const sqlite: Dialect = {
  ...standard,
  syntax: SYNTAX.sqlite,
  foldsCase: true,
  accepts:
    'Dates are ISO text (2026-03-02 or 2026-03-02T10:00:00Z) or unix seconds or milliseconds since 2000, values are finite numbers.',
  parameter: (position) => `?${position}`,
  // Compared with a number, text takes part as a number only if the whole of it is one.
  number: (x) => `case when ${x} = cast(${x} as numeric) then cast(${x} as real) end`,
  // To SQLite 30 February is the 2nd of March.
  instant: (x) => `case
    when typeof(${x}) in ('integer', 'real') then case
      when ${within(x, SECONDS)} then cast(round(${x} * 1000) as integer)
      when ${within(x, MILLISECONDS)} then cast(round(${x}) as integer) end
    when typeof(${x}) = 'text' and ${x} glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' and date(substr(${x}, 1, 10)) = substr(${x}, 1, 10)
      then cast(round(unixepoch(${x}, 'subsec') * 1000) as integer)
    end`,
  moment: (parameter) => `cast(round(unixepoch(${parameter}, 'subsec') * 1000) as integer)`,
  dated: (x) => `typeof(${x}) = 'text' and length(trim(${x})) <= ${LONGEST_DAY}`,
  unit: (x) =>
    `case when typeof(${x}) = 'real' and ${x} = cast(${x} as integer) then cast(cast(${x} as integer) as text) else cast(${x} as text) end`,
  day: (instant) => `(${instant} - ${instant} % 86400000)`,
  later: (instant, days) => `${instant} + cast(round(${days} * 86400000) as integer)`,
  epochMs: (instant) => instant,
}

// typeof() is known before a row is read, so that what is not of the column's type costs nothing.
const ofType = (x: string, ...types: readonly string[]) =>
  `typeof(${x}) in (${types.map((type) => `'${type}'`).join(', ')})`
const INTEGERS = ['BIGINT', 'INTEGER', 'UINTEGER', 'UBIGINT', 'HUGEINT', 'SMALLINT']
const FLOATS = ['DOUBLE', 'FLOAT']
const isDecimal = (x: string) => `typeof(${x}) like 'DECIMAL%'`

const duckdbSeconds = (x: string) => `case
      when ${within(`try_cast(${x} as double)`, SECONDS)} then cast(try_cast(${x} as double) * 1000000 as bigint)
      when ${within(`try_cast(${x} as double)`, MILLISECONDS)} then cast(try_cast(${x} as double) * 1000 as bigint) end`

/** DuckDB wants the seconds of a time too. */
const withSeconds = (x: string) =>
  `regexp_replace(trim(cast(${x} as varchar)), '^([^ T]+[ T]+[0-9]{1,2}:[0-9]{2})($|[ Z+-])', '\\1:00\\2')`

/**
 * Dates: TIMESTAMP, TIMESTAMPTZ, DATE, text that begins with the year and casts to TIMESTAMPTZ, or a number of unix
 * seconds or milliseconds since 2000; without a zone they are UTC.
 * Values: any number type, BOOLEAN, or text that is a number. `at` is a reserved word: write `"at"` to read a
 * column of that name, and `… as at` to name one.
 */
const duckdb: Dialect = {
  ...standard,
  apart: true,
  syntax: SYNTAX.files,
  foldsCase: true,
  accepts:
    'Dates are timestamps, dates, ISO text (UTC without a zone) or unix seconds or milliseconds since 2000, values are finite numbers.',
  parameter: (position) => `$p${position}`,
  number: (x) => `nullif(try_cast(${x} as double), cast('NaN' as double))`,
  instant: (x) => `case
    when ${ofType(x, ...INTEGERS, ...FLOATS)} or ${isDecimal(x)} then ${duckdbSeconds(x)}
    when ${ofType(x, 'VARCHAR')} then case when regexp_full_match(cast(${x} as varchar), '${YEAR_FIRST}')
      then epoch_us(try_cast(${withSeconds(x)} as timestamptz)) end
    else epoch_us(try_cast(${x} as timestamptz)) end`,
  moment: (parameter) => `epoch_us(cast(${parameter} as timestamptz))`,
  dated: (x) =>
    `${ofType(x, 'DATE')} or ${ofType(x, 'VARCHAR')} and length(trim(cast(${x} as varchar))) <= ${LONGEST_DAY}`,
  unit: (x) => `case
    when ${isDecimal(x)} then regexp_replace(cast(${x} as varchar), '[.]0+$', '')
    when ${ofType(x, ...FLOATS)} and try_cast(${x} as double) = trunc(try_cast(${x} as double))
      then coalesce(cast(try_cast(${x} as hugeint) as varchar), cast(${x} as varchar))
    else cast(${x} as varchar) end`,
  day: (instant) => `(${instant} - ${instant} % 86400000000)`,
  later: (instant, days) => `${instant} + cast(round(cast(${days} as double) * 86400000000) as bigint)`,
  epochMs: (instant) => `cast(${instant} as double) / 1000`,
}

/**
 * Dates: TIMESTAMP, DATETIME, DATE, or text that casts to TIMESTAMP; without a zone they are UTC. Values: any number
 * type, or text that is a number; a boolean has to be cast. BigQuery has no word to make a part once: it decides.
 */
const bigquery: Dialect = {
  syntax: SYNTAX.bigquery,
  text: 'string',
  zero: 'cast(0 as float64)',
  one: 'cast(1 as float64)',
  materialized: 'as',
  foldsCase: true,
  accepts: 'Dates are timestamps, dates or ISO text (UTC without a zone), values are finite numbers.',
  column: (name) => `q.\`${name}\``,
  parameter: (position) => `@p${position}`,
  number: (x) => `if(is_nan(cast(${x} as float64)), null, cast(${x} as float64))`,
  // A text that doesn't begin with the year is no TIMESTAMP here, and neither is a number.
  instant: (x) => `cast(${x} as timestamp)`,
  moment: (parameter) => `cast(${parameter} as timestamp)`,
  dated: (x) => `length(cast(${x} as string)) <= ${LONGEST_DAY}`,
  // As JSON only text is in quotes (and integers that need no mending).
  unit: (x) =>
    `if(starts_with(to_json_string(${x}), '"'), cast(${x} as string), regexp_replace(cast(${x} as string), '[.]0+$', ''))`,
  day: (instant) => `timestamp_trunc(${instant}, day)`,
  later: (instant, days) =>
    `timestamp_add(${instant}, interval cast(round(${days} * 86400000000) as int64) microsecond)`,
  epochMs: (instant) => `unix_micros(${instant}) / 1000`,
}

/**
 * Dates: any TIMESTAMP, DATE, or text that casts to TIMESTAMP_TZ; without a zone they are UTC. Values: any number type,
 * or text that is a number. Columns are called as if unquoted: `as unit`. Snowflake too decides what is made once.
 */
const snowflake: Dialect = {
  ...standard,
  syntax: SYNTAX.snowflake,
  materialized: 'as',
  text: 'varchar',
  foldsCase: true,
  accepts: 'Dates are timestamps, dates or ISO text (UTC without a zone), values are finite numbers.',
  column: (name) => `q."${name.toUpperCase()}"`,
  parameter: (position) => `:${position}`,
  number: (x) => `nullif(cast(${x} as double), cast('NaN' as double))`,
  // Snowflake alone would read numbers as seconds, digits in text too, and 03/02 as 2 March. Its sessions print year first.
  instant: (x) =>
    `case when regexp_like(cast(${x} as varchar), '${YEAR_FIRST}') then cast(${x} as timestamp_tz) end`,
  moment: (parameter) => `cast(${parameter} as timestamp_tz)`,
  dated: (x) => `length(trim(cast(${x} as varchar))) <= ${LONGEST_DAY}`,
  unit: (x) =>
    `case when typeof(to_variant(${x})) in ('INTEGER', 'DECIMAL', 'DOUBLE') then regexp_replace(cast(${x} as varchar), '[.]0+$', '') else cast(${x} as varchar) end`,
  day: (instant) => `date_trunc('day', convert_timezone('UTC', ${instant}))`,
  later: (instant, days) => `timestampadd(microsecond, round(${days} * 86400000000), ${instant})`,
  epochMs: (instant) => `date_part(epoch_microsecond, ${instant}) / 1000`,
}

export const DIALECTS: Readonly<Record<WarehouseDefinition['type'], Dialect>> = {
  postgres,
  sqlite,
  files: duckdb,
  bigquery,
  snowflake,
}
