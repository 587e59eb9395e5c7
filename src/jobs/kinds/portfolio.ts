import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { makePortfolio, portfolioGivenUp } from '../../usecases/portfolios.ts'
import { waitsForDigests } from '../../usecases/reads/portfolios.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobKind, RetryAt } from '../contract.ts'

const PAUSE_MS = 5_000

/** Puts a digest of many together, after the digests that are due at the same time: it shows what they found. */
export function portfolioKind(deps: Deps): JobKind<JobKinds['portfolio']> {
  return {
    attempts: 8,
    key: ({ digestId }) => `portfolio:${digestId}`,
    run: async (ids) => {
      if (await waitsForDigests(deps, ids))
        throw new RetryAt(new Date(deps.now().getTime() + PAUSE_MS), 'Digests of campaigns are being made')
      await makePortfolio(deps, ids)
    },
    whenDead: (tx, { payload, why }) => portfolioGivenUp(within(tx, deps), payload, why),
  }
}
