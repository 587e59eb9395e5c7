import { Refusal } from '../../refusal.ts'
import type { Arm } from '../state/brief.ts'
import { AMOUNT, numberText, readNumber } from '../text/typed-number.ts'
import { items, quoted, tidyLine, unreadable, withinLength } from '../text/typed-value.ts'
import { isBlank, plainSigns } from '../text/visible.ts'

export const ARMS_FORM =
  'Write names between commas, the control first, each with its share or none with one: `No E-Mail 1/3, Mens E-Mail 1/3, Womens E-Mail 1/3`, `control 90%, treatment 10%` or `control, treatment`.'

const MOST_ARMS = 12
const LONGEST_NAME = 60
const PERCENT = '(?:%|percent|pct)'
const SHARE = `(?:${AMOUNT}) ?${PERCENT}`
const WEIGHTED = new RegExp(String.raw`^(.*\S) (\d{1,16}\/\d{1,16}|(?:${AMOUNT}) ?${PERCENT}?)$`, 'iu')
/** `control: 10%`, `control=1`, `control (10%)`, with the marks that people put before a share. */
const MARKED = new RegExp(
  String.raw`^(.*[^\s:=])(?: ?[:=] ?| [-\u2010-\u2015] )(${SHARE})$|^(.*\S) ?\((${SHARE})\)$|^(.*[^\s:=])(?:: | ?= ?)(${AMOUNT})$`,
  'iu',
)
const SHARE_ALONE = new RegExp(String.raw`^(?:\d{1,16}\/\d{1,16}|${SHARE})$`, 'iu')
/** A share where a name may begin with one: `10% off`. */
const LEADING = new RegExp(`^(${SHARE}) `, 'iu')
/** Digits apart from each other: all of them are the share, or the first belong to the name. */
const APART = /^(.+?) (\d{1,3}(?: \d{3})+)$/
/** A space that never ends a line stands inside of a number, not behind a name. */
const FIXED_SPACE = /(?<=\d)[\u00A0\u2007\u2009\u202F](?=\d{3}(?!\d))/g

/** A weight as an exact fraction; `ofWhole` where the weights must make a whole, as percentages and fractions do. */
interface Weight {
  readonly over: bigint
  readonly under: bigint
  readonly kind: 'ofWhole' | 'ratio'
}

interface Item {
  readonly typed: string
  readonly name: string
  readonly weight: Weight | null
}

/**
 * Arms as typed, the control first, their weights as the smallest whole numbers of the same ratio. A whole number
 * behind every name is its weight, unless two names would then be equal (`Group 1, Group 2`): it belongs to them.
 */
export function parseArms(typed: string): Arm[] {
  const read = items(typed.replace(FIXED_SPACE, "'")).map(readItem)
  refuseCount(read, typed)
  refuseApart(read)
  const weighted = weightsMeant(read, typed)
  if (weighted.every(({ weight }) => !weight)) refuseInNames(weighted, typed)
  return armsFrom(weighted, typed)
}

/** Arms whose names and shares were typed apart: a number is a percentage, and no share at all means equal ones. */
export function armsOf(rows: readonly { readonly name: string; readonly share: string }[]): Arm[] {
  const read = rows.map(({ name, share }) => ({
    typed: `${name} ${share}`.trim(),
    name: tidyLine(name),
    share,
  }))
  const typed = read.map((row) => row.typed).join(', ')
  refuseCount(read, typed)
  const some = read.some(({ share }) => share !== '')
  const lacks = read.find(({ share }) => some && share === '')
  if (lacks)
    throw new Refusal('invalid', `${quoted(lacks.name)} has no share: give each arm one, or none of them.`)
  return armsFrom(
    read.map(({ share, ...arm }) => ({ ...arm, weight: share === '' ? null : shareOf(share) })),
    typed,
  )
}

function shareOf(typed: string): Weight {
  const share = plainSigns(typed).replace(/\s+/g, '')
  const percent = /[%/]/.test(share) ? share : `${share}%`
  const weight = SHARE_ALONE.test(percent) ? readWeight(percent) : null
  if (weight) return weight
  throw new Refusal('invalid', `I can't read ${quoted(typed)} as a share: write 10% or 1/3.`)
}

