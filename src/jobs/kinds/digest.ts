import { besideVerdict } from '../../domain/choice/choice.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import type { Suggestion } from '../../domain/readout/suggestion.ts'
import { suggestAnalyses } from '../../domain/readout/suggestions.ts'
import { validityProblems } from '../../domain/readout/validity.ts'
import { peopleIn } from '../../domain/reconciliation/figures.ts'
import { reconciled } from '../../domain/reconciliation/reconciliation.ts'
import { dropSuggestions } from '../../domain/reconciliation/words.ts'
import { stairwayOf } from '../../domain/state/actor.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { inWorkingDays } from '../../domain/time/working-days.ts'
import type { Reading, ReadingDeps } from '../../reading/reading.ts'
import { readCampaign } from '../../reading/reading.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { digestGivenUp, recordDigest } from '../../usecases/digests.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { loadDigestFacts, looksSoFar } from '../../usecases/reads/digests.ts'
import { within } from '../../usecases/transaction.ts'
import type { JobContext, JobKind } from '../contract.ts'
import { isPictured } from './pictures.ts'

export type DigestDeps = Deps & ReadingDeps

/** How many readings one warehouse is asked for at once: one that hangs holds up its own alone. */
const AT_ONCE = 3

/** Those of one campaign come one after another: what a look finds for good, the next one knows. */
export function readingLane({ campaignId, warehouse }: JobKinds['watch']): string {
  return warehouse ? `reads:${warehouse}:${campaignId % AT_ONCE}` : `looks:${campaignId}`
}

/** A verdict is to be decided on by the third working day: the next one and two more. */
const DECIDED_IN_DAYS = 3

export function digestKind(deps: DigestDeps): JobKind<JobKinds['digest']> {
  return {
    // Pauses between them add up to about two minutes: a warehouse that restarts is no alarm.
    attempts: 8,
    key: ({ digestId }) => `digest:${digestId}`,
    lane: readingLane,
    run: (ids, context) => makeDigest(deps, ids, context),
    whenDead: (tx, { payload, why }) => digestGivenUp(within(tx, deps), payload, why),
  }
}

/** Asks the warehouse, saves the snapshot with its suggestions, and puts the digest into the outbox: once a slot. */
async function makeDigest(deps: DigestDeps, ids: JobKinds['digest'], context: JobContext): Promise<void> {
  const facts = await loadDigestFacts(deps, stairwayOf(ids.teamId), ids.digestId)
  if (!facts || facts.digest.madeAt) return
  const state = await readState(deps, stairwayOf(ids.teamId), { id: ids.campaignId })
  const earlier = await looksSoFar(deps, ids.campaignId)
  const reading = await readCampaign(deps, state, deps.now(), { earlier })
  if (reading.passing && context.attempt < context.maxAttempts) throw new Error(reading.failures.join('; '))
  const { readout, headline, failure } = reading
  const suggestions = readout ? besideVerdict(worthAsking(deps, state, readout), readout) : []
  const alarm = reading.failures.length > 0 ? alarmWords(state.campaign.key, reading) : null
  const { brief, owner } = state.campaign
  const faultDueAt = inWorkingDays(deps.now(), 1, await deps.zone(brief.partner ?? owner))
  const choiceDueAt = inWorkingDays(deps.now(), DECIDED_IN_DAYS, await deps.zone(owner))
  const made = {
    ...{ readout, headline, failure, suggestions, alarm, faultDueAt, choiceDueAt },
    pictured: isPictured(readout),
  }
  await recordDigest(deps, ids, facts.digest.channel, made)
}

/** What its figures show, then whoever was lost on the way to them. */
function worthAsking({ catalog, now }: DigestDeps, state: CampaignState, readout: Readout): Suggestion[] {
  const { drop } = reconciled(state, catalog, peopleIn(readout, now()))
  return [...suggestAnalyses(readout), ...dropSuggestions(drop, validityProblems(readout))]
}

function alarmWords(key: string, { failures, readout }: Reading): string {
  const lost = readout ? 'Its other figures were posted.' : 'No figure was posted.'
  return [
    `The digest of \`${key}\` could not be read in full. ${lost}`,
    ...failures.map((failure) => `• ${failure}`),
    'Mend the query or the data, then ask for it once more.',
  ].join('\n')
}
