import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { launchDue } from '../../usecases/launches.ts'
import type { JobKind } from '../contract.ts'

/** Starts a scheduled launch at its time. */
export function launchDueKind(deps: Deps): JobKind<JobKinds['launch_due']> {
  return {
    attempts: 20,
    key: ({ campaignId, launchAt }) => `launch:${campaignId}:${launchAt}`,
    run: async ({ teamId, campaignId, launchAt }) => {
      await launchDue(deps, teamId, campaignId, launchAt)
    },
    whenDead: async () => undefined,
  }
}
