import type { Campaign } from '../../domain/state/campaign.ts'
import { campaignsOf } from '../../store/campaign-list.ts'
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
  const all = await campaignsOf(db, teamId, NOW, since && { stages: ENDED, since })
  return all.filter((each) => each.id !== id)
}
