import { Refusal } from '../refusal.ts'
import { quoted } from './text/typed-value.ts'
import { bare } from './text/visible.ts'

/** Letters that decomposing leaves whole. */
const LATIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

const SHAPE = /^[a-z0-9][a-z0-9-]{0,39}$/

/** A short slug from a campaign's name: letters, digits and dashes, at most 24 long; `campaign` where nothing is left. */
export function keyFromName(name: string): string {
  const ascii = name
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LATIN[letter] ?? '')
  const words = ascii.split(/[^a-z0-9]+/).filter(Boolean)
  let key = ''
  for (const word of words) {
    const longer = key ? `${key}-${word}` : word
    if (longer.length > 24) break
    key = longer
  }
  return key || words[0]?.slice(0, 24) || 'campaign'
}

/** The first of `key`, `key-2`, `key-3` … that is not taken. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key
  let n = 2
  while (taken.has(`${key}-${n}`)) n += 1
  return `${key}-${n}`
}

/** A key as somebody typed or copied it, with the marks around it. Throws a Refusal where it can't be one. */
export function parseKey(typed: string): string {
  const key = bare(typed).toLowerCase()
  if (SHAPE.test(key)) return key
  throw new Refusal(
    'invalid',
    `${quoted(typed)} can't be a key: use up to 40 letters, digits and dashes, for example winback.`,
  )
}
