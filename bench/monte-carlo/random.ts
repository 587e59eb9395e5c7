/** Draws that come out the same for the same seed. */
import { logGamma } from '../../src/domain/statistics/distributions.ts'

/** Numbers between 0 and 1 with 53 random bits: two steps of mulberry32 (Tommy Ettinger, public domain). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0
  const bits = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return () => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000
}

/** Conversions among n people at a rate, exactly binomial: the cumulative distribution is looked up. */
export function binomial(n: number, rate: number, random: () => number): () => number {
  const cumulative = new Float64Array(n + 1)
  let sum = 0
  for (let k = 0; k <= n; k++) {
    const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
    sum += Math.exp(ways + k * Math.log(rate) + (n - k) * Math.log1p(-rate))
    cumulative[k] = sum
  }
  return () => firstAtLeast(cumulative, random() * sum)
}

function firstAtLeast(rising: Float64Array, wanted: number): number {
  let [low, high] = [0, rising.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] ?? 1) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
