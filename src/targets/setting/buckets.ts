import type { TargetCount } from '../../domain/state/arrivals.ts'

/** What was counted from `at` on, for an hour or less. */
export interface Bucket {
  readonly at: Date
  readonly count: number
}

const HOUR = 3_600_000
/** By the hour vendors keep what they count for two days; of what is older they say less. */
const KEPT = 47 * HOUR
/** A client reports within minutes, and is added up within some more. */
const LATE = 10 * 60_000

/** The first whole hour of which all is asked for that began at `since` or later. */
export function hourFrom(since: Date, now: Date): Date {
  const from = Math.max(since.getTime(), now.getTime() - KEPT)
  return new Date(Math.ceil(from / HOUR) * HOUR)
}

/** Of an hour that began before `from` nothing is taken: what was served before the stop is in it. */
export function countedIn(buckets: readonly Bucket[], from: Date): TargetCount {
  const served = buckets.filter(({ at, count }) => count > 0 && at >= from)
  const newest = served.reduce((most, { at }) => Math.max(most, at.getTime()), 0)
  const sum = (all: readonly Bucket[]) => all.reduce((total, { count }) => total + count, 0)
  const last = served.filter(({ at }) => at.getTime() > newest - HOUR)
  return {
    of: 'evaluations',
    count: sum(served),
    fromAt: from,
    lastHour: sum(last),
    newestAt: newest > 0 ? new Date(newest) : null,
    settledAt: new Date((newest > 0 ? newest + HOUR : from.getTime()) + HOUR + LATE),
  }
}
