import { token } from '../text/tokens.ts'
/** Measured and predicted lifts in words, with the tokens of notices; names are as they were typed. */

import type { Conclusion } from '../state/campaign.ts'
import type { Measurement, Prediction } from '../state/growth.ts'
import { formatRelative, formatSignedPercent } from '../text/numbers.ts'
import { quote } from '../text/typed-value.ts'
import type { Score } from './score.ts'

const REACHED: Readonly<Record<Conclusion['reached'], string>> = {
  yes: 'reached',
  no: 'not reached',
  unclear: "can't be told",
}
const GROWTH: Readonly<Record<Conclusion['growth'], string>> = {
  good: 'grew',
  bad: 'shrank',
  neutral: 'unchanged',
}

/** "Goal: can't be told. Growth: shrank." */
export function endWords({ reached, growth }: Pick<Conclusion, 'reached' | 'growth'>): string {
  return `Goal: ${REACHED[reached]}. Growth: ${GROWTH[growth]}.`
}

/** `Purchase +8.1 % (95 % +2.1 … +14.2 %), mail against the control, read {date:…}`, or why it is not known. */
export function measurementWords(measured: Measurement): string {
  if (!measured.found) return `not known, since ${measured.reason}`
  const { label, arm, of, readAt } = measured
  const { lift, interval } = formatRelative(measured)
  const best = of > 1 ? `, the best of ${of} arms` : ''
  return `${quote(label)} ${lift} (95 % ${interval}), ${quote(arm)} against the control${best}, read ${token.time(readAt)}`
}

/** `+8 %` or `+8 % (80 % sure: +3 % to +12 %)`. */
export function predictionWords({ lift, low, high }: Pick<Prediction, 'lift' | 'low' | 'high'>): string {
  const range =
    low === null || high === null
      ? ''
      : ` (80 % sure: ${formatSignedPercent(low)} to ${formatSignedPercent(high)})`
  return `${formatSignedPercent(lift)}${range}`
}

/** `{@U1} guessed +10 %, it was +50 %: too cautious.` */
export function scoreWords({ prediction, measured, error }: Score): string {
  const was = formatRelative(measured).lift
  return `${token.person(prediction.by)} guessed ${predictionWords(prediction)}, it was ${was}: ${errorWords(error)}.`
}

/** To a tenth of a point. */
function errorWords(error: number): string {
  if (Math.abs(error) < 0.0005) return 'right'
  return error > 0 ? 'too optimistic' : 'too cautious'
}
