/** Which way is better: a falling unsubscribe rate is an improvement. */

export type Direction = 'up' | 'down'
export type Finding = 'better' | 'worse' | 'unclear'

export interface Interval {
  readonly low: number
  readonly high: number
}

/** The interval with improvement upwards. */
export function improvement(direction: Direction, { low, high }: Interval): Interval {
  return direction === 'up' ? { low, high } : { low: 0 - high, high: 0 - low }
}

/** What a single look shows: better or worse only where the whole interval lies on one side of zero. */
export function findingOf(direction: Direction, interval: Interval): Finding {
  const { low, high } = improvement(direction, interval)
  if (low > 0) return 'better'
  return high < 0 ? 'worse' : 'unclear'
}
