import { Refusal } from '../../refusal.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Readout } from '../readout/readout.ts'
import type { Outcome } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'
import type { CountedKind } from '../statistics/least-events.ts'
import type { Baseline } from '../statistics/power.ts'

/** A metric as it was without anything new, and where that was seen. */
export interface KnownBaseline extends Baseline {
  /** Whose control it is, and when it was read; null where the owner said it. */
  readonly seen: { readonly campaign: string; readonly at: Date } | null
  readonly kind: CountedKind
  readonly unit: string | null
}

/** Fewer people of a control say little of the next campaign. */
const LEAST = 100

/**
 * What the control of a readout says of a metric; null for too few people, no variation, or a ratio, and before its
 * window has passed, or its horizon where it has none: until then its people are not done.
 */
export function baselineOf(readout: Readout, metric: string): Omit<KnownBaseline, 'seen'> | null {
  const found = readout.metrics.find(({ name }) => name === metric)
  if (!found?.measured || found.kind === 'ratio') return null
  const { kind, unit, windowDays } = found
  if (readout.day < (windowDays ?? readout.horizonDays ?? Number.POSITIVE_INFINITY)) return null
  const control = found.values[0]
  if (!control || control.n < LEAST || control.sum === null || control.sumSquares === null) return null
  const { n, sum, sumSquares } = control
  const mean = sum / n
  const variance = (sumSquares - n * mean ** 2) / (n - 1)
  return mean === 0 || !(variance > 0) ? null : { kind, unit, mean, variance }
}

/** What the owner says that the goal is without anything new; null where nothing is said. */
export function saidBaseline({ baseline }: Outcome): KnownBaseline | null {
  if (baseline === undefined) return null
  const variance = baseline * (1 - baseline)
  return { seen: null, kind: 'proportion', unit: null, mean: baseline, variance }
}

/** The outcome with it, or without one for null. Throws a Refusal without an outcome, and for what is no share of people. */
export function withBaseline(
  { key, brief }: Campaign,
  share: number | null,
  { metrics }: Pick<Catalog, 'metrics'>,
): Outcome {
  if (!brief.outcome)
    throw new Refusal('conflict', `Say the outcome first: \`/campaign brief ${key} outcome purchase up 8%\``)
  const { baseline: _before, ...outcome } = brief.outcome
  if (share === null) return outcome
  const kind = metrics.find(({ name }) => name === outcome.metric)?.kind
  if (kind !== 'proportion')
    throw new Refusal(
      'conflict',
      `${outcome.metric} is no share of people, so its spread can't be said by one number.`,
    )
  return { ...outcome, baseline: share }
}
