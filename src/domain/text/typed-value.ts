import { Refusal } from '../../refusal.ts'

/** Typed text as it may stand inside a sentence: one line, at most 80 characters, no formatting marks. */
export function quote(typed: string): string {
  const line = typed.replace(/[\s`*_~]+/g, ' ').trim()
  const letters = [...line]
  return letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : line
}

/** A Refusal for a typed value: what was seen, and the form that can be read. */
export function unreadable(what: string, typed: string, form: string): Refusal {
  return new Refusal('invalid', `I can't read "${quote(typed)}" as ${what}. ${form}`)
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

/** The pattern of `7`, `7.5` and `7,5`. */
export const DECIMAL = String.raw`\d{1,9}(?:[.,]\d{1,4})?`

/** The number that text of the form `DECIMAL` says. */
export function decimal(typed: string): number {
  return Number(typed.replace(',', '.'))
}

/** A fraction as the percentage somebody would type: 0.07 gives `7`. */
export function percentText(fraction: number): string {
  return String(Number((fraction * 100).toPrecision(12)))
}

/** Refuses text that is longer than fits, and says by how much. */
export function withinLength(what: string, text: string, most: number): string {
  if (text.length <= most) return text
  throw new Refusal('invalid', `That ${what} has ${text.length} characters; ${most} fit. Shorten it.`)
}
