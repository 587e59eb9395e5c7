import { normalQuantile } from '../statistics/distributions.ts'

export interface Share {
  readonly of: number
  readonly count: number
  /** Null of nothing. */
  readonly share: number | null
  readonly low: number
  readonly high: number
}

/**
 * A share with its Wilson score interval: ((p + z²/2n) ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 * E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212; recommended for few cases by Newcombe, Stat. Med. 17 (1998) 857–872.
 */
export function wilson(count: number, of: number, alpha = 0.05): Share {
  if (of === 0) return { of, count, share: null, low: 0, high: 1 }
  const z2 = normalQuantile(alpha / 2) ** 2
  const p = count / of
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of)
  const reach = Math.sqrt((z2 * p * (1 - p)) / of + z2 ** 2 / (4 * of ** 2)) / (1 + z2 / of)
  // At the ends the two differ by rounding alone.
  const low = count === 0 ? 0 : middle - reach
  return { of, count, share: p, low, high: count === of ? 1 : middle + reach }
}
