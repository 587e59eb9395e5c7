import type { Exchange } from '../contract.ts'

/** The newest requests and answers between the bot and this Slack, both ways. */
export interface Traffic {
  add(exchange: Omit<Exchange, 'n' | 'at'>): void
  /** Those after number `n`, the oldest first. */
  after(n: number): Exchange[]
  /** Called after each; gives what ends it. */
  onAdd(listener: () => void): () => void
}

/** Keeps the last `most`. */
export function createTraffic(most = 500): Traffic {
  const kept: Exchange[] = []
  const listeners = new Set<() => void>()
  let count = 0
  return {
    add(exchange) {
      count += 1
      kept.push({ n: count, at: new Date().toISOString(), ...exchange })
      if (kept.length > most) kept.shift()
      for (const listener of listeners) listener()
    },
    after: (n) => kept.filter((exchange) => exchange.n > n),
    onAdd(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
