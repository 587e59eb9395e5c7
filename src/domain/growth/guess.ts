import { Refusal } from '../../refusal.ts'
import { NUMBER, percentText, readNumber } from '../text/typed-number.ts'
import { tidyLine, unreadable } from '../text/typed-value.ts'
import { bare } from '../text/visible.ts'

/** A predicted relative lift as typed; fractions. `low` and `high` hold it 8 times of 10, or are both null. */
export interface Guess {
  readonly lift: number
  readonly low: number | null
  readonly high: number | null
  /** A sign was typed; without one the numbers count in the direction that the campaign wants. */
  readonly signed: boolean
}

const GUESS_FORM =
  'Write the lift that you expect, the range that holds it 8 times of 10, or both: `+8%`, `+3%..+12%`, `+8% +3%..+12%`.'

const PERCENT = `([+-]?) ?(${NUMBER}) ?%?`
const SPAN = String.raw`\(?${PERCENT} ?(?:\.{2,3}|…|to) ?${PERCENT}\)?`
const GUESS = new RegExp(`^(?:${PERCENT})?(?:(?:^| |, |: )${SPAN})?$`, 'iu')
/** Percent. Nothing falls by more than all of it. */
const [LEAST, MOST] = [-100, 1_000]

/** `+8%`, `+3%..+12%` (its middle is the lift), `+8% +3%..+12%`. Throws a Refusal for anything else. */
export function parseGuess(typed: string): Guess {
  const line = tidyLine(bare(typed))
  const [, sign, point, lowSign, lowest, highSign, highest] = GUESS.exec(line) ?? []
  const lift = percent(sign, point, typed)
  const [low, high] = [percent(lowSign, lowest, typed), percent(highSign, highest, typed)]
  const numbers = [lift, low, high].filter((each) => each !== null)
  if (numbers.length === 0) throw unreadable('a lift', typed, GUESS_FORM)
  if (numbers.some((each) => each < LEAST || each > MOST))
    throw unreadable('a lift', typed, `A lift lies between ${LEAST} % and ${MOST} %. ${GUESS_FORM}`)
  const range = low === null || high === null ? null : rangeOf(low, high, lift, typed)
  return {
    lift: fraction(lift ?? ((low ?? 0) + (high ?? 0)) / 2),
    low: range && fraction(range.low),
    high: range && fraction(range.high),
    signed: [sign, lowSign, highSign].some(Boolean),
  }
}

/** `+3%..+12%`; empty without a range. */
export function rangeText({ low, high }: Pick<Guess, 'low' | 'high'>): string {
  return low === null || high === null ? '' : `${signedText(low)}..${signedText(high)}`
}

export function signedText(lift: number): string {
  return `${lift < 0 ? '' : '+'}${percentText(lift)}%`
}

function rangeOf(low: number, high: number, lift: number | null, typed: string) {
  if (low >= high)
    throw new Refusal('invalid', `A range goes from the lower lift to the higher one. ${GUESS_FORM}`)
  if (lift !== null && (lift < low || lift > high))
    throw unreadable('a lift', typed, `The lift lies within its range. ${GUESS_FORM}`)
  return { low, high }
}

function percent(sign: string | undefined, digits: string | undefined, typed: string): number | null {
  if (digits === undefined) return null
  const percents = readNumber(digits)
  if (percents === null) throw unreadable('a lift', typed, GUESS_FORM)
  return percents * (sign === '-' ? -1 : 1)
}

/** Typed percents as a fraction without the dust of binary: 8.3 gives 0.083. JSON has no −0. */
function fraction(percents: number): number {
  return Number((percents / 100).toPrecision(12)) + 0
}
