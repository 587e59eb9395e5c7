import type { Knex } from 'knex'
import { isPostgres } from './database.ts'

/** -1 is the last of a list. */
type Step = string | -1

/**
 * SQL of the text at a path within a column of JSON; null where there is nothing. Written as the indexes of
 * migrations/0025_size.js are: one that is written otherwise is found by none of them.
 */
export function jsonText(db: Knex, column: string, ...path: readonly Step[]): string {
  if (!isPostgres(db)) return `json_extract(${column}, '$${path.map(sqliteStep).join('')}')`
  const steps = path.map((step) => (step === -1 ? '-1' : `'${step}'`))
  const before = steps.slice(0, -1).map((step) => `${step}->`)
  return `(${column}::json->${before.join('')}>${steps.at(-1)})`
}

function sqliteStep(step: Step): string {
  return step === -1 ? '[#-1]' : `.${step}`
}
