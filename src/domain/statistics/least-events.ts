import type { Baseline } from './power.ts'

/**
 * Effective events that the smaller arm has to have before a metric decides anything: with fewer, the normal tests of a
 * look find up to a fifth of all campaigns in which nothing happens (docs/statistics.md).
 */
export const LEAST_EVENTS = { proportion: 30, mean: 100 } as const

export type CountedKind = keyof typeof LEAST_EVENTS

/**
 * What one person adds to them on average. Of a proportion those who did it count, or those who didn't where these are
 * fewer; of a mean (Σx)²/Σx² people, which a heavy tail makes few of many.
 */
export function eventsAPerson(kind: CountedKind, { mean, variance }: Baseline): number {
  return kind === 'proportion' ? Math.min(mean, 1 - mean) : mean ** 2 / (mean ** 2 + variance)
}
