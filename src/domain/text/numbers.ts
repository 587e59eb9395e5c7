/** Numbers as people read them: U+202F between thousands, U+2212 as the minus, percent and points never mixed. */
import type { MetricKind } from '../terms.ts'
import { numberText } from './typed-number.ts'

const NARROW_SPACE = '\u202f'
const MINUS = '\u2212'
const MOST_DECIMALS = 12
/** Above this, groups of three no longer help and doubles no longer hold every digit. */
const LARGEST_PLAIN = 1e15

/** An estimate with its interval, as fractions (0.08 is 8 %) or in the unit of a mean. */
interface Spread {
  readonly lift: number
  readonly low: number
  readonly high: number
}

/** The two cells of a table: the estimate with its unit, and the interval with the same number of decimals. */
export interface SpreadText {
  readonly lift: string
  readonly interval: string
}

/** `42 610` with a narrow no-break space; rounds to whole numbers. Throws RangeError where there is no number. */
export function formatCount(count: number): string {
  return formatNumber(count, 0)
}

/** `1 234.50` with the given decimals. Throws RangeError where there is no number: a gap has to be said in words. */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`A number to print was ${value}`)
  const digits = magnitude(Math.abs(value), decimals)
  return value < 0 && /[1-9]/.test(digits) ? MINUS + digits : digits
}

/** As `formatNumber`, with `+` before anything that doesn't round to zero from below. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatNumber(value, decimals)
  return text.startsWith(MINUS) || !/[1-9]/.test(text) ? text : `+${text}`
}

/** A quantity as somebody typed it, with the decimals that it needs: `1 000`, `0.5`. */
export function formatAmount(amount: number): string {
  return formatNumber(amount, numberText(amount).split('.')[1]?.replace(/0+$/, '').length ?? 0)
}

/** A fraction as `10.62 %`; decimals by its size unless given. */
export function formatPercent(fraction: number, decimals = decimalsOf(fraction * 100)): string {
  return `${formatNumber(fraction * 100, decimals)} %`
}

/** A difference of fractions as `0.2 points`; without decimals given, only as many as it needs. */
export function formatPoints(fraction: number, decimals = fewest(fraction * 100)): string {
  return `${formatNumber(fraction * 100, decimals)} points`
}

/** A relative change as `+8 %`; without decimals given, only as many as it needs. */
export function formatSignedPercent(fraction: number, decimals = fewest(fraction * 100)): string {
  return `${formatSigned(fraction * 100, decimals)} %`
}

/** What an arm shows: `10.62 %` for a proportion, `0.653 USD` for a mean. */
export function formatValue(kind: MetricKind, value: number, unit: string | null = null): string {
  return kind === 'proportion' ? formatPercent(value) : withUnit(formatNumber(value, decimalsOf(value)), unit)
}

/** A relative lift as it is said in passing: `+50 %` and `+17 … +83 %`; two digits of the half-width are shown. */
export function roundRelative(spread: Spread): SpreadText {
  const decimals = telling(spread, 100, resolution(halfWidth(spread) * 100, 2))
  return spreadText(spread, (value) => formatSigned(value * 100, decimals), '%')
}

/** A relative lift: `+118.8 %` and `+78.0 … +159.7 %`; two digits of the half-width are shown, at least a tenth. */
export function formatRelative(spread: Spread): SpreadText {
  const decimals = telling(spread, 100, Math.max(1, resolution(halfWidth(spread) * 100, 2)))
  return spreadText(spread, (value) => formatSigned(value * 100, decimals), '%')
}

/** An absolute lift: `+7.659 points` or `+0.770 USD`; three digits of the half-width are shown. */
export function formatAbsolute(kind: MetricKind, spread: Spread, unit: string | null = null): SpreadText {
  const factor = kind === 'proportion' ? 100 : 1
  const decimals = telling(spread, factor, resolution(halfWidth(spread) * factor, 3))
  const suffix = kind === 'proportion' ? 'points' : unit
  return spreadText(spread, (value) => formatSigned(value * factor, decimals), suffix)
}

/** `p = 0.99`, `p = 0.0012`, `p = 1.2e-7`; the ends that a double can't hold as `p < 1e-300` and `p > 0.99`. */
export function formatP(p: number): string {
  if (p < 1e-300) return 'p < 1e-300'
  if (p === 1) return 'p = 1'
  if (p > 0.995) return 'p > 0.99'
  return `p = ${p < 0.001 ? p.toExponential(1) : p.toPrecision(2)}`
}

/** An end that is not zero never reads as zero: on which side of it the interval lies is what people look for. */
function telling({ low, high }: Spread, factor: number, decimals: number): number {
  const hides = (value: number) => value !== 0 && !/[1-9]/.test((value * factor).toFixed(decimals))
  const more = decimals + 1
  return decimals < MOST_DECIMALS && [low, high].some(hides)
    ? telling({ lift: 0, low, high }, factor, more)
    : decimals
}

function spreadText(spread: Spread, print: (value: number) => string, suffix: string | null): SpreadText {
  return {
    lift: withUnit(print(spread.lift), suffix),
    interval: withUnit(`${print(spread.low)} … ${print(spread.high)}`, suffix),
  }
}

function withUnit(text: string, unit: string | null): string {
  return unit ? `${text} ${unit}` : text
}

function magnitude(value: number, decimals: number): string {
  if (value >= LARGEST_PLAIN) return value.toExponential(3)
  const [whole = '', fraction] = value.toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE)
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** 0.573, 10.62, 118.8, 1 234.5: three decimals below ten, more only below a tenth, where three digits stay. */
function decimalsOf(value: number): number {
  const size = Math.abs(value)
  if (size >= 100) return 1
  if (size >= 10) return 2
  return Math.max(3, resolution(size, 3))
}

/** Decimals with which `digits` significant digits of a size are shown; none where it is zero or large. */
function resolution(size: number, digits: number): number {
  if (!(size > 0)) return 0
  return Math.min(MOST_DECIMALS, Math.max(0, digits - 1 - Math.floor(Math.log10(size))))
}

function fewest(value: number): number {
  const most = Math.max(1, resolution(Math.abs(value), 3))
  const tail = Math.abs(value).toFixed(most).split('.')[1] ?? ''
  return tail.replace(/0+$/, '').length
}

function halfWidth(spread: Spread): number {
  return (spread.high - spread.low) / 2
}
