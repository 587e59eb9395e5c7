import type { Campaign } from '../../domain/state/campaign.ts'
import { listCampaigns } from '../../store/campaign-list.ts'
import type { ReadDeps } from '../deps.ts'

const NOW = ['approved', 'launching', 'live', 'paused'] as const
const ENDED = ['stopped', 'concluded'] as const

/**
 * The campaigns of the same workspace that may reach the same people: approved ones and those that run. With `since`
 * also those that have ended after it, which have contacted people until then.
 */
export async function campaignsBeside(
  { db }: ReadDeps,
  { id, teamId }: Campaign,
  since: Date | null,
): Promise<Campaign[]> {
  const stages = since ? [...NOW, ...ENDED] : NOW
  const all = await listCampaigns(db, { teamId, stages })
  return all.filter(
    (each) => each.id !== id && (each.endedAt === null || (since !== null && each.endedAt > since)),
  )
}
