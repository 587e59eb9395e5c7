import { stairwayOf } from '../../domain/state/actor.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { heldStep } from '../../domain/steps/held.ts'
import type { ReadingDeps } from '../../reading/reading.ts'
import { figuresFor, readGuardrails } from '../../reading/stage.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { looksSoFar } from '../../usecases/reads/digests.ts'
import { within } from '../../usecases/transaction.ts'
import { recordWatch } from '../../usecases/watch.ts'
import type { JobContext, JobKind } from '../contract.ts'
import { readingLane } from './digest.ts'

type WatchDeps = Deps & ReadingDeps

export function watchKind(deps: WatchDeps): JobKind<JobKinds['watch']> {
  return {
    // Within the hour; the next one asks anew.
    attempts: 5,
    key: ({ campaignId }) => `watch:${campaignId}`,
    lane: readingLane,
    run: (ids, context) => watchGuardrails(deps, ids, context),
    whenDead: (tx, { payload, why }) => recordWatch(within(tx, deps), payload, null, [why]),
  }
}

/**
 * Asks the warehouse for a live campaign's guardrails alone, in one pass. It judges harm by intervals that hold at any
 * number of looks, and is no look at the goals: it spends nothing of what a win may be found with. Of one that is
 * launched in stages it asks from the first thing that is out, whatever step has its turn: somebody may be harmed by it.
 */
async function watchGuardrails(deps: WatchDeps, ids: JobKinds['watch'], context: JobContext): Promise<void> {
  const state = await readState(deps, stairwayOf(ids.teamId), { id: ids.campaignId })
  const held = heldStep(state)
  if (!isWatched(state)) return
  const now = deps.now()
  const earlier = await looksSoFar(deps, ids.campaignId)
  const reading = await readGuardrails(deps, state, now, { earlier })
  if (reading.passing && context.attempt < context.maxAttempts) throw new Error(reading.failures.join('; '))
  const stage = held && { n: held.n, figures: await figuresFor(deps, state, held, reading, now) }
  await recordWatch(deps, ids, reading.readout, [...reading.failures, ...reading.faults], stage)
}

function isWatched({ campaign: { stage }, steps }: CampaignState): boolean {
  return stage === 'live' || (stage === 'launching' && steps.some(({ arrived }) => arrived !== 'no'))
}
