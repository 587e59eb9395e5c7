import type { MetricDefinition } from '../domain/catalog/catalog.ts'
import {
  type Asked,
  arrivals,
  columnsOf,
  elsewhere,
  exposuresPlace,
  shared,
  singleValue,
  tryOut,
} from './asked.ts'
import type { Dialect } from './dialects.ts'
import type { Driver, Row } from './driver.ts'
import { WarehouseError } from './error.ts'
import {
  checkColumns,
  type Declared,
  exposureQuery,
  kindOfFault,
  located,
  metricQuery,
  told,
} from './faults.ts'
import { exposuresFrom, metricFrom } from './rows.ts'
import { campaignStatement, declaredStatement } from './sql.ts'
import { joinFrom, joinStatement, matchesHardly } from './sql-join.ts'
import { type Statement, writingValues } from './statement.ts'
import type {
  CampaignAggregates,
  CampaignQuery,
  Exposures,
  MetricAggregates,
  MetricFailure,
  Warehouse,
} from './warehouse.ts'

/** The warehouse `name` behind a driver: asks, reads the rows, and says in people's words what went wrong. */
export function aggregatesOf(name: string, driver: Driver): Warehouse {
  const here = (q: CampaignQuery) => {
    if (q.exposures.warehouse !== name) throw elsewhere(name, [exposuresPlace(q)])
    return { ...q, metrics: q.metrics.filter(({ warehouse }) => warehouse === name) }
  }
  return {
    read: async (q) => {
      const asked = { name, driver }
      const part = await readAll(asked, here(q)).catch(async (error: unknown) => {
        throw error instanceof WarehouseError ? await located(driver, exposureQuery(q), error) : error
      })
      return inOrder(name, q, await joined(asked, q, await placed(driver, part)))
    },
    script: (q) => {
      const { steps = [], sql } = putTogether(name, writingValues(driver.dialect), here(q))
      return `${[...steps, sql].join(';\n\n')};\n`
    },
    value: (q) => singleValue({ name, driver }, q),
    arrivals: (q) => arrivals({ name, driver }, q),
    shared: (q) => shared({ name, driver }, q),
    tryOut: (q) => tryOut({ name, driver }, q),
    close: () => driver.close(),
  }
}

function putTogether(name: string, dialect: Dialect, q: CampaignQuery): Statement {
  for (const declared of [exposureQuery(q), ...q.metrics.map(metricQuery)])
    saying(name, declared, () => declaredStatement(dialect, declared.sql, q.campaignKey))
  return campaignStatement(dialect, q)
}

/** What one pass brought back, or some of them together. */
interface Part {
  readonly exposures: Exposures
  readonly metrics: ReadonlyMap<MetricDefinition, MetricAggregates | MetricFailure>
}

/**
 * One pass where nothing fails. Else the declared queries are asked for their columns (which reads no rows): those that
 * can't be run are left out, and the rest is read together in a second pass. If that fails too, a row of some query
 * can't be read: the exposures are read alone, then the metrics in ever smaller parts.
 */
async function readAll(asked: Asked, q: CampaignQuery): Promise<Part> {
  const together = await attempt(asked, q)
  if (!('raised' in together)) return together
  const wrong = await wrongMetrics(asked, q)
  const rest = { ...q, metrics: q.metrics.filter((metric) => !wrong.has(metric)) }
  const second = wrong.size > 0 ? await attempt(asked, rest) : together
  if (!('raised' in second)) return { ...second, metrics: new Map([...second.metrics, ...wrong]) }
  const alone = await attempt(asked, { ...q, metrics: [] })
  if ('raised' in alone) throw told(asked.name, exposureQuery(q).title, alone.raised)
  const apart = await readApart(asked, rest, second.raised)
  return { exposures: alone.exposures, metrics: new Map([...apart, ...wrong]) }
}

type Metrics = [MetricDefinition, MetricAggregates | MetricFailure][]

/** Metrics that failed together, by halves, until it is known which of them fail. */
async function readApart(asked: Asked, q: CampaignQuery, raised: unknown): Promise<Metrics> {
  const [metric, second] = q.metrics
  if (!metric) return []
  if (!second) return [[metric, { error: told(asked.name, metricQuery(metric).title, raised) }]]
  const middle = Math.ceil(q.metrics.length / 2)
  const read: Metrics = []
  for (const metrics of [q.metrics.slice(0, middle), q.metrics.slice(middle)]) {
    const half = { ...q, metrics }
    const part = await attempt(asked, half)
    read.push(...('raised' in part ? await readApart(asked, half, part.raised) : part.metrics))
  }
  return read
}

