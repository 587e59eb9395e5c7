import { bindDeclared, SYNTAX } from './declared.ts'
import type { Dialect } from './dialects.ts'

/** SQL and its values: the nth value is the dialect's nth parameter. */
export interface Statement {
  /** What runs before it in the same session, in this order; each makes a temporary table and has some of the values. */
  readonly steps?: readonly string[]
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** A query with a name, which later parts and the end may read. */
export interface Part {
  readonly name: string
  readonly query: string
}

/** Binds a value and gives what stands for it in the SQL. */
export type Bind = (value: string | number) => string

export function statement(
  dialect: Dialect,
  write: (bind: Bind) => string | Omit<Statement, 'values'>,
): Statement {
  const values: (string | number)[] = []
  const bind = dialect.written ?? ((value: string | number) => dialect.parameter(values.push(value)))
  const written = write(bind)
  return { ...(typeof written === 'string' ? { sql: written } : written), values }
}

/** The same dialect with values written where they stand, so that the SQL runs as it is. */
export function writingValues(dialect: Dialect): Dialect {
  const text = ESCAPING.has(dialect.syntax) ? escaped : doubled
  return {
    ...dialect,
    written: (value) => (typeof value === 'number' ? String(value) : `'${text(value)}'`),
  }
}

/** Where a backslash begins a sign. */
const ESCAPING: ReadonlySet<unknown> = new Set([SYNTAX.bigquery, SYNTAX.snowflake])
const doubled = (value: string) => value.replaceAll("'", "''")
const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")

/** Parts that are each made once, and what is asked of them. */
export function inParts(dialect: Dialect, parts: readonly Part[], end: string): Omit<Statement, 'values'> {
  if (dialect.apart)
    return {
      steps: parts.map(({ name, query }) => `create temporary table ${name} as\n${query}`),
      sql: end,
    }
  const all = parts.map(({ name, query }) => `${name} ${dialect.materialized} (\n${query}\n)`)
  return { sql: `with ${all.join(', ')}\n${end}` }
}

/** A declared query as `q`. The newline ends a comment in its last line. */
export function subquery(dialect: Dialect, declared: string, campaignKey: string, bind: Bind): string {
  const campaign = () => `cast(${bind(campaignKey)} as ${dialect.text})`
  return `(\n${bindDeclared(declared, dialect.syntax, campaign)}\n) as q`
}