/** The shares of arms, as `armsOf` reads them back; none where they are equal. */
export function armShares(arms: readonly Arm[]): string[] {
  const total = arms.reduce((sum, arm) => sum + arm.weight, 0)
  const equal = arms.every((arm) => arm.weight === arms[0]?.weight)
  return arms.map(({ weight }) => (equal ? '' : shareText(weight, total)))
}

/** Throws a Refusal for what is no name of an arm. */
export function checkArmName(name: string): void {
  if (isBlank(name)) throw new Refusal('invalid', 'Each arm has a name.')
  if (/[,;\r\n]/.test(name)) throw new Refusal('invalid', 'A name of an arm holds no comma and no semicolon.')
  withinLength('name of an arm', name, LONGEST_NAME)
}

function refuseCount({ length }: readonly unknown[], typed: string): void {
  if (length < 2) throw unreadable('arms', typed, `There must be two or more. ${ARMS_FORM}`)
  if (length > MOST_ARMS)
    throw new Refusal('invalid', `That is ${length} arms; ${MOST_ARMS} fit. ${ARMS_FORM}`)
}

function armsFrom(weighted: readonly Item[], typed: string): Arm[] {
  refuseTwins(weighted)
  if (weighted.some(({ name }) => isBlank(name)))
    throw unreadable('arms', typed, `Each arm has a name. ${ARMS_FORM}`)
  const weights = smallestRatio(weighted, typed)
  return weighted.map(({ name }, i) => ({
    name: withinLength('name of an arm', name, LONGEST_NAME),
    weight: weights[i] ?? 1,
  }))
}

/** Arms as `parseArms` reads them back. */
export function armsText(arms: readonly Arm[]): string {
  const total = arms.reduce((sum, arm) => sum + arm.weight, 0)
  const equal = arms.every((arm) => arm.weight === arms[0]?.weight)
  const names = arms.map((arm) => arm.name)
  const alone = !names.some((name) => readItem(name).weight) && !areShares(names)
  if (equal && alone) return names.join(', ')
  return arms.map((arm) => `${arm.name} ${shareText(arm.weight, total)}`).join(', ')
}

function shareText(weight: number, total: number): string {
  return (weight * 100) % total === 0 ? `${(weight * 100) / total}%` : `${weight}/${total}`
}

function readItem(typed: string): Item {
  const [, name, amount] =
    (/ 000$/.test(typed) && APART.exec(typed)) || (marked(typed) ?? WEIGHTED.exec(typed) ?? [])
  const weight = amount === undefined ? null : readWeight(amount)
  return { typed, name: weight && name !== undefined ? name : typed, weight }
}

function marked(typed: string): string[] | null {
  return MARKED.exec(typed)?.filter((part) => part !== undefined) ?? null
}

/** Null for marks that make no number (`App 1.2.3`), which belong to the name. */
function readWeight(amount: string): Weight | null {
  const [over = '0', under] = amount.split('/')
  if (under !== undefined) return { over: BigInt(over), under: BigInt(under), kind: 'ofWhole' }
  const digits = amount.replace(new RegExp(` ?${PERCENT}$`, 'i'), '')
  const percent = digits !== amount
  const value = readNumber(digits)
  if (value === null) return null
  const [whole = '0', tail = ''] = numberText(value).split('.')
  const scale = 10n ** BigInt(tail.length)
  return {
    over: BigInt(whole + tail),
    under: percent ? scale * 100n : scale,
    kind: percent ? 'ofWhole' : 'ratio',
  }
}

/** What looks like a share, and would be a part of the name without a word: `10% control, 90% mail`, `control 33⅓%`. */
function refuseInNames(read: readonly Item[], typed: string): void {
  if (areShares(read.map(({ name }) => name)))
    throw new Refusal(
      'invalid',
      `The shares in ${quoted(typed)} stand before the names: write them behind, or equal ones behind names that begin so (\`50% off 50%\`). ${ARMS_FORM}`,
    )
  const ending = read.find(({ name, weight }) => !weight && /\S .*%$/.test(name))
  if (ending)
    throw new Refusal('invalid', `${quoted(ending.typed)} ends with a share that I can't read. ${ARMS_FORM}`)
}

