import { nextLook } from '../../domain/incidents/first-data.ts'
import { stairwayOf } from '../../domain/state/actor.ts'
import { isRunning } from '../../domain/state/stage.ts'
import { readArrivals } from '../../reading/arrivals.ts'
import type { ReadingDeps } from '../../reading/reading.ts'
import { recordFirstData } from '../../usecases/arrivals.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobKind, RetryAt } from '../contract.ts'
import { readingLane } from './digest.ts'

/** Looks whether anybody is exposed once the data of a launch have to be there; where nobody is, until somebody was. */
export function firstDataKind(deps: Deps & ReadingDeps): JobKind<JobKinds['first_data']> {
  return {
    attempts: 12,
    key: ({ campaignId }) => `first_data:${campaignId}`,
    lane: readingLane,
    run: (job) => lookForData(deps, job),
    whenDead: (tx, { payload, why }) => recordFirstData(within(tx, deps), payload, { is: 'unread', why }),
  }
}

async function lookForData(deps: Deps & ReadingDeps, job: JobKinds['first_data']): Promise<void> {
  const state = await readState(deps, stairwayOf(job.teamId), { id: job.campaignId })
  const { startedAt, liveAt } = state.campaign
  const since = startedAt ?? liveAt
  if (!since || !isRunning(state.campaign)) return
  // What is dated in the future came too: it is not this that has to find wrong zones.
  const read = await readArrivals(deps, state, { since, until: deps.now() })
  const came = read.is === 'seen' && read.seen.after === 0 && read.ahead > 0
  const counted = came ? { ...read, seen: { ...read.seen, after: read.ahead } } : read
  const after = await recordFirstData(deps, job, counted)
  const next = nextLook(after, new Date(job.dueAt), deps.now())
  if (next) throw new RetryAt(next, 'no data yet')
}
