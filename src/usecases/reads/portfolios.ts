import type { Portfolio, PortfolioDigest, Scope } from '../../domain/digest/portfolio.ts'
import type { Reader } from '../../domain/state/actor.ts'
import { Refusal } from '../../refusal.ts'
import { hasUnmade } from '../../store/overview.ts'
import { findPortfolio, loadPortfolioDigest } from '../../store/portfolios.ts'
import type { Deps, JobKinds, ReadDeps } from '../deps.ts'
import { refuseSearch } from './search.ts'

export async function readPortfolio(deps: ReadDeps, reader: Reader, scope: Scope): Promise<Portfolio | null> {
  refuseSearch(reader)
  return findPortfolio(deps.db, reader.teamId, scope)
}

/** A digest of many with its content, for its message. Throws a Refusal for an unknown one. */
export async function readPortfolioDigest(
  deps: ReadDeps,
  reader: Reader,
  id: number,
): Promise<PortfolioDigest> {
  refuseSearch(reader)
  const digest = await loadPortfolioDigest(deps.db, id)
  if (digest?.teamId === reader.teamId) return digest
  throw new Refusal('unknown', 'There is no such digest in this workspace.')
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
