import { z } from 'zod'
import { duration, list } from '../config/fields.ts'
import type { CheckAnswer } from '../domain/readiness/checks.ts'
import { formatAmount } from '../domain/text/numbers.ts'
import { durationWords } from '../domain/time/duration-words.ts'

/** What one value must be; exactly one of them. */
export type Wanted =
  | { readonly is: 'at least' | 'at most'; readonly bound: number }
  | { readonly is: 'between'; readonly from: number; readonly to: number }
  | { readonly is: 'equals'; readonly value: number | string | boolean }
  | { readonly is: 'fresher than'; readonly seconds: number }

const number = z.number({ error: 'a number' })

const WANTED = {
  at_least: number.optional(),
  at_most: number.optional(),
  between: list(number)
    .refine((ends) => ends.length === 2 && (ends[0] ?? 0) <= (ends[1] ?? 0), {
      error: 'two numbers, the smaller one first',
    })
    .optional(),
  equals: z
    .union([z.number(), z.string(), z.boolean()], { error: 'a number, a text, true or false' })
    .optional(),
  fresher_than: duration('s', 31_536_000, '2h').optional(),
}

type WantedFields = { readonly [Name in keyof typeof WANTED]?: z.output<(typeof WANTED)[Name]> | undefined }

/** The fields by which an entry says what its value must be; `wantedOf` reads them. */
export const wantedFields: typeof WANTED = WANTED

const ONE = `exactly one of ${Object.keys(WANTED).join(', ')}`

/** Null, with an issue, where not exactly one of them is there. */
export function wantedOf(entry: WantedFields, context: z.RefinementCtx): Wanted | null {
  const { at_least, at_most, between, equals, fresher_than } = entry
  const said: Wanted[] = [
    ...(at_least === undefined ? [] : [{ is: 'at least' as const, bound: at_least }]),
    ...(at_most === undefined ? [] : [{ is: 'at most' as const, bound: at_most }]),
    ...(between === undefined
      ? []
      : [{ is: 'between' as const, from: between[0] ?? 0, to: between[1] ?? 0 }]),
    ...(equals === undefined ? [] : [{ is: 'equals' as const, value: equals }]),
    ...(fresher_than === undefined ? [] : [{ is: 'fresher than' as const, seconds: fresher_than }]),
  ]
  if (said.length === 1) return said[0] ?? null
  context.addIssue({ code: 'custom', message: ONE })
  return null
}

function wantedWords(wanted: Wanted): string {
  if (wanted.is === 'between') return `${formatAmount(wanted.from)} … ${formatAmount(wanted.to)}`
  if (wanted.is === 'fresher than') return `≤ ${durationWords(wanted.seconds * 1_000)}`
  if (wanted.is === 'equals') return `= ${shown(wanted.value)}`
  return `${wanted.is === 'at least' ? '≥' : '≤'} ${formatAmount(wanted.bound)}`
}

type Judged = Pick<CheckAnswer, 'status' | 'figure' | 'wanted' | 'words'>

/** A `value` as it was read for what is wanted: milliseconds since 1970 of a time. Null is no value. */
export function judged(wanted: Wanted, value: number | string | boolean | null, now: Date): Judged {
  const words = wantedWords(wanted)
  if (value === null) return { status: 'unknown', figure: null, wanted: words, words: 'there is no value' }
  if (wanted.is === 'equals')
    return { ...verdict(value === wanted.value), figure: shown(value), wanted: words }
  if (typeof value !== 'number') return unreadable(wanted, String(value))
  if (wanted.is === 'fresher than') return judgedAge(wanted.seconds * 1_000, now.getTime() - value, words)
  return { ...verdict(isWithin(wanted, value)), figure: formatAmount(value), wanted: words }
}

/** Something is there that is no number, or no time. */
export function unreadable(wanted: Wanted, said: string): Judged {
  const what = wanted.is === 'fresher than' ? 'time' : 'number'
  const words = `“${said}” is no ${what}`
  return { status: 'unknown', figure: null, wanted: wantedWords(wanted), words }
}

/** By so much may the clock that wrote it be ahead of ours. */
const AHEAD_MS = 5 * 60_000

function judgedAge(most: number, age: number, wanted: string): Judged {
  if (age < -AHEAD_MS) {
    const words = `it is ${durationWords(-age)} in the future: a zone that is taken wrong?`
    return { status: 'unknown', figure: null, wanted, words }
  }
  return { ...verdict(age <= most), figure: `${durationWords(Math.max(0, age))} old`, wanted }
}

function verdict(good: boolean): Pick<Judged, 'status' | 'words'> {
  return { status: good ? 'pass' : 'fail', words: null }
}

function isWithin(wanted: Exclude<Wanted, { is: 'equals' | 'fresher than' }>, value: number): boolean {
  if (wanted.is === 'between') return value >= wanted.from && value <= wanted.to
  return wanted.is === 'at least' ? value >= wanted.bound : value <= wanted.bound
}

function shown(value: number | string | boolean): string {
  return typeof value === 'number' ? formatAmount(value) : String(value).slice(0, 60)
}
