import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { launchDue, launchGivenUp } from '../../usecases/launches.ts'
import { within } from '../../usecases/transaction.ts'
import type { JobKind } from '../contract.ts'

/** Starts a scheduled launch at its time. Whoever set it hears within about half an hour that it did not start. */
export function launchDueKind(deps: Deps): JobKind<JobKinds['launch_due']> {
  return {
    urgent: true,
    attempts: 12,
    key: ({ campaignId, launchAt }) => `launch:${campaignId}:${launchAt}`,
    run: async ({ teamId, campaignId, launchAt }) => {
      await launchDue(deps, teamId, campaignId, launchAt)
    },
    whenDead: (tx, { payload, why }) => launchGivenUp(within(tx, deps), payload, why),
  }
}
