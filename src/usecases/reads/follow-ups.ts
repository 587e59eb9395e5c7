import type { Reader } from '../../domain/state/actor.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import { type LearningsFound, searchLearnings } from '../../store/learnings.ts'
import { type Of, openFollowUps } from '../../store/waiting.ts'
import type { ReadDeps } from '../deps.ts'
import { refuseSearch } from './search.ts'

export type { Learning } from '../../store/learnings.ts'

/** Open follow-ups of the reader, or of their whole workspace, those due first. */
export async function readOpenFollowUps(
  deps: ReadDeps,
  reader: Reader,
  { mine }: { readonly mine: boolean },
): Promise<Of<FollowUp>[]> {
  if (!mine) refuseSearch(reader)
  return openFollowUps(deps.db, reader.teamId, mine ? reader.userId : undefined)
}

/** One page of what a workspace has learned, counted from 1: the nearest one that exists. */
export async function readLearnings(
  deps: ReadDeps,
  reader: Reader,
  query: string,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<LearningsFound & { readonly page: number }> {
  refuseSearch(reader)
  const read = (number: number) =>
    searchLearnings(deps.db, reader.teamId, { query, offset: (number - 1) * size, limit: size })
  const learned = await read(page)
  // A page behind the last one says nothing, not even how many there are.
  return learned.found.length > 0 || page === 1
    ? { ...learned, page }
    : readLearnings(deps, reader, query, { page: 1, size })
}
