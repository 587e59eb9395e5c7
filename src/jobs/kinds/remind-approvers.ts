import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { remindApprovers } from '../../usecases/ladder.ts'
import type { JobKind } from '../contract.ts'

/** Reminds who has not decided a request yet. One that is given up is no harm: the request itself still stands. */
export function remindApproversKind(deps: Deps): JobKind<JobKinds['remind_approvers']> {
  return {
    attempts: 12,
    key: ({ campaignId, n, when }) => `remind:${campaignId}:${n}:${when}`,
    run: (payload) => remindApprovers(deps, payload),
    whenDead: async () => undefined,
  }
}
