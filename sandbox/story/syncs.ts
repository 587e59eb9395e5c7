import type { Sync } from '../tools/tools.ts'
import type { Launch } from './world.ts'

/** Flags of the workspace's Unleash, each off until somebody turns it on. */
export const FLAGS: readonly string[] = ['offer-banner', 'free-shipping']

const LOYALTY = 371
/** Syncs of its Hightouch. */
export const SYNCS: readonly Sync[] = [{ id: LOYALTY, slug: 'loyalty-members', rows: 11_800 }]

const REACHED: Readonly<Record<number, Omit<Launch, 'at'>>> = {
  [LOYALTY]: {
    key: 'loyalty',
    arms: ['Held out', 'Synced'].map((name) => ({ name, weight: 1 })),
    size: 11_800,
  },
}

/** Whom a sync reaches: its audience is that of a campaign of the story. @throws RangeError for another one */
export function launchOf(sync: number, at: Date): Launch {
  const reached = REACHED[sync]
  if (!reached) throw new RangeError(`Sync ${sync} has no audience`)
  return { ...reached, at }
}
