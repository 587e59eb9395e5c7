import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { isRunning } from '../state/stage.ts'
import type { Read } from './proof.ts'

/** Whether anybody is exposed at all after a launch: told once where nobody is, and taken back once somebody was. */

const HOUR = 3_600_000
/** It is asked as long again as it was asked already, within these. */
const PAUSE = { least: HOUR, most: 6 * HOUR }
/** After so long without data nobody waits for them. */
const PATIENCE = 30 * 24 * HOUR

/** The events of one read; none where it says what is known already, or nothing is amiss. */
export function firstDataEvents({ campaign }: CampaignState, read: Read, now: Date): CampaignEvent[] {
  const { firstData } = campaign
  if (!isRunning(campaign) || firstData?.is === 'came' || read.is === 'nothing to ask') return []
  const found = read.is !== 'seen' ? 'unread' : read.seen.after > 0 ? 'came' : 'none'
  // That it can't be read now takes back nothing that was seen before.
  if (found === firstData?.is || (found === 'unread' && firstData)) return []
  if (found === 'came' && !firstData) return []
  const newestAt = read.is === 'seen' ? read.seen.newestAt : null
  const why = read.is === 'seen' ? {} : { why: read.why }
  return [{ kind: 'first_data', firstData: { is: found, at: now, newestAt, ...why } }]
}

/** When to look again for data that were missing or could not be read since `since`; null where nobody waits any more. */
export function nextLook({ campaign }: CampaignState, since: Date, now: Date): Date | null {
  const { firstData } = campaign
  const waited = now.getTime() - since.getTime()
  if (!isRunning(campaign) || !firstData || firstData.is === 'came' || waited > PATIENCE) return null
  return new Date(now.getTime() + Math.min(PAUSE.most, Math.max(PAUSE.least, waited / 2)))
}
