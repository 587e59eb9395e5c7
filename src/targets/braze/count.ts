import type { TargetCount } from '../../domain/state/arrivals.ts'
import { later } from '../mail.ts'
import type { Counted, Counting, SentStep, Unseen } from '../target.ts'
import { type Account, handleOf, keptIn } from './account.ts'
import { sentBy } from './read-back.ts'

/** Braze's figures come late, and grow. */
const LATE_MS = 3_600_000

/**
 * How many of a send Braze counts. It counts by the day and in all, so that of one that began before the stop only more
 * than before says that it still goes out.
 */
export async function count(account: Account, step: SentStep, asked: Counting): Promise<Counted | Unseen> {
  const kept = keptIn(step.sent.handle)
  if (kept === null || account.arms.isArmed(step, handleOf(kept))) return says(null)
  const sent = await sentBy(account, step, kept, asked)
  if (sent.is === 'unread') return { is: 'unseen', why: sent.answer.words }
  const begins = kept.time >= asked.since ? kept.time : null
  const settledAt = later(begins ?? asked.since, LATE_MS)
  return says({ of: 'sends', count: sent.value, fromAt: begins, lastHour: null, newestAt: null, settledAt })
}

const says = (counted: TargetCount | null): Counted => ({
  is: 'counted',
  says: { state: null, open: false, count: counted },
})
