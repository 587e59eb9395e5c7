import type { Measured } from './load.ts'

/** Times in milliseconds. */
export interface Figures {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Share of its core that the load itself used: near 1 it would be the load that was measured. */
  readonly loadBusy: number
}

/** Rounds of one phase as one figure each: the throughput over all of them, the quantiles of all their times. */
export function figuresOf(rounds: readonly Measured[]): Figures {
  const times = rounds.flatMap((round) => round.times).sort((a, b) => a - b)
  const seconds = rounds.reduce((sum, round) => sum + round.seconds, 0)
  const busy = rounds.reduce((sum, round) => sum + round.busy * round.seconds, 0)
  return {
    requests: times.length,
    perSecond: times.length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    loadBusy: busy / seconds,
  }
}

/** The smallest value that at least `share` of the values don't exceed. `sorted` ascends and is not empty. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
