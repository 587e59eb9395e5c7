import type { CampaignEvent } from '../../src/domain/state/events.ts'
import type { Fate } from './population.ts'

/** Something that happened, by whom, and how many minutes after the one before. */
export interface Told {
  readonly event: CampaignEvent
  readonly by: string
  readonly afterMinutes: number
}

export interface Plot {
  readonly key: string
  readonly owner: string
  readonly fate: Fate
  readonly random: () => number
  /** Ids of its digests, in order. */
  readonly digestIds: readonly number[]
  /** When it is to go live, of one that was approved and waits; when it was submitted, of all. */
  readonly launchAt: Date | null
  readonly submittedAt: Date
}

export const HOUR = 60
export const DAY = 24 * HOUR
export function told(event: CampaignEvent, by: string, afterMinutes = 3): Told {
  return { event, by, afterMinutes }
}
