import { distance } from 'fastest-levenshtein'

/** The word most like what was typed; null where none is near enough to be what was meant. */
export function nearest<T extends string>(typed: string, words: readonly T[]): T | null {
  const asked = typed.toLowerCase().slice(0, 40)
  const [best] = words
    .map((word) => ({ word, unlike: distance(asked, word.toLowerCase()) }))
    .sort((a, b) => a.unlike - b.unlike)
  return best && best.unlike <= Math.max(2, Math.floor(best.word.length / 2)) ? best.word : null
}
