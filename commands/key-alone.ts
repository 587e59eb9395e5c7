import type { Words } from './words.ts'

/** A campaign's key and nothing after it. */
export function keyAlone(words: Words): { readonly key: string } {
  const key = words.key()
  words.end()
  return { key }
}
