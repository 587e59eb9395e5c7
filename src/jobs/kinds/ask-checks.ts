import { askDue, checksGivenUp } from '../../usecases/checks.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { within } from '../../usecases/transaction.ts'
import type { JobKind } from '../contract.ts'

/** Asks what is due of one campaign, or the one check that was reported. What could not be asked is an answer: it fails by mistakes of ours alone. */
export function askChecksKind(deps: Deps): JobKind<JobKinds['ask_checks']> {
  return {
    // Pauses between them add up to half a minute; the next run by the clock asks anew.
    attempts: 5,
    key: ({ campaignId, check }) => `checks:${campaignId}${check === undefined ? '' : `:${check}`}`,
    lane: ({ campaignId }) => `checks:${campaignId}`,
    run: (ids) => askDue(deps, ids),
    whenDead: (tx, { payload, why }) => checksGivenUp(within(tx, deps), payload, why),
  }
}
