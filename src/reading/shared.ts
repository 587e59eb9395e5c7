import type { PeopleAsked, SharedPeople } from '../checks/check.ts'
import { Unread } from '../checks/unread.ts'
import type { Catalog, ExposureDefinition } from '../domain/catalog/catalog.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import type { ReadDeps } from '../usecases/deps.ts'
import { campaignsBeside } from '../usecases/reads/sharing.ts'
import type { Beside, Warehouses } from '../warehouse/warehouse.ts'

const DAY_MS = 86_400_000

interface SharedDeps extends ReadDeps {
  readonly catalog: Catalog
  readonly warehouses: Warehouses
}

/** Whom a campaign shares with others: those that can be counted in its warehouse, and why others can't. Throws Unread. */
export async function sharedPeople(
  deps: SharedDeps,
  campaign: Campaign,
  { people, days, atMost }: PeopleAsked,
  until: Date,
): Promise<SharedPeople> {
  const exposures = deps.catalog.exposures.find(({ name }) => name === campaign.brief.exposures)
  if (!exposures) throw new Unread('the brief names no exposure query')
  const warehouse = people?.warehouse ?? exposures.warehouse
  const since = new Date(until.getTime() - (days ?? 0) * DAY_MS)
  const others = await campaignsBeside(deps, campaign, days === null ? null : since)
  const all = others.map((each) => ({ key: each.key, found: besideIn(deps.catalog, each, warehouse) }))
  const beside = all.flatMap(({ found }) => (typeof found === 'string' ? [] : [found]))
  const not = all.flatMap(({ key, found }) => (typeof found === 'string' ? [{ key, why: found }] : []))
  const own = people ? { people: people.sql, exposures: { ...exposures, warehouse } } : { exposures }
  // Its own people are counted too where nobody else has any: so many that none is known of is no overlap of 0.
  const asked = beside.length > 0 ? beside : [nobody(own.exposures)]
  const q = { campaignKey: campaign.key, ...own, beside: asked, since, until, atMost }
  const { each, ...found } = await deps.warehouses.get(warehouse).shared(q)
  return { ...found, with: beside.map(({ campaignKey: key }, i) => ({ key, n: each[i] ?? 0 })), not }
}

/** What is asked of another campaign, or why it can't be counted. */
function besideIn({ exposures }: Catalog, { key, brief }: Campaign, warehouse: string): Beside | string {
  const query = exposures.find(({ name }) => name === brief.exposures)
  if (!query) return 'no exposure query'
  if (query.warehouse !== warehouse) return `in ${query.warehouse}`
  if (!query.sql.includes(':campaign')) return `${query.name} does not tell campaigns apart`
  const [control = null] = brief.arms.length > 1 ? brief.arms.map(({ name }) => name) : []
  return { campaignKey: key, exposures: query, control }
}

/** A campaign that nobody is in: keys of campaigns have no space. */
function nobody({ name, warehouse }: ExposureDefinition): Beside {
  const none = "select '' as unit, '' as arm, '2000-01-01' as exposed_at"
  const sql = `select unit, arm, exposed_at from (${none}) as nothing where 1 = 0`
  return { campaignKey: 'no campaign', exposures: { name, warehouse, sql }, control: null }
}