/** Whether all names begin with shares that make a whole. */
function areShares(names: readonly string[]): boolean {
  const shares = names.map((name) => {
    const weight = readWeight(LEADING.exec(name)?.[1] ?? '')
    return weight ? Number(weight.over) / Number(weight.under) : Number.NaN
  })
  return Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) <= 0.01
}

/** `control 1 500` is 1500 of control, or 500 of control 1, unless the names alone tell. */
function refuseApart(read: readonly Item[]): void {
  const whole = read.map(({ typed, name }) => APART.exec(typed)?.[1] ?? name)
  // A share of 000 is none: there the digits are one number.
  const apart = read.find(({ typed }) => APART.test(typed) && !/ 000$/.test(typed))
  if (!apart || new Set(whole.map((name) => name.toLowerCase())).size < whole.length) return
  const [, name = '', digits = ''] = APART.exec(apart.typed) ?? []
  throw new Refusal(
    'invalid',
    `${quoted(apart.typed)} is ${digits.replaceAll(' ', '')} of ${quoted(name)}, or ${digits.slice(-3)} of ${quoted(`${name} ${digits.slice(0, -4)}`)}. Write the number without a space, or each share as a percentage.`,
  )
}

/** Every item with its weight, or every one without where the numbers belong to the names. */
function weightsMeant(read: readonly Item[], typed: string): Item[] {
  const all = read.every((item) => item.weight)
  const distinct = new Set(read.map((item) => item.name.toLowerCase())).size === read.length
  if (all && distinct) return [...read]
  if (read.every((item) => !item.weight || belongsToName(item.weight, all)))
    return read.map((item) => ({ typed: item.typed, name: item.typed, weight: null }))
  if (all) return [...read]
  throw unreadable('arms', typed, `Give each arm a share, or none of them. ${ARMS_FORM}`)
}

/** `Variant 2` beside arms without a number; `treatment 50` there is a share that the others lack. */
function belongsToName({ over, under, kind }: Weight, all: boolean): boolean {
  return kind === 'ratio' && under === 1n && (all || over < 10n)
}

function refuseTwins(arms: readonly Item[]): void {
  const names = arms.map((arm) => arm.name.toLowerCase())
  const twin = arms.find((_, i) => names.indexOf(names[i] ?? '') < i)
  if (twin) throw new Refusal('invalid', `Two arms are called ${quoted(twin.name)}: give each its own name.`)
}

function smallestRatio(arms: readonly Item[], typed: string): number[] {
  const weights = arms.map((arm) => arm.weight ?? { over: 1n, under: 1n, kind: 'ratio' as const })
  if (weights.some(({ over, under }) => over === 0n || under === 0n))
    throw unreadable('arms', typed, `A share is more than 0. ${ARMS_FORM}`)
  refuseWrongSum(weights, typed)
  const common = weights.reduce((product, { under }) => (product * under) / divisor(product, under), 1n)
  const whole = weights.map(({ over, under }) => over * (common / under))
  const least = whole.reduce(divisor)
  const smallest = whole.map((each) => each / least)
  if (smallest.reduce((sum, each) => sum + each, 0n) > 1_000_000n)
    throw unreadable('arms', typed, `Write simpler shares. ${ARMS_FORM}`)
  return smallest.map(Number)
}

function refuseWrongSum(weights: readonly Weight[], typed: string): void {
  const ofWhole = weights.filter((weight) => weight.kind === 'ofWhole')
  if (ofWhole.length === 0) return
  if (ofWhole.length < weights.length)
    throw unreadable('arms', typed, `Write all shares the same way. ${ARMS_FORM}`)
  const sum = weights.reduce((total, { over, under }) => total + Number(over) / Number(under), 0)
  if (Math.abs(sum - 1) <= 0.01) return
  const percent = Number((sum * 100).toPrecision(3))
  throw new Refusal(
    'invalid',
    `The shares in ${quoted(typed)} make ${percent} %, not 100 %. Correct them, or leave them out for equal ones.`,
  )
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b)
}
