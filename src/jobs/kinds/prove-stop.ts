import { delayIn, isSettled, nextRead } from '../../domain/incidents/proof.ts'
import { stairwayOf } from '../../domain/state/actor.ts'
import { readArrivals } from '../../reading/arrivals.ts'
import { readCounts } from '../../reading/counts.ts'
import type { ReadingDeps } from '../../reading/reading.ts'
import { recordProof } from '../../usecases/arrivals.ts'
import type { JobKinds } from '../../usecases/deps.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { sharingBeside } from '../../usecases/reads/sharing.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobKind, RetryAt } from '../contract.ts'
import { readingLane } from './digest.ts'
import type { LaunchDeps } from './steps.ts'

type ProvingDeps = ReadingDeps & LaunchDeps

/** Asks exposures and targets whether nobody is reached any more after a stop, ever more seldom, until that is proven or nobody waits for it. */
export function proveStopKind(deps: ProvingDeps): JobKind<JobKinds['prove_stop']> {
  return {
    attempts: 12,
    key: ({ campaignId }) => `prove:${campaignId}`,
    lane: readingLane,
    run: (job, { signal }) => proveStop(deps, job, signal),
    whenDead: (tx, { payload, why }) => recordProof(within(tx, deps), payload, { is: 'given up', why }),
  }
}

async function proveStop(deps: ProvingDeps, job: JobKinds['prove_stop'], signal: AbortSignal): Promise<void> {
  const state = await readState(deps, stairwayOf(job.teamId), { id: job.campaignId })
  if (state.campaign.proof && isSettled(state.campaign.proof)) return
  const stoppedAt = new Date(job.stoppedAt)
  const asked = { now: deps.now(), signal }
  const shared = await sharingBeside(deps, state.campaign)
  const [read, told] = await Promise.all([
    readArrivals(deps, state, { since: stoppedAt, until: asked.now }),
    readCounts(deps, state, stoppedAt, asked, shared),
  ])
  const { campaign } = await recordProof(deps, job, read, told)
  const asking = { stoppedAt, delay: delayIn(deps.catalog, campaign), now: deps.now() }
  const next = campaign.proof && nextRead(campaign.proof, asking)
  if (next) throw new RetryAt(next, 'not proven yet')
}
