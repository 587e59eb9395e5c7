import { expire, expiryGivenUp } from '../../usecases/approvals.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { within } from '../../usecases/transaction.ts'
import type { JobKind } from '../contract.ts'

/** Closes a request that nobody decided in time. */
export function expireRequestKind(deps: Deps): JobKind<JobKinds['expire_request']> {
  return {
    urgent: true,
    attempts: 20,
    key: ({ campaignId, n }) => `expire:${campaignId}:${n}`,
    run: async ({ teamId, campaignId, n }) => {
      await expire(deps, teamId, campaignId, n)
    },
    whenDead: (tx, { payload, why }) => expiryGivenUp(within(tx, deps), payload, why),
  }
}
