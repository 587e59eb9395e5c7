/** Who runs what among generated campaigns: the same people hold the same share of them at any size. */

/** A Wednesday, in the working hours of everybody. */
export const NOW = new Date('2026-11-25T10:00:00Z')
export const TEAM = 'T0STAIR'
export const CHANNEL = 'C0GROWTH'

/** Approves for growth, and owns a thousand campaigns, or half of what there is. */
export const BIG_OWNER = 'U0ANA'
/** Leads growth: sees where all campaigns stand. */
export const LEAD = 'U0TOM'
/** Of data; every request of somebody else waits for her. */
export const APPROVER = 'U0MEI'
export const PARTNER = 'U0RAJ'
/** Of no team, with ten campaigns. */
export const ORDINARY = 'U0ZOE'

const MOST_OWNED = 1_000
const OWNED_BY_ORDINARY = 10
/** Campaigns of each of all others. */
const EACH = 50

export const YEARS = 5

/** What owners without a name of their own, and keys, begin with; nothing else holds it, so that copies can rename them. */
export const OWNER = 'UOWN'
export const KEY = 'ckey-'
export const DIGESTS_A_COPY = 100_000
/** Campaigns that are told one by one; more are copies of these. */
export const TOLD = 1_000

/** Whose the n-th (from 0) of `told` campaigns is, of which there are so many copies. */
export function ownerOf(n: number, told: number, copies: number): string {
  const big = Math.ceil(Math.min(MOST_OWNED, (told * copies) / 2) / copies)
  const every = Math.floor(told / big)
  if (n % every === 0 && n / every < big) return BIG_OWNER
  const ordinary = Math.max(2, Math.floor(told / OWNED_BY_ORDINARY))
  if (n % ordinary === 1) return ORDINARY
  return `${OWNER}${n % Math.max(1, Math.ceil(told / EACH))}`
}

export type Fate = 'preparing' | 'in review' | 'approved' | 'live' | 'concluded' | 'stopped' | 'cancelled'

/** What became of campaigns, in percent: nine of ten are history. */
const FATES: readonly (readonly [Fate, number])[] = [
  ['preparing', 3],
  ['in review', 1],
  ['approved', 1],
  ['live', 5],
  ['concluded', 70],
  ['stopped', 10],
  ['cancelled', 10],
]

export function fateOf(random: () => number): Fate {
  let left = random() * 100
  for (const [fate, share] of FATES) {
    left -= share
    if (left < 0) return fate
  }
  return 'concluded'
}
