import type { Loaded } from './load.ts'

/** One round of a phase, with the processor time that the server took in it. */
export interface Measured extends Loaded {
  readonly serverMs: number
}

/** Times in milliseconds. */
export interface Figures {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Processor time of the server for each request; unlike throughput it hardly changes with what else runs. */
  readonly serverMs: number
  /** Share of its core that the server had. Less than nearly all, at full load of the bare app: something else ran there. */
  readonly serverCore: number
  /** Share of its core that the load itself used: near 1 it would be the load that was measured. */
  readonly loadBusy: number
}

/** Rounds of one phase as one figure each: the throughput over all of them, the quantiles of all their times. */
export function figuresOf(rounds: readonly Measured[]): Figures {
  const times = rounds.flatMap((round) => round.times).sort((a, b) => a - b)
  const seconds = sumOf(rounds, (round) => round.seconds)
  const serverMs = sumOf(rounds, (round) => round.serverMs)
  const busy = sumOf(rounds, (round) => round.busy * round.seconds)
  return {
    requests: times.length,
    perSecond: times.length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    serverMs: serverMs / times.length,
    serverCore: serverMs / 1_000 / seconds,
    loadBusy: busy / seconds,
  }
}

/** The smallest value that at least `share` of the values don't exceed. `sorted` ascends and is not empty. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

function sumOf(rounds: readonly Measured[], of: (round: Measured) => number): number {
  return rounds.reduce((sum, round) => sum + of(round), 0)
}
