import type { Digest, KeptSuggestion } from '../../domain/digest/digest.ts'
import { validityProblems } from '../../domain/readout/validity.ts'
import { peopleIn } from '../../domain/reconciliation/figures.ts'
import { reconciled } from '../../domain/reconciliation/reconciliation.ts'
import { dropWords, figuresLine, isToName, shortDropWords } from '../../domain/reconciliation/words.ts'
import type { PeopleSeen } from '../../domain/state/arrivals.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { bold, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { longRich } from './parts.ts'

/** What became of the people that a launch planned, as its card and its digests say it. */

/** "Came through  42 610 planned (brief, 09:00) → 8 000 synced (Hightouch, 12:00) → …", with the drop that is larger than expected. */
export function peopleLines(
  state: CampaignState,
  look: Look,
  seen: PeopleSeen | undefined = state.campaign.peopleSeen,
): Mrkdwn[] {
  const { figures, drop } = reconciled(state, look.catalog, seen)
  const line = figuresLine(figures)
  if (line === null) return []
  const lost = drop ? `. ■ ${dropWords(drop)}` : ''
  return [md`${bold('Came through')}  ${longRich(`${line}${lost}`, 1_200, look)}`]
}

/** The same of a digest, by what it found. */
export function peopleOf({ readout, madeAt, slot }: Digest, state: CampaignState, look: Look): Mrkdwn[] {
  return readout ? peopleLines(state, look, peopleIn(readout, madeAt ?? slot)) : []
}

/** "■ 3 120 of 8 000 synced are exposed", for a channel; null where there is no such drop, or what is `shown` with it asks about it. */
export function dropLine(
  { readout, madeAt, slot }: Digest,
  shown: KeptSuggestion | undefined,
  state: CampaignState,
  look: Look,
): Mrkdwn | null {
  if (!readout) return null
  const { drop } = reconciled(state, look.catalog, peopleIn(readout, madeAt ?? slot))
  if (!drop || !isToName(drop, validityProblems(readout), state.followUps, shown)) return null
  return md`■ ${shortDropWords(drop)}`
}
