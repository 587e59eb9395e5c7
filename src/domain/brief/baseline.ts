import type { Readout } from '../readout/readout.ts'
import type { CountedKind } from '../statistics/least-events.ts'
import type { Baseline } from '../statistics/power.ts'

/** A metric as it was without anything new, and where that was seen. */
export interface KnownBaseline extends Baseline {
  /** Key of the campaign whose control it is. */
  readonly campaign: string
  readonly kind: CountedKind
  readonly unit: string | null
}

/** Fewer people of a control say little of the next campaign. */
const LEAST = 100

/** What the control of a readout says of a metric; null for too few people, no variation, or a ratio. */
export function baselineOf(readout: Readout, metric: string): Omit<KnownBaseline, 'campaign'> | null {
  const found = readout.metrics.find(({ name }) => name === metric)
  if (!found?.measured || found.kind === 'ratio') return null
  const { kind, unit } = found
  const control = found.values[0]
  if (!control || control.n < LEAST || control.sum === null || control.sumSquares === null) return null
  const { n, sum, sumSquares } = control
  const mean = sum / n
  const variance = (sumSquares - n * mean ** 2) / (n - 1)
  return mean === 0 || !(variance > 0) ? null : { kind, unit, mean, variance }
}
