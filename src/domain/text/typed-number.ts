/** Numbers as people type them at home: the one place that reads their digits. */
import { Refusal } from '../../refusal.ts'
import { quoted } from './typed-value.ts'

const DIGITS = String.raw`\d{1,15}(?:[.,'’_]\d{1,15}| \d{3}(?!\d)){0,6}|\.\d{1,12}`

/** The pattern of a number without a suffix, in a line with plain spaces: `7.5`, `7,5`, `1 000`, `1'000.50`, `.5`. */
export const NUMBER = `(?:${DIGITS})`

const THOUSANDS = 'k|thousand'
const MILLIONS = 'm|mn|mio|million'
const BILLIONS = 'bn|billion'
const SUFFIXES = `${THOUSANDS}|${MILLIONS}|${BILLIONS}`
const SUFFIXED = new RegExp(`^(.*?) ?(?:(${THOUSANDS})|(${MILLIONS})|(${BILLIONS}))?$`, 'i')

/** As `NUMBER`, where thousands, millions and billions may be short: `12k`, `1.5 million`. Case counts for nothing: flags `iu`. */
export const AMOUNT = String.raw`(?:(?:${DIGITS})(?: ?(?:${SUFFIXES})(?![\p{L}\p{N}]))?)`

/** Groups of three behind one kind of mark; what follows another mark are decimals. */
const GROUPED = /^[1-9]\d{0,2}([.,'’_ ])\d{3}(?:\1\d{3})*(?:(?!\1)[.,](?<decimals>\d+))?$/
/** As India groups them: 1,00,000. */
const IN_LAKHS = /^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.(?<decimals>\d+))?$/
const PLAIN = /^\d*[.,]?\d+$/

/**
 * The number that text of the form `NUMBER` or `AMOUNT` says; null where its marks make none. Throws a Refusal with
 * both readings of three digits behind a single mark: 1,000 is a thousand to some, and one to others.
 */
export function readNumber(typed: string): number | null {
  const [grouped, plain] = readings(typed)
  if (grouped === null || plain === null) return grouped ?? plain
  throw new Refusal(
    'invalid',
    `${quoted(typed)} is read differently from country to country. Write ${numberText(grouped)} or ${Number.isInteger(plain) ? `${plain}.0` : numberText(plain)}.`,
  )
}

/**
 * As `readNumber` for what comes in whole ones, such as people and days: there 1,000 and 1.000 are a thousand, while
 * 1.500k may be both.
 */
export function readWhole(typed: string): number | null {
  const whole = /[a-z]/i.test(typed) ? readNumber(typed) : readings(typed).find((each) => each !== null)
  return whole !== undefined && whole !== null && Number.isSafeInteger(whole) ? whole : null
}

/** With its marks between thousands, and with one mark before decimals. */
function readings(typed: string): readonly [number | null, number | null] {
  const [, digits = '', ...short] = SUFFIXED.exec(typed.trim()) ?? []
  const factor = 1_000 ** (short.findIndex(Boolean) + 1)
  // Without the dust of binary: 1.1k is 1100.
  const times = (text: string) => Number((Number(text) * factor).toPrecision(15))
  const groups = GROUPED.exec(digits) ?? IN_LAKHS.exec(digits)
  const decimals = groups?.groups?.decimals ?? ''
  const thousands = digits.slice(0, digits.length - decimals.length).replace(/\D/g, '')
  return [
    groups ? times(`${thousands}.${decimals}`) : null,
    PLAIN.test(digits) ? times(digits.replace(',', '.')) : null,
  ]
}

/** A number as it is read back: a decimal more where three would be taken for a group. */
export function numberText(value: number): string {
  const text = String(Number(value.toPrecision(15)))
  const plain = text.includes('e') ? value.toFixed(15).replace(/\.?0+$/, '') : text
  return /^[1-9]\d{0,2}\.\d{3}$/.test(plain) ? `${plain}0` : plain
}

/** A fraction as the percentage somebody would type: 0.07 gives `7`. */
export function percentText(fraction: number): string {
  return numberText(Number((fraction * 100).toPrecision(12)))
}
