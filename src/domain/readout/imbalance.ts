/** Did the arms differ before the campaign began? Asked of every metric with a pre-period. */

import { alwaysValidInterval } from '../statistics/always-valid.ts'
import { estimate } from '../statistics/estimates.ts'
import { absoluteContrast } from '../statistics/lift.ts'
import type { ArmSums } from './arm-sums.ts'
import type { Imbalance } from './pieces.ts'

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
