import { nearest } from './nearest.ts'
import { quoted } from './typed-value.ts'

/** `"lots" is not understood. Did you mean up?` of the first word that is none of those known; empty where all are. */
export function misreadWords(line: string, known: readonly string[]): string {
  const lower = new Set(known.map((word) => word.toLowerCase()))
  const word = line
    .split(/[\s,;]+/)
    .find((each) => /\p{L}/u.test(each) && !/\d/.test(each) && !lower.has(each.toLowerCase()))
  if (word === undefined) return ''
  const near = nearest(word, known)
  return `${quoted(word)} is not understood.${near === null ? '' : ` Did you mean ${near}?`} `
}
