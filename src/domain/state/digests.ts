import type { ChannelId } from '../people.ts'
import type { Schedule } from '../time/schedule.ts'
import type { PeopleSeen } from './arrivals.ts'

export interface DigestPlan {
  readonly schedule: Schedule
  readonly channel: ChannelId
  /** A slot at which nothing changed that somebody should look at is not posted. */
  readonly quiet?: boolean
  /** Until then nothing is posted. */
  readonly muteEndsAt?: Date
}

/** Why a digest was made and not posted. over: its last day has passed, and it was said this week. */
export type Held = 'unchanged' | 'muted' | 'over'

export function unmuted({ muteEndsAt: _, ...plan }: DigestPlan): DigestPlan {
  return plan
}

export interface DigestMade {
  readonly kind: 'digest_made'
  readonly digestId: number
  readonly headline: string
  readonly held?: Held
  /** Whom its readout found; missing where there is none, and in events of earlier versions. */
  readonly people?: Omit<PeopleSeen, 'at'>
}
