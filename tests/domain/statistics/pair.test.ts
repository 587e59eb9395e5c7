import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sums } from '../../../src/domain/statistics/estimates.ts'
import { fixedInterval } from '../../../src/domain/statistics/lift.ts'
import { type Measure, pairOf, readableRelative } from '../../../src/domain/statistics/measure.ts'
import type { Moments, StatisticKind } from '../../../src/domain/statistics/moments.ts'
import type { Pair } from '../../../src/domain/statistics/pair.ts'

const mean = (sum: number, sumSquares: number): Moments => ({ kind: 'mean', sum, sumSquares })

function computed(measure: Measure): Pair {
  const pair = pairOf(measure)
  if (!pair.computable) throw new Error(pair.problem)
  return pair
}

function relative(pair: Pair) {
  if ('computable' in pair.relative) throw new Error(pair.relative.problem)
  const lift = fixedInterval(pair.relative, 0.05)
  if (!lift.computable) throw new Error(lift.problem)
  return lift
}

describe('figures of gbstats 0.8.0', () => {
  it('for a ratio of two means', () => {
    const pair = computed({
      type: 'ratio',
      control: { n: 12, numerator: mean(13, 27), denominator: mean(54, 272), products: 61 },
      treatment: { n: 11, numerator: mean(9, 15), denominator: mean(38, 166), products: 34 },
    })
    const lift = relative(pair)
    expect(pair.control.variance).toBeCloseTo(0.060128799040550296, 14)
    expect(lift.lift).toBeCloseTo(-0.016194331983805668, 14)
    expect(lift.se).toBeCloseTo(0.4376574625137835, 13)
    expect([lift.low, lift.high]).toEqual([
      expect.closeTo(-0.9277376283738721, 10),
      expect.closeTo(0.8953489644062607, 10),
    ])
    expect(lift.p).toBeCloseTo(0.970841327028158, 10)
  })

  it('for a mean with a pre-period', () => {
    const pair = computed({
      type: 'cuped',
      control: {
        n: 20,
        post: mean(998.859, 52082.195379),
        pre: mean(987.401, 50165.100943),
        products: 50571.914483,
      },
      treatment: {
        n: 22,
        post: mean(1223.104, 70361.265324),
        pre: mean(1096.604, 56096.702364),
        products: 61691.618359,
      },
    })
    const lift = relative(pair)
    expect(pair.theta).toBeCloseTo(0.7045292972652505, 9)
    expect(pair.baseline).toBeCloseTo(49.94295, 12)
    expect(lift.lift).toBeCloseTo(0.1064739234881941, 10)
    expect(lift.se).toBeCloseTo(0.057555416078744245, 10)
    expect(lift.p).toBeCloseTo(0.07188622447074, 9)
  })

  it('for a ratio with a pre-period', () => {
    const pair = computed({
      type: 'cuped ratio',
      control: {
        n: 25,
        mPost: mean(32, 110),
        dPost: mean(94, 518),
        mPre: mean(36, 118),
        dPre: mean(109, 791),
        products: {
          mPostMPre: 93,
          dPostDPre: 564,
          mPreDPre: 247,
          mPostDPost: 194,
          mPostDPre: 203,
          mPreDPost: 210,
        },
      },
      treatment: {
        n: 25,
        mPost: mean(40, 120),
        dPost: mean(114, 664),
        mPre: mean(22, 54),
        dPre: mean(95, 499),
        products: {
          mPostMPre: 52,
          dPostDPre: 469,
          mPreDPre: 129,
          mPostDPost: 225,
          mPostDPre: 164,
          mPreDPost: 102,
        },
      },
    })
    expect(pair.theta).toBeCloseTo(0.5619455916878289, 12)
    expect(pair.control.variance).toBeCloseTo(0.08923326395447034, 13)
    expect(relative(pair)).toMatchObject({
      lift: expect.closeTo(0.19362120483944853, 12),
      se: expect.closeTo(0.2558875684239797, 12),
      p: expect.closeTo(0.453059282206111, 10),
    })
  })
})