/** One pass, or what the warehouse raised. Throws where it has no answer, and where the exposures can't be read. */
async function attempt(asked: Asked, q: CampaignQuery): Promise<Part | { readonly raised: unknown }> {
  const { name, driver } = asked
  let rows: readonly Row[]
  try {
    rows = await driver.run(campaignStatement(driver.dialect, q))
  } catch (raised) {
    if (kindOfFault(raised) !== 'query') throw told(name, titleOf(q), raised)
    return { raised }
  }
  const exposures = saying(name, exposureQuery(q), () => exposuresFrom(rows, q, driver.dialect))
  return { exposures, metrics: new Map(q.metrics.map((metric, index) => [metric, of(metric, index + 1)])) }

  function of(metric: MetricDefinition, place: number): MetricAggregates | MetricFailure {
    try {
      return metricFrom(rows, q, { metric, place }, driver.dialect)
    } catch (error) {
      return { error: told(name, metricQuery(metric).title, error) }
    }
  }
}

/** Failures with the place in a file of what can't be read. */
async function placed(driver: Driver, { exposures, metrics }: Part): Promise<Part> {
  const told = new Map(metrics)
  for (const [metric, read] of metrics)
    if ('error' in read && read.error instanceof WarehouseError)
      told.set(metric, { error: await located(driver, metricQuery(metric), read.error) })
  return { exposures, metrics: told }
}

/** With a second look at the metrics whose units hardly match those that were exposed. */
async function joined(asked: Asked, q: CampaignQuery, part: Part): Promise<Part> {
  const { exposures } = part
  const units = exposures.perArm.reduce((sum, { n }) => sum + n, exposures.duplicates)
  const metrics = new Map(part.metrics)
  for (const [metric, read] of part.metrics) {
    if ('error' in read || exposures.oldest === null || !matchesHardly(read.reach, units)) continue
    metrics.set(metric, await withJoin(asked, q, metric, read, exposures.oldest))
  }
  return { exposures, metrics }
}

async function withJoin(
  { name, driver }: Asked,
  q: CampaignQuery,
  metric: MetricDefinition,
  read: MetricAggregates,
  oldest: Date,
): Promise<MetricAggregates | MetricFailure> {
  try {
    const rows = await driver.run(joinStatement(driver.dialect, q, metric, oldest))
    return { ...read, reach: { ...read.reach, join: joinFrom(rows) } }
  } catch (error) {
    return { error: told(name, metricQuery(metric).title, error) }
  }
}

function saying<T>(name: string, { title }: Declared, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw told(name, title, error)
  }
}

function titleOf(q: CampaignQuery): string {
  const { length } = q.metrics
  const also = length === 0 ? '' : ` with ${length === 1 ? 'one metric' : `${length} metrics`}`
  return `${exposureQuery(q).title}${also}`
}

/** Asks each declared query for its columns, to tell which of them is wrong and how. Throws if it is the exposures. */
async function wrongMetrics(asked: Asked, q: CampaignQuery): Promise<Map<MetricDefinition, MetricFailure>> {
  const { title } = exposureQuery(q)
  const exposures = await faultIn(asked, q, exposureQuery(q))
  if (exposures !== undefined) throw told(asked.name, title, exposures)
  const wrong = new Map<MetricDefinition, MetricFailure>()
  for (const metric of q.metrics) {
    const declared = metricQuery(metric)
    const fault = await faultIn(asked, q, declared)
    if (fault !== undefined) wrong.set(metric, { error: told(asked.name, declared.title, fault) })
  }
  return wrong
}

async function faultIn({ name, driver }: Asked, q: CampaignQuery, declared: Declared): Promise<unknown> {
  try {
    checkColumns(declared, await columnsOf(driver, declared.sql, q.campaignKey), driver.dialect)
    return undefined
  } catch (error) {
    if (kindOfFault(error) !== 'query') throw told(name, declared.title, error)
    return error
  }
}

function inOrder(name: string, q: CampaignQuery, { exposures, metrics }: Part): CampaignAggregates {
  const away = (metric: MetricDefinition): MetricFailure => {
    const { title } = metricQuery(metric)
    return { error: elsewhere(name, [exposuresPlace(q), `${title} reads "${metric.warehouse}"`]) }
  }
  return { exposures, metrics: q.metrics.map((metric) => metrics.get(metric) ?? away(metric)) }
}
