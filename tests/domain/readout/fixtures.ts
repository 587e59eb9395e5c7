/** The published e-mail campaign of ../shared/data/README.md as readout input, to be varied by tests. */

import type { MetricInput, ReadoutInput } from '../../../src/domain/readout/input.ts'
import { type Looking, readout } from '../../../src/domain/readout/look.ts'
import type { Readout } from '../../../src/domain/readout/readout.ts'

export const ARMS = [
  { name: 'No E-Mail', weight: 1 },
  { name: 'Mens E-Mail', weight: 1 },
  { name: 'Womens E-Mail', weight: 1 },
]
export const USERS = [21306, 21307, 21387]

export function counted(...sums: readonly number[]) {
  return sums.map((sum, index) => ({ n: USERS[index] ?? 0, sum, sumSquares: sum }))
}

export const PURCHASE: MetricInput = {
  name: 'purchase',
  label: 'Purchase',
  kind: 'proportion',
  direction: 'up',
  role: 'goal',
  sums: counted(122, 267, 189),
}
export const VISIT: MetricInput = {
  name: 'visit',
  label: 'Visit',
  kind: 'proportion',
  direction: 'up',
  role: 'secondary',
  sums: counted(2262, 3894, 3238),
}
export const SPEND: MetricInput = {
  name: 'spend',
  label: 'Spend',
  kind: 'mean',
  direction: 'up',
  role: 'secondary',
  unit: 'USD',
  sums: [
    { n: 21306, sum: 13908.33, sumSquares: 2870050.3621 },
    { n: 21307, sum: 30311.69, sumSquares: 6759024.4973 },
    { n: 21387, sum: 23038.11, sumSquares: 4911446.5763 },
  ],
}

/** Unsubscribes per arm; at most 0.2 points more are allowed. */
export function unsubscribe(...sums: readonly number[]): MetricInput {
  return {
    name: 'unsubscribe',
    label: 'Unsubscribe',
    kind: 'proportion',
    direction: 'down',
    role: 'guardrail',
    margin: { amount: 0.002, unit: 'absolute' },
    sums: counted(...sums),
  }
}

export function failed(metric: MetricInput, failure = 'the query took longer than 60 s'): MetricInput {
  const { name, label, kind, direction, role } = metric
  return { name, label, kind, direction, role, failure }
}

export const HILLSTROM: ReadoutInput = {
  arms: ARMS,
  users: USERS,
  metrics: [PURCHASE, VISIT, SPEND],
  duplicates: 0,
  day: 6,
  horizonDays: 14,
  asOf: new Date('2026-03-09T08:00:00Z'),
  newestData: new Date('2026-03-09T07:00:00Z'),
}

export function look(changes: Partial<ReadoutInput> = {}, looking: Looking = {}): Readout {
  return readout({ ...HILLSTROM, ...changes }, looking)
}

/** The input with the first two arms only. */
export function twoArmed(metric: MetricInput): Partial<ReadoutInput> {
  const metrics = 'sums' in metric ? [{ ...metric, sums: metric.sums.slice(0, 2) }] : [metric]
  return { arms: ARMS.slice(0, 2), users: USERS.slice(0, 2), metrics }
}
