import type { Dialect } from './dialects.ts'
import type { Driver } from './driver.ts'
import { reasonOf, WarehouseError } from './error.ts'
import { declaredColumns } from './sql-metrics.ts'
import type { CampaignQuery } from './warehouse.ts'

/** A query of stairway.yaml, and as what people know it. */
export interface Declared {
  readonly title: string
  readonly sql: string
  readonly columns: readonly string[]
}

export function exposureQuery({
  exposures: { name, sql, segments = [] },
}: Pick<CampaignQuery, 'exposures'>): Declared {
  return { title: `Exposure query "${name}"`, sql, columns: ['unit', 'arm', 'exposed_at', ...segments] }
}

export function metricQuery(metric: CampaignQuery['metrics'][number]): Declared {
  return { title: `Metric "${metric.name}"`, sql: metric.sql, columns: declaredColumns(metric) }
}

export function checkColumns({ columns }: Declared, returned: readonly string[], dialect: Dialect): void {
  const known = (column: string) => (dialect.foldsCase ? column.toLowerCase() : column)
  const names = returned.map(known)
  if (columns.every((column) => names.includes(known(column)))) return
  const say = `the query must return ${columns.join(', ')}; it returned ${returned.join(', ')}`
  throw new WarehouseError('query', say)
}

const MEANING = { unreachable: 'has no answer', timeout: 'was stopped', query: 'failed' }

/** What went wrong, in people's words: which query, of which warehouse, and what was said. */
export function told(warehouse: string, title: string, error: unknown): WarehouseError {
  const fault = kindOfFault(error)
  const reason = reasonOf(error)
  const end = /[.?!…]$/.test(reason) ? '' : '.'
  const message = `${title} ${MEANING[fault]} (warehouse "${warehouse}"): ${reason}${end}`
  return new WarehouseError(fault, message, error instanceof WarehouseError ? error.unreadable : undefined)
}

/** With the place in a file, where the warehouse knows it. */
export async function located(
  driver: Driver,
  declared: Declared,
  error: WarehouseError,
): Promise<WarehouseError> {
  if (!error.unreadable || !driver.locate) return error
  const { column, value } = error.unreadable
  const place = await driver.locate(declared.sql, column, value)
  return place === undefined ? error : new WarehouseError(error.fault, `${error.message} Found in ${place}.`)
}

/** Whatever else a warehouse says, it says of the query. */
export function kindOfFault(error: unknown): WarehouseError['fault'] {
  return error instanceof WarehouseError ? error.fault : 'query'
}
