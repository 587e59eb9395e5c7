import type { Catalog } from '../domain/catalog/catalog.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import { lookAt } from '../reading/looks.ts'
import type { Targets } from '../targets/target.ts'
import { WarehouseError } from '../warehouse/error.ts'
import type { Warehouses } from '../warehouse/warehouse.ts'
import type { Seen } from './diagnosis.ts'

/** No campaign is called so: a query runs for one that has nobody. */
const CAMPAIGN = 'stairway-doctor'

/** Each query that is declared on a warehouse, asked without reading a row; none after the first that nothing answers to. */
export async function seeWarehouse(catalog: Catalog, warehouses: Warehouses, name: string): Promise<Seen[]> {
  const queries = [...catalog.exposures, ...catalog.metrics].filter(({ warehouse }) => warehouse === name)
  if (queries.length === 0) return [{ is: 'open', saw: 'no query is declared on it' }]
  const wrong: Seen[] = []
  for (const query of queries) {
    try {
      await warehouses.get(name).tryOut({ campaignKey: CAMPAIGN, query })
    } catch (error) {
      if (!(error instanceof WarehouseError)) throw error
      wrong.push(queryFailed(error))
      if (error.fault !== 'query') return wrong
    }
  }
  if (wrong.length > 0) return wrong
  return [{ is: 'well', saw: queries.length === 1 ? 'its query runs' : `all ${queries.length} queries run` }]
}

function queryFailed({ fault, message }: WarehouseError): Seen {
  const todo =
    fault === 'query'
      ? 'Correct its sql: in stairway.yaml.'
      : 'See whether it runs, and its entry in stairway.yaml.'
  return { is: 'wrong', saw: message.replace(/\.$/, ''), todo }
}

/** What a target says of the newest step that a campaign plans for it. */
export async function seeTarget(
  targets: Targets,
  campaigns: readonly Campaign[],
  name: string,
  within: { readonly now: Date; readonly signal: AbortSignal },
): Promise<Seen> {
  const campaign = campaigns.find(({ brief }) => planned(brief, name) > 0)
  if (!campaign) return { is: 'open', saw: 'no campaign plans a step for it, so there is nothing to look at' }
  const n = planned(campaign.brief, name)
  const look = await lookAt(targets, { campaign }, n, within)
  const step = `step ${n} of ${campaign.key}`
  if (!look || look.is === 'unseen')
    return { is: 'wrong', saw: look?.why ?? 'it is not declared', todo: 'See its entry in stairway.yaml.' }
  if (look.exists === false) return { is: 'open', saw: `what ${step} names is not there` }
  const can = look.exists === null && look.state === null
  return { is: 'well', saw: can ? `${step} can be sent; it can't be looked at` : `${step} is seen` }
}

/** The place of the first step that goes there, from 1; 0 where none does. */
function planned({ plan }: Campaign['brief'], target: string): number {
  return plan.findIndex((step) => step.kind === 'sent' && step.target === target) + 1
}
