/** Exact draws from the distributions that campaigns are made of. */
import { logGamma } from '../../src/domain/statistics/distributions.ts'
import { uniform } from './random.ts'

/** The next number between 0 and 1. */
export type Random = () => number

/**
 * Numbers of one campaign, the same for the same keys: sfc32 (Chris Doty-Humphrey, PractRand, public domain). Its period
 * is long enough for campaigns of millions of people beside each other, which that of `uniform` is not.
 */
export function stream(...keys: readonly number[]): Random {
  const word = (random: Random) => Math.floor(random() * 0x100000000)
  let [a, b, c, d] = [0, 0, 0, 1]
  for (const key of keys) {
    const mixing = uniform(key)
    ;[a, b, c] = [a ^ word(mixing), b ^ word(mixing), c ^ word(mixing)]
    for (let i = 0; i < 15; i++) bits()
  }
  function bits(): number {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  return () => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000
}

/** How many of n people do what each does at this rate, exactly binomial. */
export function count(n: number, rate: number, random: Random): number {
  if (n <= 0 || rate <= 0) return 0
  if (rate >= 1) return n
  if (rate > 0.5) return n - count(n, 1 - rate, random)
  return n * rate < 10 ? byInversion(n, rate, random) : byRejection(n, rate, random)
}

function byInversion(n: number, rate: number, random: Random): number {
  const odds = rate / (1 - rate)
  let left = random()
  let chance = (1 - rate) ** n
  let k = 0
  while (left > chance && k < n) {
    left -= chance
    k++
    chance *= (odds * (n + 1 - k)) / k
  }
  return k
}

/** BTRS of Hörmann (1993), "The generation of binomial random variates": for n·rate of 10 and more. */
function byRejection(n: number, rate: number, random: Random): number {
  const spread = Math.sqrt(n * rate * (1 - rate))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * rate
  const sure = 0.92 - 4.2 / b
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + n * rate + 0.5)
    if (us >= 0.07 && v <= sure) return k
    if (k < 0 || k > n) continue
    const scaled = Math.log((v * (2.83 + 5.1 / b) * spread) / (a / us ** 2 + b))
    if (scaled <= overMode(k, n, rate)) return k
  }
}

/** The logarithm of how likely k is against the likeliest count. */
function overMode(k: number, n: number, rate: number): number {
  const mode = Math.floor((n + 1) * rate)
  const ways = (each: number) => -logGamma(each + 1) - logGamma(n - each + 1)
  return ways(k) - ways(mode) + (k - mode) * Math.log(rate / (1 - rate))
}

/** How many events of a Poisson distribution with a small mean. */
export function events(mean: number, random: Random): number {
  let left = random()
  let chance = Math.exp(-mean)
  let k = 0
  while (left > chance && k < 1000) {
    left -= chance
    k++
    chance *= mean / k
  }
  return k
}

/** Standard normal, by Marsaglia's polar method; the second of each pair is thrown away, so that no state is kept. */
export function normal(random: Random): number {
  for (;;) {
    const u = 2 * random() - 1
    const v = 2 * random() - 1
    const square = u * u + v * v
    if (square > 0 && square < 1) return u * Math.sqrt((-2 * Math.log(square)) / square)
  }
}
