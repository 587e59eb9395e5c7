import { bindDeclared } from './declared.ts'
import type { Dialect } from './dialects.ts'

/** SQL and its values: the nth value is the dialect's nth parameter. */
export interface Statement {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** Binds a value and gives what stands for it in the SQL. */
export type Bind = (value: string | number) => string

export function statement(dialect: Dialect, write: (bind: Bind) => string): Statement {
  const values: (string | number)[] = []
  const sql = write((value) => dialect.parameter(values.push(value)))
  return { sql, values }
}

/** A declared query as `q`. The newline ends a comment in its last line. */
export function subquery(dialect: Dialect, declared: string, campaignKey: string, bind: Bind): string {
  const campaign = () => `cast(${bind(campaignKey)} as ${dialect.text})`
  return `(\n${bindDeclared(declared, dialect.syntax, campaign)}\n) as q`
}
