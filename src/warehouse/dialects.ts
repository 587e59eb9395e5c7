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
  /** Double precision; NULL for NULL and for what is no number (where the warehouse doesn't raise by itself). */
  number(expression: string): string
  /** NULL for NULL and for what is no date (where the warehouse doesn't raise by itself). */
  instant(expression: string): string
  /** An instant so many days of 24 hours later. */
  later(instant: string, days: string): string
  /** Milliseconds since 1970 of an instant. */
  epochMs(instant: string): string
}

const standard = {
  text: 'text',
  zero: 'cast(0 as double precision)',
  one: 'cast(1 as double precision)',
  materialized: 'as materialized',
  column: (name: string) => `q."${name}"`,
}

/**
 * Dates: timestamptz, timestamp, date, or text that casts to timestamptz; without a zone they are UTC.
 * Values: any number type; a boolean has to be cast (`paid::int`).
 */
const postgres: Dialect = {
  ...standard,
  syntax: SYNTAX.postgres,
  foldsCase: false,
  accepts: 'Dates are timestamptz, timestamp or date (UTC without a zone), values are finite numbers.',
  parameter: (position) => `$${position}`,
  number: (x) => `nullif(cast(${x} as double precision), cast('NaN' as double precision))`,
  instant: (x) => `cast(${x} as timestamptz)`,
  later: (instant, days) => `${instant} + cast(${days} as double precision) * interval '24 hours'`,
  epochMs: (instant) => `cast(extract(epoch from ${instant}) * 1000 as double precision)`,
}

/**
 * Dates: ISO 8601 text that begins with YYYY-MM-DD (with `Z` or `+02:00`; UTC without a zone), or a number of
 * unix seconds before the year 10000 (milliseconds are beyond that and refused); to the millisecond.
 * Values: numbers, or text that is a number as a whole; SQLite alone would read '12 EUR' as 12 and 'abc' as 0.
 */
const sqlite: Dialect = {
  ...standard,
  syntax: SYNTAX.sqlite,
  foldsCase: true,
  accepts:
    'Dates are ISO text (2026-03-02 or 2026-03-02T10:00:00Z) or unix seconds, values are finite numbers.',
  parameter: (position) => `?${position}`,
  // Compared with a number, text takes part as a number only if the whole of it is one.
  number: (x) => `case when ${x} = cast(${x} as numeric) then cast(${x} as real) end`,
  instant: (x) => `case
    when typeof(${x}) in ('integer', 'real') and abs(${x}) < 253402300800 then cast(round(${x} * 1000) as integer)
    when typeof(${x}) = 'text' and ${x} glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
      then cast(round(unixepoch(${x}, 'subsec') * 1000) as integer)
    end`,
  later: (instant, days) => `${instant} + cast(round(${days} * 86400000) as integer)`,
  epochMs: (instant) => instant,
}

/**
 * Dates: TIMESTAMP, TIMESTAMPTZ, DATE, or text that casts to TIMESTAMPTZ; without a zone they are UTC.
 * Values: any number type, BOOLEAN, or text that is a number. `at` is a reserved word: write `"at"` to read a
 * column of that name, and `… as at` to name one.
 */
const duckdb: Dialect = {
  ...standard,
  apart: true,
  syntax: SYNTAX.files,
  foldsCase: true,
  accepts: 'Dates are timestamps, dates or ISO text (UTC without a zone), values are finite numbers.',
  parameter: (position) => `$p${position}`,
  number: (x) => `nullif(cast(${x} as double), cast('NaN' as double))`,
  instant: (x) => `epoch_us(cast(${x} as timestamptz))`,
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
  instant: (x) => `cast(${x} as timestamp)`,
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
  instant: (x) => `cast(${x} as timestamp_tz)`,
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
