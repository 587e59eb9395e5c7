import { Refusal } from '../refusal.ts'
import { arrivalsFrom, arrivalsStatement } from './arrivals.ts'
import type { Driver } from './driver.ts'
import { checkColumns, exposureQuery, located, metricQuery, told } from './faults.ts'
import { sharedFrom, sharedStatement } from './shared.ts'
import { type SingleValue, valueFrom, valueStatement } from './single-value.ts'
import { columnsStatement, declaredStatement } from './sql.ts'
import type {
  ArrivalQuery,
  Arrivals,
  CampaignQuery,
  Shared,
  SharedQuery,
  TriedQuery,
  ValueQuery,
} from './warehouse.ts'

/** The small questions: one row each. */

/** A warehouse that is asked, with its name for people. */
export interface Asked {
  readonly name: string
  readonly driver: Driver
}

export async function singleValue({ name, driver }: Asked, q: ValueQuery): Promise<SingleValue> {
  const { title, sql, campaignKey, as } = q
  try {
    const columns = await columnsOf(driver, sql, campaignKey)
    checkColumns({ title, sql, columns: ['value'] }, columns, driver.dialect)
    return valueFrom(await driver.run(valueStatement(driver.dialect, sql, campaignKey, as)), as)
  } catch (error) {
    throw told(name, title, error)
  }
}

export async function arrivals({ name, driver }: Asked, q: ArrivalQuery): Promise<Arrivals> {
  if (q.exposures.warehouse !== name) throw elsewhere(name, [exposuresPlace(q)])
  const declared = exposureQuery(q)
  try {
    const columns = await columnsOf(driver, declared.sql, q.campaignKey)
    checkColumns(declared, columns, driver.dialect)
    return arrivalsFrom(await driver.run(arrivalsStatement(driver.dialect, q)), driver.dialect)
  } catch (error) {
    throw await located(driver, declared, told(name, declared.title, error))
  }
}

export async function shared({ name, driver }: Asked, q: SharedQuery): Promise<Shared> {
  const own = { title: 'The query of its people', sql: q.people ?? '', columns: ['unit'] }
  const elsewhereOf = [q, ...q.beside].filter(({ exposures }) => exposures.warehouse !== name)
  if (elsewhereOf.length > 0) throw elsewhere(name, elsewhereOf.map(exposuresPlace))
  const asked = [
    { declared: q.people === undefined ? exposureQuery(q) : own, key: q.campaignKey },
    ...q.beside.map((each) => ({ declared: exposureQuery(each), key: each.campaignKey })),
  ]
  for (const { declared, key } of asked) {
    try {
      checkColumns(declared, await columnsOf(driver, declared.sql, key), driver.dialect)
    } catch (error) {
      throw told(name, declared.title, error)
    }
  }
  try {
    return sharedFrom(await driver.run(sharedStatement(driver.dialect, q)), q, driver.dialect)
  } catch (error) {
    throw told(name, 'Comparing the people of campaigns', error)
  }
}

export async function tryOut({ name, driver }: Asked, { query, campaignKey }: TriedQuery): Promise<void> {
  const declared = 'kind' in query ? metricQuery(query) : exposureQuery({ exposures: query })
  try {
    checkColumns(declared, await columnsOf(driver, declared.sql, campaignKey), driver.dialect)
  } catch (error) {
    throw told(name, declared.title, error)
  }
}

export async function columnsOf(
  driver: Driver,
  sql: string,
  campaignKey: string,
): Promise<readonly string[]> {
  if (driver.columns) return await driver.columns(declaredStatement(driver.dialect, sql, campaignKey))
  const rows = await driver.run(columnsStatement(driver.dialect, sql, campaignKey))
  return Object.keys(rows[0] ?? {})
}

export function exposuresPlace(q: Pick<CampaignQuery, 'exposures'>): string {
  return `${exposureQuery(q).title} reads "${q.exposures.warehouse}"`
}

export function elsewhere(name: string, places: readonly string[]): Refusal {
  const say = `The exposures and metrics of a campaign are joined in one warehouse, here "${name}": ${places.join(', ')}.`
  return new Refusal('invalid', `${say} Choose queries of the same warehouse.`)
}
