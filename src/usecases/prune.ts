import { pruneDeadJobs, pruneDelegations, pruneMessages } from '../store/prune.ts'
import type { Deps } from './deps.ts'

const DAY_MS = 86_400_000
/** Nothing asks what was said to a person, or which job was given up, a quarter later. */
const KEPT_MS = 90 * DAY_MS
/** Whoever stood in is told so for two weeks; a year is for who looks it up. */
const DELEGATIONS_MS = 365 * DAY_MS

/** A statement: so short that nobody waits for it. */
const BATCH = 500
/** An hour: what is left then is for the next. */
const BATCHES = 20

const RULES = [
  { of: pruneMessages, keptMs: KEPT_MS },
  { of: pruneDeadJobs, keptMs: KEPT_MS },
  { of: pruneDelegations, keptMs: DELEGATIONS_MS },
] as const

/** Deletes what is kept no longer, in small batches; what belongs to a campaign stays. Returns how many rows went. */
export async function prune({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<number> {
  let gone = 0
  for (const { of, keptMs } of RULES)
    for (let batch = 0; batch < BATCHES; batch++) {
      const deleted = await of(db, new Date(now().getTime() - keptMs), BATCH)
      gone += deleted
      if (deleted < BATCH) break
    }
  return gone
}
