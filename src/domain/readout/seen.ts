/** What a look sees before it is judged: people, the split, how old the data is, and whether the arms were alike before. */

import { sampleRatio } from '../statistics/sample-ratio.ts'
import { anySplit, type SampleRatioLook } from '../statistics/sample-ratio-sequence.ts'
import type { ComparedMetric } from './comparison.ts'
import { imbalanceOf } from './imbalance.ts'
import type { ReadoutInput } from './input.ts'
import type { Behind, Imbalance } from './pieces.ts'
import type { Readout, Seen, SplitReadout } from './readout.ts'
import { silences, splitCause } from './segments.ts'

const HOUR = 3_600_000
const STALE_AFTER_HOURS = 24
/** Of a false alarm over all looks together, as the χ² has at each. */
const SPLIT_ALPHA = 0.001

interface Known {
  readonly metrics: readonly ComparedMetric[]
  readonly behind: readonly Behind[]
  readonly earlier: Readout | null
  /** Whether it is stored. */
  readonly counts: boolean
}

export function seenNow(input: ReadoutInput, { metrics, behind, earlier, counts }: Known): Seen {
  const { asOf, newestData } = input
  const age = newestData && Math.max(0, (asOf.getTime() - newestData.getTime()) / HOUR)
  const arms = input.arms.map(({ name, weight }, i) => ({ name, weight, users: input.users[i] ?? 0 }))
  const split = splitOf(arms, earlier, counts)
  return {
    asOf: asOf.toISOString(),
    day: input.day,
    horizonDays: input.horizonDays,
    newestData: newestData?.toISOString() ?? null,
    dataAgeHours: age,
    stale: age === null || age > STALE_AFTER_HOURS,
    arms,
    duplicates: input.duplicates,
    strays: input.strays ?? [],
    joins: input.joins ?? [],
    behind,
    sampleRatio: split,
    splitCause: split.healthy ? null : splitCause(input, arms.map(users), arms.map(weight)),
    silences: silences(input),
    minimumEffect: input.minimumEffect ?? null,
    plannedUnits: input.plannedUnits ?? null,
    imbalances: metrics.flatMap(imbalancesOf),
  }
}

const users = (arm: Seen['arms'][number]): number => arm.users
const weight = (arm: Seen['arms'][number]): number => arm.weight

/**
 * The test that holds over all looks decides, for splits that are off by little and by much. The χ² of one look would be
 * too often off where it is asked every day, so it decides at the first one alone that is stored, and whether a split
 * that was off is as planned again.
 */
function splitOf(arms: Seen['arms'], earlier: Readout | null, counts: boolean): SplitReadout {
  const fixed = sampleRatio(arms.map(users), arms.map(weight))
  if (!fixed.checked) return fixed
  const now = anySplit(arms.map(users), arms.map(weight))
  const sequence = { ...now, p: Math.min(now.p, earlierSequence(arms, earlier)?.p ?? 1) }
  const first = counts && (earlier === null || !earlier.sampleRatio.healthy)
  return { ...fixed, healthy: (fixed.healthy || !first) && sequence.p >= SPLIT_ALPHA, sequence }
}

/** Where an arm has fewer people than before, its history was written anew: what was found in the old one is gone. */
function earlierSequence(arms: Seen['arms'], earlier: Readout | null): SampleRatioLook | undefined {
  const before = (name: string) => earlier?.arms.find((arm) => arm.name === name)?.users ?? 0
  return arms.every((arm) => arm.users >= before(arm.name)) ? earlier?.sampleRatio.sequence : undefined
}

function imbalancesOf({ metric, watched }: ComparedMetric): Imbalance[] {
  return watched.flatMap(({ control, treatment, plan }) => {
    const found = imbalanceOf(control.sums, treatment.sums, plan.planned)
    return found ? [{ metric: metric.label, arm: treatment.arm, ...found }] : []
  })
}
