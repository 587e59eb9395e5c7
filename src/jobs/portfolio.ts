import type { Deps, JobKinds } from '../usecases/deps.ts'
import { makePortfolio } from '../usecases/portfolios.ts'
import { waitsForDigests } from '../usecases/reads/portfolios.ts'
import { RetryAt } from './outcome.ts'

const PAUSE_MS = 5_000

/** Puts a digest of many together, after the digests that are due at the same time: it shows what they found. */
export async function gatherPortfolio(deps: Deps, ids: JobKinds['portfolio']): Promise<void> {
  if (await waitsForDigests(deps, ids))
    throw new RetryAt(new Date(deps.now().getTime() + PAUSE_MS), 'Digests of campaigns are being made')
  await makePortfolio(deps, ids)
}
