import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sums } from '../../../src/domain/statistics/estimates.ts'
import {
  type Contrast,
  fixedInterval,
  type Lift,
  type NotComputable,
} from '../../../src/domain/statistics/lift.ts'
import { pairOf, readableRelative } from '../../../src/domain/statistics/measure.ts'
import type { StatisticKind } from '../../../src/domain/statistics/moments.ts'
import type { Pair } from '../../../src/domain/statistics/pair.ts'
import { haveVectors, misses, twoArms, type Vector, vectors } from '../../support/vectors.ts'

/** A lift as a readout makes it: from a pair one of its contrasts, from that the fixed interval. */
function lifting(contrastOf: (pair: Pair) => Contrast | NotComputable) {
  return (kind: StatisticKind, control: Sums, treatment: Sums, alpha = 0.05): Lift | NotComputable => {
    const pair = pairOf({ type: kind, control, treatment })
    if (!pair.computable) return pair
    const contrast = contrastOf(pair)
    return 'computable' in contrast ? contrast : fixedInterval(contrast, alpha)
  }
}
const absoluteLift = lifting(({ absolute }) => absolute)
const relativeLift = lifting(({ relative }) => relative)
const readableRelativeLift = lifting(readableRelative)

function check(record: Vector, kind: StatisticKind): string[] {
  const { control, treatment, alpha, difference_type } = twoArms(record)
  const compare = difference_type === 'absolute' ? absoluteLift : relativeLift
  const got = compare(kind, control, treatment, alpha)
  if (record.expected.error) return got.computable ? [`${record.id}: computed ${got.lift}`] : []
  if (!got.computable) return [`${record.id}: ${got.problem}`]
  const [low, high] = record.expected.ci as [number, number]
  const fields = { point_estimate: got.lift, standard_error: got.se, p_value: got.p }
  const df = 'dof' in record.expected ? { dof: got.df } : {}
  return [
    ...misses(record, { ...fields, ...df }),
    ...misses({ ...record, expected: { low, high } }, { low: got.low, high: got.high }),
    ...missesExactly(record, got.p),
  ]
}

/** The record says 4.83545e-159, which is 4e-5 off; mpmath at 60 digits gives this from the record's own input. */
const RECOMPUTED: Record<string, string> = { 'prop-rel-hugelift': '4.8356551047927674e-159' }

/** Tails of 1e-159 too: relative to the 40-digit value, with no absolute slack. */
function missesExactly(record: Vector, p: number): string[] {
  const digits = RECOMPUTED[record.id] ?? record.p_value_exact
  if (!digits) return []
  return misses({ ...record, tolerance: { abs: 0, rel: 1e-6 }, expected: { p: Number(digits) } }, { p })
}

/** One-sided tests and scaled impacts are not part of a readout. */
function supported(record: Vector): boolean {
  const { difference_type, sides } = twoArms(record)
  return sides === 'two' && difference_type !== 'scaled'
}

describe.skipIf(!haveVectors)('lifts against reference vectors', () => {
  it.each([
    ['proportion', 'proportion_frequentist.json', 'proportion.frequentist', 30],
    ['mean', 'mean_frequentist.json', 'mean.frequentist', 30],
    ['mean', 'r_reference.json', 'mean.welch_absolute', 7],
    ['proportion', 'published.json', 'proportion.frequentist', 1],
  ] as const)('%s in %s', (kind, file, vectorKind, least) => {
    const records = vectors(file, vectorKind).filter(supported)
    expect(records.length).toBeGreaterThanOrEqual(least)
    expect(records.flatMap((record) => check(record, kind))).toEqual([])
  })

  it('shows no relative lift where rounding or a tiny baseline decides', () => {
    const hazards = [
      ...vectors('hazards.json', 'mean.frequentist'),
      ...vectors('hazards.json', 'proportion.frequentist'),
    ]
    expect(hazards.length).toBeGreaterThanOrEqual(5)
    for (const record of hazards) {
      const { control, treatment, alpha } = twoArms(record)
      const kind = record.kind === 'mean.frequentist' ? 'mean' : 'proportion'
      expect(readableRelativeLift(kind, control, treatment, alpha).computable, record.id).toBe(false)
    }
  })
})

const proportion = (n: number, sum: number): Sums => ({ n, sum, sumSquares: sum })

