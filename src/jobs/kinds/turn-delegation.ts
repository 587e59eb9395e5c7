import { turnDelegation } from '../../usecases/delegations.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import type { JobKind } from '../contract.ts'

/**
 * Tells who stands in what waits, and draws requests anew. One that is given up is no harm: who may decide is asked at each
 * click, and whoever was not asked is within the next minute.
 */
export function turnDelegationKind(deps: Deps): JobKind<JobKinds['turn_delegation']> {
  return {
    attempts: 20,
    key: ({ delegationId, at }) => `delegation:${delegationId}:${at}`,
    run: (payload) => turnDelegation(deps, payload),
    whenDead: async () => undefined,
  }
}
