import type { UserId } from '../../domain/people.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import { type Learning, searchLearnings } from '../../store/learnings.ts'
import { type Of, openFollowUps } from '../../store/waiting.ts'
import type { ReadDeps } from '../deps.ts'

export type { Learning } from '../../store/learnings.ts'

/** Open follow-ups of a person, or of the whole workspace, those due first. */
export function readOpenFollowUps(deps: ReadDeps, teamId: string, person?: UserId): Promise<Of<FollowUp>[]> {
  return openFollowUps(deps.db, teamId, person)
}

/** One page of what a workspace has learned, counted from 1: the nearest one that exists. */
export async function readLearnings(
  deps: ReadDeps,
  teamId: string,
  query: string,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<{ found: readonly Learning[]; page: number; total: number }> {
  const read = (number: number) =>
    searchLearnings(deps.db, teamId, { query, offset: (number - 1) * size, limit: size })
  const { found, total } = await read(page)
  // A page behind the last one says nothing, not even how many there are.
  return found.length > 0 || page === 1
    ? { found, page, total }
    : readLearnings(deps, teamId, query, { page: 1, size })
}
