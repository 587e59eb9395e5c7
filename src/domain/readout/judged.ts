import type { BoundaryTable } from '../statistics/group-sequential.ts'
import type { ComparedMetric } from './comparison.ts'
import type { Looking } from './evidence.ts'
import type { Crossing } from './pieces.ts'

export const ALPHA = 0.05

/** A look as far as it is known before it is judged. */
export interface Judged {
  readonly metrics: readonly ComparedMetric[]
  /** The treatments that people should arrive in. */
  readonly arms: readonly string[]
  readonly weights: readonly number[]
  readonly registered: { readonly horizonDays: number | null; readonly units: number | null }
  readonly day: number
  /** Of the goal, improvement upwards; null where none is registered. */
  readonly minimumEffect: number | null
  readonly looking: Looking
  readonly crossings: readonly Crossing[]
  readonly boundaries: BoundaryTable
}

/** Of the newest look, for one of so many tests; null before the first one, and where no horizon is registered. */
export function boundaryNow(
  { looking: { fractions }, boundaries }: Pick<Judged, 'looking' | 'boundaries'>,
  tests = 1,
): number | null {
  return fractions && fractions.length > 0 ? boundaries(fractions, ALPHA / tests) : null
}
