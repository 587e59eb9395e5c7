/** Did the arms differ before the campaign began? Asked of every metric with a pre-period. */
import { alwaysValidInterval } from './always-valid.ts'
import type { ArmSums } from './arm-sums.ts'
import { estimate } from './estimates.ts'
import { absoluteContrast } from './lift.ts'

/** People of the arm and of the control did differently before they were exposed. */
export interface Imbalance {
  /** The metric's label. */
  readonly metric: string
  readonly arm: string
  /** Means a unit before, in the control and in the arm. */
  readonly control: number
  readonly treatment: number
  /** Always-valid: it may be asked at every look. */
  readonly p: number
}

const UNLIKELY = 0.001

/** The difference of the means before, where p < .001; null without a pre-period or where it can't be estimated. */
export function imbalanceOf(
  control: ArmSums,
  treatment: ArmSums,
  planned: number,
): Omit<Imbalance, 'metric' | 'arm'> | null {
  const [a, b] = [beforeOf(control), beforeOf(treatment)]
  if (!a?.usable || !b?.usable) return null
  const test = alwaysValidInterval(absoluteContrast(a, b), { units: a.n + b.n, planned }, UNLIKELY)
  return test.computable && test.p < UNLIKELY ? { control: a.mean, treatment: b.mean, p: test.p } : null
}

function beforeOf({ n, before }: ArmSums) {
  return before && estimate('mean', { n, sum: before.sum, sumSquares: before.sumSquares })
}