describe('not computable', () => {
  const some = proportion(1000, 30)
  const spread: Sums = { n: 100, sum: 500, sumSquares: 3000 }
  it.each<[string, StatisticKind, Sums, Sums, string, string]>([
    ['an empty control', 'proportion', proportion(0, 0), some, 'no one', 'control'],
    ['one person', 'proportion', some, proportion(1, 1), 'one person', 'treatment'],
    ['no conversion', 'proportion', proportion(1000, 0), some, 'none converted', 'control'],
    ['only conversions', 'proportion', some, proportion(1000, 1000), 'all converted', 'treatment'],
    ['more conversions than people', 'proportion', some, proportion(1000, 1200), 'impossible', 'treatment'],
    ['negative conversions', 'proportion', proportion(1000, -1), some, 'impossible', 'control'],
    ['no number', 'mean', { n: 10, sum: Number.NaN, sumSquares: 1 }, spread, 'no numbers', 'control'],
    ['one value for all', 'mean', { n: 1000, sum: 100, sumSquares: 10 }, spread, 'no spread', 'control'],
    ['an offset of 1e8', 'mean', { n: 1000, sum: 1e11, sumSquares: 1e19 }, spread, 'no spread', 'control'],
    [
      'values that overflow',
      'mean',
      { n: 2, sum: 0, sumSquares: 1e308 },
      { n: 2, sum: 1e308, sumSquares: 1e308 },
      'no spread',
      'treatment',
    ],
  ])('%s', (_, kind, control, treatment, problem, side) => {
    for (const compare of [relativeLift, absoluteLift, readableRelativeLift]) {
      expect(compare(kind, control, treatment)).toEqual({ computable: false, problem, side })
    }
  })

  it('has no relative lift over a mean of zero, but an absolute one', () => {
    const zero: Sums = { n: 1000, sum: 0, sumSquares: 1000 }
    expect(relativeLift('mean', zero, spread)).toMatchObject({ problem: 'zero mean', side: 'control' })
    expect(absoluteLift('mean', zero, spread)).toMatchObject({ computable: true, lift: 5 })
  })

  it('shows no relative lift over a baseline that could be zero, but an absolute one', () => {
    const control: Sums = { n: 1000, sum: 0.001, sumSquares: 1000 }
    const treatment: Sums = { n: 1000, sum: 50, sumSquares: 1000 }
    expect(relativeLift('mean', control, treatment).computable).toBe(true)
    expect(readableRelativeLift('mean', control, treatment)).toMatchObject({ problem: 'unsure baseline' })
    expect(absoluteLift('mean', control, treatment).computable).toBe(true)
  })

  it.each([
    [5, 13, false],
    [8, 40, false],
    [9, 40, true],
    [1000, 1, true],
  ])('shows a relative lift over %i conversions against %i: %s', (control, treatment, wanted) => {
    const result = readableRelativeLift(
      'proportion',
      proportion(100_000, control),
      proportion(100_000, treatment),
    )
    expect(result.computable).toBe(wanted)
    if (!result.computable) expect(result).toMatchObject({ problem: 'unsure baseline', side: 'control' })
  })
})

describe('a lift', () => {
  it('is relative to the size of a negative control, so that up stays up', () => {
    const control: Sums = { n: 100, sum: -500, sumSquares: 3000 }
    const treatment: Sums = { n: 100, sum: -250, sumSquares: 1000 }
    expect(relativeLift('mean', control, treatment)).toMatchObject({ computable: true, lift: 0.5 })
  })

  it('keeps a p of 1e-159', () => {
    const result = relativeLift('proportion', proportion(100_000, 1000), proportion(100_000, 9000))
    expect(result.computable && result.p / 4.835655104792767e-159).toBeCloseTo(1, 9)
  })

  it('widens with confidence', () => {
    const wide = absoluteLift('proportion', proportion(500, 40), proportion(500, 60), 0.01)
    const narrow = absoluteLift('proportion', proportion(500, 40), proportion(500, 60), 0.1)
    expect(wide.computable && narrow.computable && wide.high - wide.low > narrow.high - narrow.low).toBe(true)
  })
})

const people = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2_000_000_000 }))
const anyProportion = people.chain((n) => fc.integer({ min: 0, max: n }).map((sum) => proportion(n, sum)))
const anyMean = fc.record({
  n: people,
  sum: fc.double({ noDefaultInfinity: true, noNaN: true }),
  sumSquares: fc.double({ noDefaultInfinity: true, noNaN: true, min: 0 }),
})
const usualMean = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 })
  .map((values) => ({
    n: values.length,
    sum: values.reduce((a, b) => a + b, 0),
    sumSquares: values.reduce((a, b) => a + b * b, 0),
  }))
const twoOfAKind = fc.oneof(
  fc.record({ kind: fc.constant<StatisticKind>('proportion'), a: anyProportion, b: anyProportion }),
  fc.record({ kind: fc.constant<StatisticKind>('mean'), a: anyMean, b: anyMean }),
  fc.record({ kind: fc.constant<StatisticKind>('mean'), a: usualMean, b: usualMean }),
)

describe('for any sums', () => {
  it('a computable result holds only finite numbers in order', () => {
    fc.assert(
      fc.property(twoOfAKind, ({ kind, a, b }) => {
        for (const compare of [relativeLift, absoluteLift, readableRelativeLift]) {
          const result = compare(kind, a, b)
          if (!result.computable) continue
          const { lift, se, df, low, high, p } = result
          expect([lift, se, df, low, high, p].every(Number.isFinite)).toBe(true)
          expect(low <= lift && lift <= high && se > 0 && p >= 0 && p <= 1 && df > 0).toBe(true)
        }
      }),
    )
  })

  it('an absolute lift turns round when the arms are swapped', () => {
    fc.assert(
      fc.property(twoOfAKind, ({ kind, a, b }) => {
        const there = absoluteLift(kind, a, b)
        const back = absoluteLift(kind, b, a)
        expect(back.computable).toBe(there.computable)
        if (!there.computable || !back.computable) return
        expect(back.lift).toBe(0 - there.lift)
        expect(back.low).toBeCloseTo(0 - there.high, 6)
        expect(back.p).toBeCloseTo(there.p, 9)
      }),
    )
  })

  it('the interval leaves out zero exactly where p is below alpha', () => {
    fc.assert(
      fc.property(fc.oneof(anyProportion, anyProportion), anyProportion, (a, b) => {
        const result = absoluteLift('proportion', a, b)
        if (!result.computable || Math.abs(result.p - 0.05) < 1e-6) return
        expect(result.low > 0 || result.high < 0).toBe(result.p < 0.05)
      }),
    )
  })
})
