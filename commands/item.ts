import { parseKey } from '../src/domain/key.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { bare } from '../src/domain/text/visible.ts'
import type { Words } from './words.ts'

/** One follow-up, as people call it: `winback-3`. */
export interface FollowUpName {
  readonly key: string
  readonly n: number
}

/** Takes the name of a follow-up. Throws a Refusal for anything else. */
export function readFollowUpName(words: Words): FollowUpName {
  const typed = words.next()
  if (typed === null) throw words.refuse('Which follow-up?')
  const [, key, n] = /^(.+)-#?([1-9]\d{0,5})$/.exec(bare(typed)) ?? []
  if (key === undefined) throw words.refuse(`${quoted(typed)} is not a campaign's key and a number.`)
  return { key: words.read(() => parseKey(key)), n: Number(n) }
}
