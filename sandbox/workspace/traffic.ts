import type { Exchange } from '../contract.ts'

/** The newest requests and answers between the bot and this Slack, both ways. */
export interface Traffic {
  add(exchange: Omit<Exchange, 'n' | 'at'>): void
  /** Those after number `n`, the oldest first. */
  after(n: number): Exchange[]
  clear(): void
  /** Called after each. */
  onAdd(listener: () => void): void
}

/** Keeps the last `most`, with the time that it was by `now`. */
export function createTraffic(now: () => Date, most = 500): Traffic {
  const kept: Exchange[] = []
  const listeners: (() => void)[] = []
  let count = 0
  return {
    add(exchange) {
      count += 1
      kept.push({ n: count, at: now().toISOString(), ...exchange })
      if (kept.length > most) kept.shift()
      for (const listener of listeners) listener()
    },
    after: (n) => kept.filter((exchange) => exchange.n > n),
    clear: () => void kept.splice(0),
    onAdd: (listener) => void listeners.push(listener),
  }
}
