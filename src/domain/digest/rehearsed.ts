import type { CampaignState } from '../state/campaign.ts'
import type { Digest } from './digest.ts'
import type { CampaignReading } from './reading.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 14

/** A campaign as though it had gone live some days ago, to be read out as it would be; nothing of it is kept. */
export interface Rehearsed {
  readonly state: CampaignState
  readonly days: number
  /** Who was exposed before it is left out. */
  readonly since: Date
}

/** On its last day at the latest: it is not over yet. */
export function rehearsed(before: CampaignState, now: Date): Rehearsed {
  const days = Math.min(before.campaign.brief.horizonDays ?? MOST_DAYS, MOST_DAYS)
  const since = new Date(now.getTime() - days * DAY_MS + 1)
  const campaign = { ...before.campaign, stage: 'live', liveAt: since, launchAt: null } as const
  return { state: { ...before, campaign }, days, since }
}

/** The digest of what was read then: it has no row, and suggests nothing. */
export function rehearsedDigest({ campaign }: CampaignState, reading: CampaignReading, now: Date): Digest {
  return {
    id: 0,
    campaignId: campaign.id,
    slot: now,
    channel: campaign.brief.channel,
    madeAt: now,
    readout: reading.readout,
    headline: reading.headline,
    failure: reading.failure,
    suggestions: [],
    held: null,
    askedBy: null,
  }
}
