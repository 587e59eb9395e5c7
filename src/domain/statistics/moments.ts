/** Means, variances and covariances of columns that the warehouse summed over the same units. */

export type StatisticKind = 'proportion' | 'mean'

/** One column over n units: sum of its values and of their squares. For a proportion both are the count. */
export interface Moments {
  readonly kind: StatisticKind
  readonly sum: number
  readonly sumSquares: number
}

/** Below this share of the mean square, a variance is what rounding left of it. */
export const ROUNDING_NOISE = 1e-12

/** Proportion: m(1−m). Mean: (ss − s²/n)/(n−1). Not defined below two units. */
export function varianceOf(n: number, { kind, sum, sumSquares }: Moments): number {
  const mean = sum / n
  return kind === 'proportion' ? mean * (1 - mean) : (sumSquares - sum * mean) / (n - 1)
}

/** (Σab − ΣaΣb/n)/(n−1); between two proportions Σab/n − ΣaΣb/n², as their variances are taken. */
export function covarianceOf(n: number, a: Moments, b: Moments, sumOfProducts: number): number {
  const both = a.kind === 'proportion' && b.kind === 'proportion'
  return (sumOfProducts - (a.sum * b.sum) / n) / (both ? n : n - 1)
}

/** The column over the units of both arms. */
export function pooled(a: Moments, b: Moments): Moments {
  return { kind: a.kind, sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares }
}

export function finite(n: number, columns: readonly Moments[], products: readonly number[]): boolean {
  const sums = columns.flatMap((column) => [column.sum, column.sumSquares])
  return [n, ...sums, ...products].every(Number.isFinite)
}
