import { Refusal } from '../../refusal.ts'
import { visible } from './visible.ts'

/** Text as it may stand inside a sentence of ours: one line, at most 80 characters, no formatting marks. */
export function quote(typed: string): string {
  return short(typed.replace(/[\s`*_~]+/g, ' ').trim())
}

/** What would not be seen as it was typed: marks that format, and braces of what is no person. */
const MARKED = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\{(?!@[UW][A-Z0-9]+\})/u

/** What somebody typed, in quotes, as a Refusal shows it: on one line, at most 80 characters, in a code span that no mark in it ends. */
export function quoted(typed: string): string {
  const line = short(tidyLine(visible(typed)))
  return MARKED.test(line) ? `"\`${line.replaceAll('`', '\u02CB')}\`"` : `"${line}"`
}

function short(line: string): string {
  const letters = [...line]
  return letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : line
}

/** A Refusal for a typed value: what was seen, and the form that can be read. */
export function unreadable(what: string, typed: string, form: string): Refusal {
  return new Refusal('invalid', `I can't read ${quoted(typed)} as ${what}. ${form}`)
}

/** One line, with plain single spaces. */
export function tidyLine(typed: string): string {
  return typed.replace(/\s+/g, ' ').trim()
}

/** Items between commas, semicolons or line ends; a comma between two digits (`33,3 %`) separates nothing. */
export function items(typed: string): string[] {
  return typed
    .split(/(?<!\d),|,(?!\d)|[;\r\n]/)
    .map(tidyLine)
    .filter(Boolean)
}

/** Refuses text that is longer than fits, and says by how much. */
export function withinLength(what: string, text: string, most: number): string {
  if (text.length <= most) return text
  throw new Refusal('invalid', `That ${what} has ${text.length} characters; ${most} fit. Shorten it.`)
}
