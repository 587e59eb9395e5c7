import type { Catalog } from '../domain/catalog/catalog.ts'
import type { Campaign } from '../domain/state/campaign.ts'

/** The job of a reading of this campaign, with the warehouse that it asks, where the brief names one that is declared. */
export function readingOf(
  { id: campaignId, teamId, brief }: Campaign,
  catalog: Catalog,
): { teamId: string; campaignId: number; warehouse?: string } {
  const exposures = catalog.exposures.find(({ name }) => name === brief.exposures)
  return { teamId, campaignId, ...(exposures ? { warehouse: exposures.warehouse } : {}) }
}
