import { token } from '../text/tokens.ts'
/** Measured and predicted lifts in words, with the tokens of notices; names are as they were typed. */

import type { Measurement, Prediction } from '../state/growth.ts'
import { formatPoints, formatRelative, formatSignedPercent } from '../text/numbers.ts'
import { quote } from '../text/typed-value.ts'
import type { Score } from './score.ts'

/** `Purchase +8.1 % (95 % +2.1 … +14.2 %), mail against the control, read {date:…}`, or why it is not known. */
export function measurementWords(measured: Measurement): string {
  if (!measured.found) return `not known, since ${measured.reason}`
  const { label, arm, of, readAt } = measured
  const { lift, interval } = formatRelative(measured)
  const best = of > 1 ? `, the best of ${of} arms` : ''
  return `${quote(label)} ${lift} (95 % ${interval}), ${quote(arm)} against the control${best}, read ${token.time(readAt)}`
}

/** `+8 %` or `+8 % (8 times of 10 in +3 % … +12 %)`. */
export function predictionWords({ lift, low, high }: Pick<Prediction, 'lift' | 'low' | 'high'>): string {
  const range =
    low === null || high === null
      ? ''
      : ` (8 times of 10 in ${formatSignedPercent(low)} … ${formatSignedPercent(high)})`
  return `${formatSignedPercent(lift)}${range}`
}

/** `{@U1} (growth) +12 %: 3.9 points too optimistic, inside the measured interval, outside the stated range`. */
export function scoreWords({ prediction, error, inMeasured, inRange }: Score): string {
  const parts = [
    errorWords(error),
    `${inMeasured ? 'inside' : 'outside'} the measured interval`,
    inRange === null ? null : `measured ${inRange ? 'inside' : 'outside'} the stated range`,
  ]
  const said = parts.filter((part) => part !== null).join(', ')
  return `${token.person(prediction.by)} (${prediction.team}) ${predictionWords(prediction)}: ${said}`
}

/** Points of lift, to a tenth: two percentages are apart by points. */
function errorWords(error: number): string {
  if (Math.abs(error) < 0.0005) return 'right to a tenth of a point'
  return `${formatPoints(Math.abs(error), 1)} too ${error > 0 ? 'optimistic' : 'cautious'}`
}
