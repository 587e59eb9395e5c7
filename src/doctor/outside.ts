import type { Catalog } from '../domain/catalog/catalog.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import { lookAt } from '../reading/looks.ts'
import type { Targets } from '../targets/target.ts'
import { WarehouseError } from '../warehouse/error.ts'
import type { TriedQuery, Warehouses } from '../warehouse/warehouse.ts'
import { type Seen, silent, within } from './diagnosis.ts'
import type { Ground } from './ground.ts'

/** No campaign is called so: a query runs for one that has nobody. */
const CAMPAIGN = 'stairway-doctor'

/**
 * Each query that is declared on a warehouse, asked without reading a row; `patienceMs` for each, and none after the first
 * that nothing answers to.
 */
export async function seeWarehouse(
  { config: { catalog }, warehouses, patienceMs }: Pick<Ground, 'config' | 'warehouses' | 'patienceMs'>,
  name: string,
): Promise<Seen[]> {
  const queries = queriesOf(catalog, name)
  if (queries.length === 0) return [{ is: 'open', saw: 'no query is declared on it' }]
  const wrong: Seen[] = []
  for (const query of queries) {
    const tried = await within(patienceMs, () => tryOut(warehouses, query), {
      seen: silent(patienceMs),
      answers: false,
    })
    if (tried.seen) wrong.push(tried.seen)
    if (!tried.answers) return wrong
  }
  if (wrong.length > 0) return wrong
  return [{ is: 'well', saw: queries.length === 1 ? 'its query runs' : `all ${queries.length} queries run` }]
}

export function queriesOf({ exposures, metrics }: Catalog, name: string) {
  return [...exposures, ...metrics].filter(({ warehouse }) => warehouse === name)
}

interface Tried {
  /** What is wrong with the query; null where nothing is. */
  readonly seen: Seen | null
  readonly answers: boolean
}

async function tryOut(warehouses: Warehouses, query: TriedQuery['query']): Promise<Tried> {
  try {
    await warehouses.get(query.warehouse).tryOut({ campaignKey: CAMPAIGN, query })
    return { seen: null, answers: true }
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error
    return { seen: queryFailed(error), answers: error.fault === 'query' }
  }
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
  asked: { readonly now: Date; readonly signal: AbortSignal },
): Promise<Seen> {
  const campaign = campaigns.find(({ brief }) => planned(brief, name) > 0)
  if (!campaign) return { is: 'open', saw: 'no campaign plans a step for it, so there is nothing to look at' }
  const n = planned(campaign.brief, name)
  const look = await lookAt(targets, { campaign }, n, asked)
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
