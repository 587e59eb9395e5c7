import { Refusal } from '../../refusal.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { DigestPlan, Held } from '../state/digests.ts'
import type { CampaignEvent } from '../state/events.ts'
import { type Schedule, slotsBetween } from '../time/schedule.ts'

const LONGEST_MUTE_DAYS = 90

const DAY_MS = 86_400_000
/** Past its last day a campaign posts once a week; a digest may come some hours earlier than the one before. */
const ALMOST_A_WEEK_MS = 6.5 * DAY_MS

/** Whether a plan's posts are held at `now`; a mute ends by itself. */
export function isMuted(plan: DigestPlan | null, now: Date): boolean {
  return (plan?.muteEndsAt?.getTime() ?? 0) > now.getTime()
}

/** The day of a campaign that its digests would say at `now`: it goes on when they come, so that a card says no other. */
export function dayShown({ liveAt, digest }: Pick<Campaign, 'liveAt' | 'digest'>, now: Date): number | null {
  if (!liveAt) return null
  const at = digest ? lastClock(digest.schedule, now) : now
  return Math.max(1, Math.floor((at.getTime() - liveAt.getTime()) / DAY_MS) + 1)
}

/** The last time that clocks showed the hour of a schedule, on whatever day; of cron fields every moment serves. */
function lastClock(schedule: Schedule, now: Date): Date {
  if (schedule.kind === 'cron') return now
  const { time, zone } = schedule
  const since = new Date(now.getTime() - 2 * DAY_MS)
  return slotsBetween({ kind: 'daily', time, zone }, since, now, 3).at(-1) ?? now
}

/** The same plan, quiet or not. */
export function withQuiet({ quiet: _, ...plan }: DigestPlan, quiet: boolean): DigestPlan {
  return quiet ? { ...plan, quiet } : plan
}

interface AskedFor {
  readonly askedFor: boolean
  /** What somebody should look at. */
  readonly news: readonly string[]
  /** When it was last posted after its last day; null before that, and where there is something new. */
  readonly overToldAt?: Date | null
}

/** Why a digest that was made is not posted; null where it is. */
export function heldBecause(
  plan: DigestPlan | null,
  { askedFor, news, overToldAt = null }: AskedFor,
  now: Date,
): Held | null {
  if (askedFor) return null
  if (isMuted(plan, now)) return 'muted'
  if (overToldAt && now.getTime() - overToldAt.getTime() < ALMOST_A_WEEK_MS) return 'over'
  return plan?.quiet && news.length === 0 ? 'unchanged' : null
}

/** Throws a Refusal for an end that is not ahead, or too far: a mute that is forgotten hides a campaign. */
export function refuseMuteEnd(endsAt: Date, now: Date): void {
  const days = (endsAt.getTime() - now.getTime()) / DAY_MS
  if (days > 0 && days <= LONGEST_MUTE_DAYS) return
  throw new Refusal(
    'invalid',
    `A mute ends within ${LONGEST_MUTE_DAYS} days, for example \`mute +3d\` or \`mute Mon 9:00\`; without an end, switch the digest \`off\`.`,
  )
}

/** The event that holds a campaign's digests until then; the watch over its guardrails goes on. */
export function muteDigest({ campaign }: CampaignState, endsAt: Date, now: Date): CampaignEvent {
  if (!campaign.digest) throw nothingSet(campaign.key)
  refuseMuteEnd(endsAt, now)
  return { kind: 'digest_muted', endsAt }
}

export function unmuteDigest({ campaign }: CampaignState, now: Date): CampaignEvent {
  if (!campaign.digest) throw nothingSet(campaign.key)
  if (!isMuted(campaign.digest, now))
    throw new Refusal('conflict', `The digests of ${campaign.key} are not muted.`)
  return { kind: 'digest_unmuted' }
}

export function nothingSet(key: string): Refusal {
  return new Refusal(
    'conflict',
    `${key} has no digest set: \`/campaign digest ${key} weekdays 09:00\` sets one.`,
  )
}
