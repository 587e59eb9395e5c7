/** Campaigns in as few figures as `stairway readout` takes. */

import type { ArmSums } from '../../../src/domain/readout/arm-sums.ts'
import type { MetricInput, ReadoutInput, RecentSums } from '../../../src/domain/readout/input.ts'
import { type Looking, readout } from '../../../src/domain/readout/look.ts'
import { type Readout, storedReadout } from '../../../src/domain/readout/readout.ts'

type Sums = number | (Omit<ArmSums, 'n'> & { readonly n?: number })

/** A goal that should rise and is a proportion, unless told otherwise; of a proportion an arm is its sum. */
export interface ToldMetric extends Partial<Omit<MetricInput, 'name' | 'sums' | 'recent'>> {
  readonly name?: string
  readonly sums: readonly Sums[]
  readonly waiting?: readonly number[]
  readonly recent?: RecentSums
}

/** Arms A, B, C …, on the last of 14 days, with everybody there who was planned. */
export function told(
  users: readonly number[],
  metrics: readonly ToldMetric[],
  changes: Partial<ReadoutInput> = {},
): ReadoutInput {
  const asOf = new Date('2026-03-16T08:00:00Z')
  return {
    arms: users.map((_, i) => ({ name: 'ABCDEFGHIJ'[i] ?? '', weight: 1 })),
    users,
    duplicates: 0,
    day: 14,
    horizonDays: 14,
    plannedUnits: users.reduce((sum, each) => sum + each, 0),
    asOf,
    newestData: asOf,
    metrics: metrics.map((metric, i) => metricOf(metric, users, i)),
    ...changes,
  }
}

function metricOf({ sums, ...metric }: ToldMetric, users: readonly number[], i: number): MetricInput {
  const name = metric.name ?? (i === 0 ? 'm' : `m${i + 1}`)
  const rows = sums.map((each, arm) => {
    const row = typeof each === 'number' ? { sum: each, sumSquares: each } : each
    return { n: users[arm] ?? 0, ...row }
  })
  return { label: name, kind: 'proportion', direction: 'up', role: 'goal', ...metric, name, sums: rows }
}

/** Looks one after the other, each stored and read again. */
export function looks(inputs: readonly ReadoutInput[], looking: Looking = {}): Readout[] {
  let earlier: Readout | null = null
  return inputs.map((input) => {
    earlier = storedReadout(JSON.parse(JSON.stringify(readout(input, { ...looking, earlier }))) as Readout)
    return earlier
  })
}

export function comparison(seen: Readout, metric = 'm', arm = 'B') {
  const found = seen.metrics.find(({ name }) => name === metric)
  const compared = found?.measured ? found.comparisons.find((each) => each.arm === arm) : undefined
  if (!compared) throw new Error(`${metric} is not compared in ${arm}`)
  return compared
}

export function verdict(seen: Readout, arm = 'B') {
  const found = seen.verdicts.find((each) => each.arm === arm)
  if (!found) throw new Error(`${arm} is not judged`)
  return found
}
