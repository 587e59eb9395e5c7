/** Lengths of time as people type them. */
import { Refusal } from '../../refusal.ts'
import { NUMBER, readNumber, readWhole } from './typed-number.ts'
import { quoted } from './typed-value.ts'

const UNITS = {
  s: /^s(?:ec(?:ond)?s?)?$/,
  min: /^m(?:in(?:ute)?s?)?$/,
  h: /^h(?:(?:ou)?rs?)?$/,
  d: /^d(?:ays?)?$/,
  wd: /^wd$|^(?:working|business|week) ?days?$/,
  w: /^w(?:(?:ee)?ks?)?$/,
  mo: /^mo(?:nth)?s?$/,
} as const
type LengthUnit = keyof typeof UNITS

const WORDS = ['an', 'a', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const LENGTH = new RegExp(
  `^(\\+ ?|in )?(${NUMBER}|${WORDS.join('|')}) ?((?:working |business )?[a-z]+)$`,
  'iu',
)

/** Beyond it no calendar goes. */
const MOST = 999_999

export interface Length {
  readonly count: number
  readonly unit: LengthUnit
  /** It was said to come after now: `+2h`, `in 2 hours`. */
  readonly ahead: boolean
}

/**
 * `+2wd`, `36h`, `2 weeks`, `in an hour`; parts of an hour, a minute or a second may be decimals, all else comes in
 * whole ones. Null for anything else. Throws a Refusal for what has two readings.
 */
export function readLength(typed: string): Length | null {
  const [, ahead, amount, word] = LENGTH.exec(typed) ?? []
  if (amount === undefined || word === undefined) return null
  if (word === 'M') throw minutesOrMonths(typed, `${ahead === undefined ? '' : '+'}${amount}`)
  const unit = (Object.keys(UNITS) as LengthUnit[]).find((each) => UNITS[each].test(word.toLowerCase()))
  if (!unit) return null
  const count = readCount(amount, unit)
  return count === null || count > MOST ? null : { count, unit, ahead: ahead !== undefined }
}

function minutesOrMonths(typed: string, amount: string): Refusal {
  const say = `${quoted(typed)} is minutes to some, and months to others. Write ${amount}min or ${amount}mo.`
  return new Refusal('invalid', say)
}

function readCount(amount: string, unit: LengthUnit): number | null {
  const spoken = WORDS.indexOf(amount.toLowerCase())
  if (spoken >= 0) return Math.max(spoken - 1, 1)
  return unit === 's' || unit === 'min' || unit === 'h' ? readNumber(amount) : readWhole(amount)
}
