import { baselineOf, type KnownBaseline } from '../domain/brief/expected.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { recentReadouts } from '../store/digests.ts'
import type { Deps } from './deps.ts'

/** Readouts that are looked through: about a fortnight of a few campaigns. */
const LOOKED_THROUGH = 40

/** The goal of what was submitted as the newest readout of this workspace has it in a control; null where none has. */
export async function loadBaseline(
  deps: Pick<Deps, 'db'>,
  { campaign, request }: CampaignState,
): Promise<KnownBaseline | null> {
  const metric = request?.brief.outcome?.metric
  if (metric === undefined) return null
  for (const { key, readout } of await recentReadouts(deps.db, campaign.teamId, LOOKED_THROUGH)) {
    const found = baselineOf(readout, metric)
    if (found) return { ...found, campaign: key }
  }
  return null
}
