import type { Words } from './words.ts'

/** A campaign's key and the number of one of its launch steps, with nothing behind them. */
export function keyAndStep(words: Words): { readonly key: string; readonly n: number } {
  const key = words.key()
  const n = words.number('step')
  words.end()
  return { key, n }
}
