/** Whether what a team predicts comes true: how often, and on which side it errs. */
import { normalCdf, normalQuantile } from '../statistics/distributions.ts'
import type { Score } from './score.ts'
import { type Share, wilson } from './wilson.ts'

export interface Calibration {
  readonly n: number
  /** Mean of predicted − measured, a fraction; above zero is too optimistic. Null of nothing. */
  readonly meanError: number | null
  /** Of the stated ranges, those that the measured lift lay in. */
  readonly inRange: Share
  /** How many of them ranges would hold that are right, given how exactly was measured. */
  readonly expectedInRange: number
  /** Predictions in the measured 95 % interval. */
  readonly inMeasured: number
}

/** A stated range holds the true lift 8 times of 10. */
const STATED = 0.8
const HALF_WIDTH = normalQuantile((1 + STATED) / 2)

export function calibrationOf(scores: readonly Score[]): Calibration {
  const ranged = scores.filter(({ inRange }) => inRange !== null)
  const held = ranged.filter(({ inRange }) => inRange).length
  return {
    n: scores.length,
    meanError: scores.length === 0 ? null : sum(scores.map(({ error }) => error)) / scores.length,
    inRange: wilson(held, ranged.length),
    expectedInRange: sum(ranged.map(chanceToHold)),
    inMeasured: scores.filter(({ inMeasured }) => inMeasured).length,
  }
}

/**
 * How likely a range that is right holds the *measured* lift, which lies about the true one with its standard error:
 * 2Φ(c·σ/√(σ² + se²)) − 1, σ the spread that the range stands for, c = Φ⁻¹(0.9). Without it a team would be blamed for
 * the noise of the measuring.
 */
export function chanceToHold({ prediction, measured }: Pick<Score, 'prediction' | 'measured'>): number {
  const sigma = ((prediction.high ?? 0) - (prediction.low ?? 0)) / (2 * HALF_WIDTH)
  return 2 * normalCdf((HALF_WIDTH * sigma) / Math.hypot(sigma, measured.se)) - 1
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
