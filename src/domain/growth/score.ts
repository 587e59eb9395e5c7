/** A prediction held against the lift that a conclusion keeps. Derived, never stored: both stay as they were. */
import type { Conclusion } from '../state/campaign.ts'
import type { MeasuredLift, Prediction } from '../state/growth.ts'

export interface Score {
  readonly prediction: Prediction
  readonly measured: MeasuredLift
  /** Predicted − measured, as a fraction, in the direction that is better: above zero is too optimistic. */
  readonly error: number
  /** The predicted lift lies in the measured 95 % interval. */
  readonly inMeasured: boolean
  /** The measured lift lies in the stated range; null without one. */
  readonly inRange: boolean | null
}

/** What of a campaign is scored. */
export interface Scored {
  readonly predictions: readonly Prediction[]
  readonly conclusion: Pick<Conclusion, 'measured'> | null
}

/** One score for each prediction of the metric that was measured; none where nothing was. */
export function scoresOf({ predictions, conclusion }: Scored): Score[] {
  const measured = conclusion?.measured
  if (!measured?.found) return []
  return predictions
    .filter(({ metric }) => metric === measured.metric)
    .map((prediction) => score(prediction, measured))
}

function score(prediction: Prediction, measured: MeasuredLift): Score {
  const { lift, low, high } = prediction
  const error = (lift - measured.lift) * (measured.direction === 'up' ? 1 : -1) + 0
  const inMeasured = measured.low <= lift && lift <= measured.high
  const inRange = low === null || high === null ? null : low <= measured.lift && measured.lift <= high
  return { prediction, measured, error, inMeasured, inRange }
}
