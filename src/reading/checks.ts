import type { Checks, Means } from '../checks/check.ts'
import { Unread } from '../checks/unread.ts'
import type { Catalog } from '../domain/catalog/catalog.ts'
import type { CheckAnswer } from '../domain/readiness/checks.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { Refusal } from '../refusal.ts'
import type { ReadDeps } from '../usecases/deps.ts'
import { readReported } from '../usecases/reads/reports.ts'
import { WarehouseError } from '../warehouse/error.ts'
import type { Warehouses } from '../warehouse/warehouse.ts'
import { sharedPeople } from './shared.ts'

interface CheckingDeps extends ReadDeps {
  readonly catalog: Catalog
  readonly warehouses: Warehouses
  readonly checks: Checks
}

/** Asks one declared check about a campaign. What could not be asked is an answer too. */
export async function askCheck(
  deps: CheckingDeps,
  { campaign }: Pick<CampaignState, 'campaign'>,
  name: string,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<CheckAnswer> {
  const check = deps.checks.get(name)
  if (!check) return unanswered(name, `stairway.yaml declares no check ${name} any more`)
  const asked = check.ask({ campaign, now, signal, means: meansOf(deps, campaign, name, now) })
  return Promise.race([asked, silence(name, signal)])
}

/** Not all that a check asks can be stopped: then it goes on, and nobody waits for it. */
async function silence(name: string, signal: AbortSignal): Promise<CheckAnswer> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  return unanswered(name, 'it did not answer in time')
}

/** What is left of one that failed by a mistake of ours. */
export function faulty(name: string): CheckAnswer {
  return unanswered(name, 'asking it failed by a fault of Stairway, which is logged')
}

function unanswered(name: string, words: string): CheckAnswer {
  return { status: 'error', figure: null, wanted: null, where: name, at: null, words }
}

function meansOf(deps: CheckingDeps, campaign: CampaignState['campaign'], name: string, until: Date): Means {
  const { catalog, warehouses } = deps
  const { key, brief } = campaign
  const title = `Check "${name}"`
  return {
    value: ({ warehouse, sql, as }) =>
      said(() => warehouses.get(warehouse).value({ title, sql, campaignKey: key, as })),
    exposed: () =>
      said(async () => {
        const exposures = catalog.exposures.find((each) => each.name === brief.exposures)
        if (!exposures) throw new Unread('the brief names no exposure query')
        const q = { campaignKey: key, exposures, metrics: [], until }
        const { perArm, otherArms, duplicates } = (await warehouses.get(exposures.warehouse).read(q))
          .exposures
        return perArm.reduce((sum, { n }) => sum + n, duplicates + (otherArms?.n ?? 0))
      }),
    shared: (q) => said(() => sharedPeople(deps, campaign, q, until)),
    reported: () => readReported(deps, campaign, name),
  }
}

/** What a warehouse says in words is why there is no answer. */
async function said<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof WarehouseError || error instanceof Refusal)
      throw new Unread(error.message.replace(/\.$/, ''))
    throw error
  }
}
