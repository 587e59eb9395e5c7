import type { ChannelId } from '../people.ts'
import type { Schedule } from '../time/schedule.ts'

export interface DigestPlan {
  readonly schedule: Schedule
  readonly channel: ChannelId
  /** A slot at which nothing changed that somebody should look at is not posted. */
  readonly quiet?: boolean
  /** Until then nothing is posted. */
  readonly muteEndsAt?: Date
}

/** Why a digest was made and not posted. */
export type Held = 'unchanged' | 'muted'

export function unmuted({ muteEndsAt: _, ...plan }: DigestPlan): DigestPlan {
  return plan
}
