import type { PlainTextElement } from '@slack/types'
import { isBlank } from '../../domain/text/visible.ts'
import { NO_TEXT } from './limits.ts'

const ELLIPSIS = '…'
const ENTITY = /&(?:amp|lt|gt);/g
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Only what `tidy` leaves as it is, which is nearly all text: one look instead of five replacements. */
const TIDY = /^[\n\x20-\x7E\u00A0-\u2027\u202F-\u2065\u206A-\uD7FF\uE000-\uFEFE]*$/

/**
 * Text without what could act beyond itself: control characters, bidirectional embeddings, overrides and isolates
 * (an unclosed one turns the rest of the line around), byte order marks, lone surrogates. Line ends become `\n`.
 */
export const tidy = (text: string): string => (TIDY.test(text) ? text : tidied(text))

const tidied = (text: string): string =>
  text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[^\P{Cc}\n]/gu, '')
    .replace(/[\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/g, '')
    .toWellFormed()

/** Tidy text on one line. Spaces within the line stay as they are: a narrow one groups digits. */
export const oneLine = (text: string): string => {
  const clean = tidy(text)
  if (!clean.includes('\n')) return clean
  const [first = '', ...rest] = clean.split('\n')
  const last = rest.pop() ?? ''
  const parts = [first.trimEnd(), ...rest.map((line) => line.trim()), last.trimStart()]
  return parts.filter((part) => part !== '').join(' ')
}

const atomAt = (text: string, cut: number, atoms: readonly RegExp[]): number => {
  for (const atom of atoms) {
    for (const { index, 0: match } of text.matchAll(atom)) {
      if (index >= cut) break
      if (index + match.length > cut) return index
    }
  }
  return cut
}

/**
 * The largest place at or before `limit` where the text may be cut: between graphemes and outside atoms. A single
 * grapheme longer than the limit (a letter under a thousand accents) is cut between code points instead.
 */
export const cutPoint = (text: string, limit: number, atoms: readonly RegExp[] = [ENTITY]): number => {
  if (limit <= 0) return 0
  if (limit >= text.length) return text.length
  let cut = limit
  for (;;) {
    const grapheme = graphemes.segment(text).containing(cut)?.index ?? 0
    const at = atomAt(text, grapheme, atoms)
    if (at === cut) break
    cut = at
  }
  if (cut > 0) return cut
  return atomAt(text, /[\uD800-\uDBFF]$/.test(text.slice(0, limit)) ? limit - 1 : limit, atoms)
}

/**
 * Text of at most `max` UTF-16 code units; what was cut off shows as an ellipsis. Splits no grapheme and no HTML entity.
 */
export const clip = (text: string, max: number): string => {
  if (text.length <= max) return text
  if (max < 1) return ''
  return text.slice(0, cutPoint(text, max - 1)).trimEnd() + ELLIPSIS
}

/** One visible line of at most `max` characters, for fields that Slack shows as they are. */
export const plainLine = (text: string, max: number): string => {
  const line = oneLine(text).trim()
  return clip(isBlank(line) ? NO_TEXT : line, max)
}

/** As `plainLine`, cut behind a word where the last one can be left out: for what is read out. */
export const wholeWords = (text: string, max: number): string => {
  const line = plainLine(text, max)
  if (line.length === plainLine(text, text.length + NO_TEXT.length).length) return line
  const words = line.slice(0, -ELLIPSIS.length).replace(/\s+\S*$/u, '')
  return words.length > max / 2 && words.length < line.length - 1 ? `${words}${ELLIPSIS}` : line
}

/** A plain_text object: Slack interprets nothing in it, so nothing is escaped. */
export const plain = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: plainLine(text, max),
})

/**
 * Different labels of at most `max` characters in the order given: those that become equal get a number ("Email 2").
 */
export const uniqueLabels = (labels: readonly string[], max: number): string[] => {
  const taken = new Set<string>()
  return labels.map((label) => {
    let unique = plainLine(label, max)
    for (let n = 2; taken.has(unique); n++) unique = `${plainLine(label, max - ` ${n}`.length)} ${n}`
    taken.add(unique)
    return unique
  })
}
