import type { Read } from '../domain/incidents/proof.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { Refusal } from '../refusal.ts'
import { WarehouseError } from '../warehouse/error.ts'
import type { ReadingDeps } from './reading.ts'

/** Whether exposures of a campaign still come, as the warehouse has it. That it has no answer is one too. */
export async function readArrivals(
  { catalog, warehouses }: ReadingDeps,
  { campaign: { key: campaignKey, brief } }: CampaignState,
  span: { readonly since: Date; readonly until: Date },
): Promise<Read> {
  if (brief.exposures === null) return { is: 'nothing to ask' }
  const exposures = catalog.exposures.find(({ name }) => name === brief.exposures)
  if (!exposures)
    return { is: 'unread', why: `stairway.yaml declares no exposure query ${brief.exposures} any more` }
  try {
    const found = await warehouses.get(exposures.warehouse).arrivals({ campaignKey, exposures, ...span })
    const { ahead, newest: newestAt, after, lastHour } = found
    return { is: 'seen', seen: { after, lastHour, newestAt }, ahead }
  } catch (error) {
    if (error instanceof WarehouseError || error instanceof Refusal)
      return { is: 'unread', why: error.message.replace(/\.$/, '') }
    throw error
  }
}
