import type { Catalog } from '../../domain/catalog/catalog.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { isBeforeLaunch, isOut } from '../../domain/state/stage.ts'
import type { Sharing } from '../../domain/state/things.ts'
import { sharings, thingsOf } from '../../domain/steps/things.ts'
import { campaignsOf, campaignsSending } from '../../store/campaign-list.ts'
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

interface SharingDeps extends ReadDeps {
  readonly catalog: Pick<Catalog, 'targets'>
}

/** What a campaign has together with others that are approved or run; nobody is asked once it is over, or where its plan names nothing. */
export async function readSharing(deps: SharingDeps, campaign: Campaign): Promise<readonly Sharing[]> {
  return isBeforeLaunch(campaign.stage) || isOut(campaign) ? sharingBeside(deps, campaign) : []
}

/** The same at any stage: of one that was stopped, who has what it had. */
export async function sharingBeside(deps: SharingDeps, campaign: Campaign): Promise<readonly Sharing[]> {
  const targets = thingsOf(campaign, deps.catalog).map(({ target }) => target)
  if (targets.length === 0) return []
  const { teamId, id } = campaign
  const all = await campaignsSending(deps.db, teamId, NOW, targets)
  return sharings(
    campaign,
    all.filter((each) => each.id !== id),
    deps.catalog,
  )
}
