import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { escalateRequest } from '../../usecases/ladder.ts'
import type { JobKind } from '../contract.ts'

/** Puts a request that still waits to somebody else. One that is given up is no harm: it still waits for those it was put to. */
export function escalateRequestKind(deps: Deps): JobKind<JobKinds['escalate_request']> {
  return {
    attempts: 20,
    key: ({ campaignId, n }) => `escalate:${campaignId}:${n}`,
    run: async (payload) => {
      await escalateRequest(deps, payload)
    },
    whenDead: async () => undefined,
  }
}
