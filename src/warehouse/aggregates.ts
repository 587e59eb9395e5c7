import { Refusal } from '../refusal.ts'
import type { Dialect } from './dialects.ts'
import { reasonOf, WarehouseError } from './error.ts'
import { columnsStatement, exposuresStatement, MAX_ARMS, metricStatement, type Statement } from './sql.ts'
import type { CampaignQuery, Exposures, MetricQuery, MetricSums, Warehouse } from './warehouse.ts'

export type Row = Readonly<Record<string, unknown>>

/** A connection to a warehouse that can only read. */
export interface Driver {
  readonly dialect: Dialect
  /** Throws a WarehouseError if it is unreachable or too slow, or what the warehouse said of the SQL. */
  run(statement: Statement): Promise<readonly Row[]>
  close(): Promise<void>
}

/** A query of stairway.yaml, and as what people know it. */
interface Declared {
  readonly title: string
  readonly warehouse: string
  readonly sql: string
  readonly columns: readonly string[]
}

interface Question<T> {
  readonly campaignKey: string
  /** The declared queries that take part: the exposures first, the one that is asked for last. */
  readonly exposures: Declared
  readonly asked: Declared
  statement(): Statement
  read(rows: readonly Row[]): T
}

/** The warehouse `name` behind a driver: asks, reads the rows, and says in people's words what went wrong. */
export function aggregatesOf(name: string, driver: Driver): Warehouse {
  const { dialect } = driver
  return {
    exposures: (q) => {
      const exposures = exposureOf(q)
      const statement = () => exposuresStatement(dialect, q)
      return ask(name, driver, { ...q, exposures, asked: exposures, statement, read: exposuresFrom })
    },
    metric: (q) => {
      const statement = () => metricStatement(dialect, q)
      const read = (rows: readonly Row[]) => ({ sums: sumsFrom(rows), newest: newestOf(rows) })
      return ask(name, driver, { ...q, exposures: exposureOf(q), asked: metricOf(q), statement, read })
    },
    close: () => driver.close(),
  }
}

function exposureOf({ exposures: { name, warehouse, sql } }: CampaignQuery): Declared {
  return { title: `Exposure query "${name}"`, warehouse, sql, columns: ['unit', 'arm', 'exposed_at'] }
}

function metricOf({ metric: { name, warehouse, sql } }: MetricQuery): Declared {
  return { title: `Metric "${name}"`, warehouse, sql, columns: ['unit', 'at', 'value'] }
}

async function ask<T>(name: string, driver: Driver, question: Question<T>): Promise<T> {
  checkWarehouses(name, question)
  const rows = await rowsOf(name, driver, question)
  const unreadable = rows.find((row) => row.unreadable !== null)?.unreadable
  const { exposures, asked } = question
  const blamed = typeof unreadable === 'string' && unreadable.startsWith('exposed_at ') ? exposures : asked
  try {
    checkRows(rows, driver.dialect, unreadable)
    return question.read(rows)
  } catch (error) {
    throw told(name, blamed, error)
  }
}

async function rowsOf<T>(name: string, driver: Driver, question: Question<T>): Promise<readonly Row[]> {
  try {
    return await driver.run(question.statement())
  } catch (error) {
    const known = error instanceof WarehouseError && error.fault !== 'query'
    throw known ? told(name, question.asked, error) : await diagnosed(name, driver, question, error)
  }
}

function checkWarehouses<T>(name: string, { exposures, asked }: Question<T>): void {
  if (exposures.warehouse === name && asked.warehouse === name) return
  const queries = exposures === asked ? [asked] : [exposures, asked]
  const places = queries.map(({ title, warehouse }) => `${title} reads "${warehouse}"`).join(', ')
  const say = `The exposures and metrics of a campaign are joined in one warehouse, here "${name}": ${places}.`
  throw new Refusal('invalid', `${say} Choose queries of the same warehouse.`)
}

function checkRows(rows: readonly Row[], dialect: Dialect, unreadable: unknown): void {
  if (byArm(rows).length > MAX_ARMS) {
    const say = `it returned more than ${MAX_ARMS} different arms; is arm the right column?`
    throw new WarehouseError('query', say)
  }
  if (unreadable === undefined) return
  throw new WarehouseError(
    'query',
    `it returned what can't be read: ${reasonOf(unreadable)}. ${dialect.accepts}`,
  )
}

/** Asks each declared query for its columns, to tell which of them is wrong and how. */
async function diagnosed<T>(name: string, driver: Driver, question: Question<T>, error: unknown) {
  for (const query of new Set([question.exposures, question.asked])) {
    try {
      const rows = await driver.run(columnsStatement(driver.dialect, query.sql, question.campaignKey))
      checkColumns(query, Object.keys(rows[0] ?? {}), driver.dialect)
    } catch (own) {
      return told(name, query, own)
    }
  }
  return told(name, question.asked, error)
}

function checkColumns({ columns }: Declared, returned: readonly string[], dialect: Dialect): void {
  const names = dialect.foldsCase ? returned.map((column) => column.toLowerCase()) : returned
  if (columns.every((column) => names.includes(column))) return
  const say = `the query must return ${columns.join(', ')}; it returned ${returned.join(', ')}`
  throw new WarehouseError('query', say)
}

const MEANING = { unreachable: 'has no answer', timeout: 'was stopped', query: 'failed' }

function told(name: string, { title }: Declared, error: unknown): WarehouseError {
  const fault = error instanceof WarehouseError ? error.fault : 'query'
  const reason = reasonOf(error)
  const end = /[.?!…]$/.test(reason) ? '' : '.'
  return new WarehouseError(fault, `${title} ${MEANING[fault]} (warehouse "${name}"): ${reason}${end}`)
}

function byArm(rows: readonly Row[]): { arm: string; row: Row }[] {
  return rows
    .flatMap((row) => (typeof row.arm === 'string' ? [{ arm: row.arm, row }] : []))
    .sort((a, b) => (a.arm < b.arm ? -1 : 1))
}

function exposuresFrom(rows: readonly Row[]): Exposures {
  const several = rows.find((row) => row.arm === null)
  return {
    perArm: byArm(rows).map(({ arm, row }) => ({ arm, n: finite(row, 'n') })),
    duplicates: several ? finite(several, 'n') : 0,
    newest: newestOf(rows),
  }
}

function sumsFrom(rows: readonly Row[]): MetricSums[] {
  return byArm(rows).map(({ arm, row }) => ({
    arm,
    n: finite(row, 'n'),
    sum: finite(row, 'total'),
    sumSquares: finite(row, 'squares'),
  }))
}

function newestOf(rows: readonly Row[]): Date | null {
  const dated = rows.filter((row) => row.newest !== null).map((row) => finite(row, 'newest'))
  return dated.length === 0 ? null : new Date(Math.max(...dated))
}

// Drivers give counts and sums as number, bigint or text.
function finite(row: Row, column: string): number {
  const value = Number(row[column])
  if (Number.isFinite(value)) return value
  throw new WarehouseError('query', `${column} is ${row[column]}: a value or a date is not finite`)
}