describe('not computable', () => {
  const one: Moments = { kind: 'proportion', sum: 30, sumSquares: 30 }
  const good = { n: 1000, numerator: one, denominator: mean(1500, 3000), products: 50 }
  const cuped = { n: 100, post: mean(500, 3000), pre: mean(500, 3000), products: 3000 }
  it.each<[string, Measure, string]>([
    [
      'a numerator that is always twice the denominator',
      {
        type: 'ratio',
        control: { n: 4, numerator: mean(20, 120), denominator: mean(10, 30), products: 60 },
        treatment: { n: 4, numerator: mean(22, 140), denominator: mean(10, 30), products: 64 },
      },
      'no spread',
    ],
    [
      'a denominator of zero',
      { type: 'ratio', control: { ...good, denominator: mean(0, 0), products: 0 }, treatment: good },
      'zero denominator',
    ],
    ['one unit', { type: 'ratio', control: { ...good, n: 1 }, treatment: good }, 'one person'],
    ['no unit', { type: 'ratio', control: { ...good, n: 0 }, treatment: good }, 'no one'],
    [
      'no number',
      { type: 'ratio', control: { ...good, products: Number.NaN }, treatment: good },
      'no numbers',
    ],
    [
      'a pre-period that says everything',
      {
        type: 'cuped',
        control: cuped,
        treatment: { ...cuped, post: mean(520, 3200), pre: mean(520, 3200), products: 3200 },
      },
      'no spread',
    ],
    [
      'a pre-period without a number',
      { type: 'cuped', control: { ...cuped, products: Number.NaN }, treatment: cuped },
      'no numbers',
    ],
  ])('%s', (_, measure, problem) => {
    expect(pairOf(measure)).toMatchObject({ computable: false, problem })
  })

  it('shows no relative lift over a ratio that could be zero', () => {
    const unsure = { n: 1000, numerator: mean(1, 1000), denominator: mean(1500, 3000), products: 0 }
    const pair = computed({ type: 'ratio', control: unsure, treatment: good })
    expect(readableRelative(pair)).toMatchObject({ problem: 'unsure baseline', side: 'control' })
    expect(pair.absolute.lift).toBeGreaterThan(0)
    expect(readableRelative(computed({ type: 'ratio', control: good, treatment: good }))).toMatchObject({
      lift: 0,
    })
  })
})

const rows = fc.array(
  fc.record({ value: fc.integer({ min: 1, max: 9 }), before: fc.integer({ min: 0, max: 9 }) }),
  {
    minLength: 3,
    maxLength: 30,
  },
)
type Rows = readonly { readonly value: number; readonly before: number }[]
const add = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)
const column = (values: readonly number[]): Moments =>
  mean(add(values), add(values.map((value) => value ** 2)))
const plainSums = (of: Rows): Sums => ({ n: of.length, ...column(of.map((row) => row.value)) })

function withPre(of: Rows, shift: number) {
  const before = of.map((row) => row.before + shift)
  return {
    n: of.length,
    post: column(of.map((row) => row.value)),
    pre: column(before),
    products: add(of.map((row, i) => row.value * (before[i] ?? 0))),
  }
}

describe('for any units', () => {
  it('a ratio over a denominator of one is the mean', () => {
    fc.assert(
      fc.property(rows, rows, (control, treatment) => {
        const kind: StatisticKind = 'mean'
        const ratio = (of: Rows) => {
          const numerator = column(of.map((row) => row.value))
          return { n: of.length, numerator, denominator: mean(of.length, of.length), products: numerator.sum }
        }
        const plain = pairOf({ type: kind, control: plainSums(control), treatment: plainSums(treatment) })
        const over = pairOf({ type: 'ratio', control: ratio(control), treatment: ratio(treatment) })
        expect(over.computable).toBe(plain.computable)
        if (!over.computable || !plain.computable) return
        expect(over.absolute.lift).toBeCloseTo(plain.absolute.lift, 9)
        expect(over.absolute.se).toBeCloseTo(plain.absolute.se, 9)
      }),
    )
  })

  it('moving the pre-period by a constant changes no comparison', () => {
    fc.assert(
      fc.property(rows, rows, fc.integer({ min: -5, max: 5 }), (control, treatment, shift) => {
        const at = (by: number) =>
          pairOf({ type: 'cuped', control: withPre(control, by), treatment: withPre(treatment, by) })
        const [still, moved] = [at(0), at(shift)]
        if (!still.computable || !moved.computable) return
        expect(moved.absolute.lift).toBeCloseTo(still.absolute.lift, 6)
        expect(moved.absolute.se).toBeCloseTo(still.absolute.se, 6)
      }),
    )
  })

  it('a pre-period never widens the pooled spread', () => {
    fc.assert(
      fc.property(rows, (units) => {
        const same = { control: withPre(units, 0), treatment: withPre(units, 0) }
        const adjusted = pairOf({ type: 'cuped', ...same })
        const plain = pairOf({ type: 'mean', control: plainSums(units), treatment: plainSums(units) })
        if (!adjusted.computable || !plain.computable) return
        expect(adjusted.control.variance).toBeLessThanOrEqual(plain.control.variance * (1 + 1e-9))
      }),
    )
  })
})
