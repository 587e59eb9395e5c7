/** Mean and variance of a metric in one arm, from what the warehouse sums up (Estimates of the shared statistics). */
import { ROUNDING_NOISE, type StatisticKind } from './moments.ts'

/** One row of the warehouse: people in the arm, the sum of their values and of the squares of their values. */
export interface Sums {
  readonly n: number
  readonly sum: number
  readonly sumSquares: number
}

/** Why an arm can't be estimated. */
export type ArmProblem =
  | 'no numbers'
  | 'no one'
  | 'one person'
  | 'impossible'
  | 'none converted'
  | 'all converted'
  | 'no spread'
  | 'zero denominator'

/** `mean` and `variance` of one person's value; `n` people. The variance is always positive. */
export interface Estimate {
  readonly usable: true
  readonly n: number
  readonly mean: number
  readonly variance: number
}

export type Estimated = Estimate | { readonly usable: false; readonly problem: ArmProblem }

/** Proportion: m = s/n, v = m(1−m). Mean: v = (ss − s²/n)/(n−1). */
export function estimate(kind: StatisticKind, sums: Sums): Estimated {
  const problem = problemOf(sums) ?? (kind === 'proportion' ? proportionProblem(sums) : null)
  if (problem) return { usable: false, problem }
  const { n, sum, sumSquares } = sums
  const mean = sum / n
  if (kind === 'proportion') return { usable: true, n, mean, variance: mean * (1 - mean) }
  const variance = (sumSquares - sum * mean) / (n - 1)
  if (!(variance > (ROUNDING_NOISE * sumSquares) / n)) return { usable: false, problem: 'no spread' }
  return { usable: true, n, mean, variance }
}

function problemOf({ n, sum, sumSquares }: Sums): ArmProblem | null {
  if (![n, sum, sumSquares].every(Number.isFinite)) return 'no numbers'
  if (n <= 0) return 'no one'
  return n <= 1 ? 'one person' : null
}

function proportionProblem({ n, sum }: Sums): ArmProblem | null {
  if (sum < 0 || sum > n) return 'impossible'
  if (sum === 0) return 'none converted'
  return sum === n ? 'all converted' : null
}
