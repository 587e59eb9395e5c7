/** What a digest is beside the last one: whether it says the same, and whether its verdict is new. */

import { ENDS } from '../choice/choice.ts'
import type { ArmVerdict } from '../readout/pieces.ts'
import type { Readout } from '../readout/readout.ts'
import { dataFaults } from '../readout/validity.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { FollowUp } from '../state/follow-ups.ts'
import type { Digest, KeptSuggestion } from './digest.ts'
import { digestNews } from './news.ts'

/**
 * Nothing in it is to be looked at that was not in the last one: on the days before anything is decided it is so from
 * the first one on. One that somebody asked for says all. What happened after it was made changes nothing of that.
 */
export function saysTheSame(digest: Digest, previous: Digest | null, state: CampaignState): boolean {
  const { id, readout, madeAt, askedBy } = digest
  if (!readout || !madeAt || askedBy !== null || dataFaults(readout).length > 0) return false
  if (newSuggestions(digest, state.followUps).length > 0) return false
  if (state.campaign.choices.some(({ verdict }) => verdict.digestId === id)) return false
  if (!isEarly(readout) && !previous?.readout) return false
  const last = previous?.readout
    ? { readout: previous.readout, at: previous.madeAt ?? previous.slot }
    : { readout, at: state.campaign.liveAt ?? madeAt }
  const followUps = state.followUps.map((each) => asOf(each, madeAt)).filter((each) => each !== null)
  const choices = state.campaign.choices.filter(({ made, askedAt }) => (made?.at ?? askedAt) <= madeAt)
  return digestNews({ last, readout, followUps, choices, now: madeAt }).length === 0
}

/** What it is the first to suggest: without what an earlier digest has asked already. */
export function newSuggestions(
  { id, suggestions }: Digest,
  followUps: readonly FollowUp[],
): KeptSuggestion[] {
  const before = new Set(followUps.filter(({ digestId }) => digestId !== id).map(({ n }) => n))
  return suggestions.filter(({ followUpN }) => followUpN === null || !before.has(followUpN))
}

/** Whether its verdict is another one than the last digest said, or ends something where there was none. */
export function isNewVerdict({ readout }: Digest, previous: Digest | null): boolean {
  if (!readout || readout.verdicts.length === 0) return false
  const [now, before] = [readout.verdicts, previous?.readout?.verdicts ?? []]
  return before.length > 0 ? said(now) !== said(before) : now.some(({ verdict }) => ENDS.has(verdict))
}

const said = (verdicts: readonly ArmVerdict[]) =>
  JSON.stringify(verdicts.map(({ arm, verdict }) => [arm, verdict]))

/** Before the day from which anything but harm is decided. */
const EARLY = 4

function isEarly({ verdicts }: Readout): boolean {
  return verdicts.length > 0 && verdicts.every(({ rule }) => rule === EARLY)
}

/** As it was then; null where it was not asked yet. */
function asOf(followUp: FollowUp, then: Date): FollowUp | null {
  if (followUp.askedAt > then) return null
  const { answeredAt, declined } = followUp
  const later = (at: Date | null | undefined) => at !== null && at !== undefined && at > then
  return later(answeredAt) || later(declined?.at)
    ? { ...followUp, state: 'open', answeredAt: null, declined: null }
    : followUp
}
