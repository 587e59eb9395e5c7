import fc from 'fast-check'
import type { MetricDefinition } from '../../src/domain/catalog.ts'
import type { ExposureRow, ValueRow } from './stages.ts'

export const HOUR = 3_600_000
export const START = Date.parse('2026-03-02T09:00:00Z')
export const until = new Date(START + 54 * HOUR)

// A grid of six hours over two and a half days, so that windows and `until` are often hit to the instant.
const at = fc.option(
  fc.integer({ min: -3, max: 12 }).map((step) => new Date(START + step * 6 * HOUR)),
  { freq: 20 },
)
const units = Array.from({ length: 8 }, (_, i) => `u${i}`)
const unit = fc.option(fc.constantFrom(...units), { freq: 20 })
// Most rows of a unit are of one arm, or hardly any unit would be in a single one.
const arms = fc.constantFrom('own', 'own', 'own', 'own', 'own', 'own', 'own', 'own', 'control', 'mail', null)
export const exposureRow: fc.Arbitrary<ExposureRow> = fc
  .record({ campaign: fc.constantFrom('winback', 'winback', 'winback', 'other'), unit, arm: arms, at })
  .map((row) => ({
    ...row,
    arm: row.arm === 'own' ? (units.indexOf(row.unit ?? '') % 2 ? 'mail' : 'control') : row.arm,
  }))
// Quarters add up exactly, in any order.
const value = fc.option(
  fc.integer({ min: -8, max: 20 }).map((quarters) => quarters / 4),
  { freq: 6 },
)
export const valueRow: fc.Arbitrary<ValueRow> = fc.record({ unit, at, value })
export const shape = fc.record({
  kind: fc.constantFrom<MetricDefinition['kind']>('proportion', 'mean'),
  windowDays: fc.constantFrom(undefined, 0.5, 1, 2),
})

/** The same rules in a few loops over all rows; shares nothing with the SQL. */
export function reference(
  seen: readonly ExposureRow[],
  did: readonly ValueRow[],
  kind: string,
  windowDays?: number,
) {
  const first = new Map<string, number>()
  const arms = new Map<string, Set<string>>()
  let newestExposure = Number.NEGATIVE_INFINITY
  for (const row of seen) {
    if (row.campaign !== 'winback' || row.unit === null || row.arm === null || row.at === null) continue
    if (row.at > until) continue
    first.set(row.unit, Math.min(first.get(row.unit) ?? Number.POSITIVE_INFINITY, row.at.getTime()))
    arms.set(row.unit, (arms.get(row.unit) ?? new Set()).add(row.arm))
    newestExposure = Math.max(newestExposure, row.at.getTime())
  }
  const sums: { arm: string; n: number; sum: number; sumSquares: number }[] = []
  let duplicates = 0
  for (const [name, seenIn] of arms) {
    if (seenIn.size > 1) {
      duplicates += 1
      continue
    }
    const from = first.get(name) ?? Number.NaN
    const to = windowDays === undefined ? Number.POSITIVE_INFINITY : from + windowDays * 24 * HOUR
    const counted = did.filter((row) => row.unit === name && row.at !== null && row.at <= until)
    const inside = counted.filter(
      (row) => row.at !== null && row.at.getTime() >= from && row.at.getTime() < to,
    )
    const values = inside.map((row) => row.value ?? 0)
    const any = values.some((one) => one > 0) ? 1 : 0
    const x = kind === 'proportion' ? any : values.reduce((a, b) => a + b, 0)
    const [arm = ''] = seenIn
    const sum = sums.find((one) => one.arm === arm)
    if (!sum) sums.push({ arm, n: 1, sum: x, sumSquares: x * x })
    else Object.assign(sum, { n: sum.n + 1, sum: sum.sum + x, sumSquares: sum.sumSquares + x * x })
  }
  sums.sort((a, b) => a.arm.localeCompare(b.arm))
  const dates = did.flatMap((row) => (row.at !== null && row.at <= until ? [row.at.getTime()] : []))
  const date = (times: number[]) => (times.length ? new Date(Math.max(...times)) : null)
  return {
    exposures: {
      perArm: sums.map(({ arm, n }) => ({ arm, n })),
      duplicates,
      newest: arms.size ? new Date(newestExposure) : null,
    },
    metric: { sums, newest: date(dates) },
  }
}
