import type { Portfolio, PortfolioDigest, Scope } from '../../domain/digest/portfolio.ts'
import { hasUnmade } from '../../store/overview.ts'
import { findPortfolio, loadPortfolioDigest } from '../../store/portfolios.ts'
import type { Deps, JobKinds, ReadDeps } from '../deps.ts'

export function readPortfolio(deps: ReadDeps, teamId: string, scope: Scope): Promise<Portfolio | null> {
  return findPortfolio(deps.db, teamId, scope)
}

/** A digest of many with its content, for its message. */
export function readPortfolioDigest(deps: ReadDeps, id: number): Promise<PortfolioDigest | null> {
  return loadPortfolioDigest(deps.db, id)
}

/** Digests that are due at the same time are read first, where that takes no longer than this. */
const WAIT_MS = 5 * 60_000

/** Whether a digest of many waits for digests of its workspace that are being made just now. */
export async function waitsForDigests(
  deps: Pick<Deps, 'db' | 'now'>,
  { digestId }: JobKinds['portfolio'],
): Promise<boolean> {
  const digest = await loadPortfolioDigest(deps.db, digestId)
  const since = new Date(deps.now().getTime() - WAIT_MS)
  if (digest?.scope.kind !== 'live' || digest.slot < since) return false
  return hasUnmade(deps.db, digest.teamId, since)
}
