import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aboveTotalLoss,
  fiellerInterval,
  type Quotient,
  quotientOf,
} from '../../../src/domain/statistics/fieller.ts'
import { type Measure, pairOf } from '../../../src/domain/statistics/measure.ts'
import type { Moments } from '../../../src/domain/statistics/moments.ts'
import type { Pair } from '../../../src/domain/statistics/pair.ts'

const Z = 1.959963984540054

/** `variances`: of the difference, of both, of the baseline. */
function quotient(
  difference: number,
  baseline: number,
  variances: readonly [number, number, number],
): Quotient {
  const [ofDifference, both, ofBaseline] = variances
  return { difference, baseline, variance: { difference: ofDifference, both, baseline: ofBaseline } }
}

describe("Fieller's interval", () => {
  // The roots of the quadratic with 40 digits.
  it.each([
    ['a gain', quotient(0.1, 10, [0.04, -0.02, 0.02]), Z, [-0.028641984994159216, 0.050195127624410994]],
    ['a loss', quotient(-3, 8, [1.3, -0.9, 0.9]), 2.5, [-0.6047650024364917, -0.024785318762651852]],
    ['a mean below zero', quotient(2, -20, [4, -3, 3]), Z, [-0.11279192835185245, 0.2593937834622709]],
    [
      'a mean hardly told from zero',
      quotient(5, 4, [2, -1.5, 1.5]),
      3,
      [0.10488811630379698, 26.695111883696203],
    ],
    ['a pre-period', quotient(120, 1000, [900, -350, 2500]), 4.2, [-0.005724914468140859, 0.269714871576625]],
  ] as const)('of %s', (_, of, reach, [low, high]) => {
    expect(fiellerInterval(of, reach)).toEqual({
      low: expect.closeTo(low, 12),
      high: expect.closeTo(high, 12),
    })
  })

  it('is none over a mean that is not the reach from zero', () => {
    expect(fiellerInterval(quotient(5, 2, [2, -1, 1]), 2)).toBeNull()
    expect(fiellerInterval(quotient(5, 0, [2, -1, 1]), 2)).toBeNull()
    expect(fiellerInterval(quotient(5, 2.001, [2, -1, 1]), 2)?.high).toBeGreaterThan(100)
  })

  it('ends at −1 where both means are above zero', () => {
    const few = quotient(-4, 5, [5, -3, 3])
    expect(fiellerInterval(few, 2)?.low).toBeLessThan(-1)
    expect(aboveTotalLoss({ low: -1.4, high: 0.3 }, few)).toEqual({ low: -1, high: 0.3 })
    expect(aboveTotalLoss({ low: -0.4, high: 0.3 }, few)).toEqual({ low: -0.4, high: 0.3 })
    for (const below of [quotient(-4, -5, [5, -3, 3]), quotient(-6, 5, [5, -3, 3])])
      expect(aboveTotalLoss({ low: -1.4, high: 0.3 }, below)).toEqual({ low: -1.4, high: 0.3 })
  })

  it('holds large values', () => {
    const large = quotient(1e159, 1e160, [1e300, -5e299, 5e299])
    expect(fiellerInterval(large, Z)).toMatchObject({
      low: expect.closeTo(0.1, 3),
      high: expect.closeTo(0.1, 3),
    })
  })
})

const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true })
const quotients = fc
  .record({
    difference: fc.double({ min: -100, max: 100, noNaN: true }),
    baseline: fc.double({ min: -100, max: 100, noNaN: true }),
    ofDifference: positive,
    ofBaseline: positive,
    correlation: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
  })
  .map(({ difference, baseline, ofDifference, ofBaseline, correlation }) =>
    quotient(difference, baseline, [
      ofDifference,
      correlation * Math.sqrt(ofDifference * ofBaseline),
      ofBaseline,
    ]),
  )
const reaches = fc.double({ min: 0.1, max: 6, noNaN: true })

describe('for any quotient', () => {
  it('the interval excludes zero exactly where the difference is beyond the reach', () => {
    fc.assert(
      fc.property(quotients, reaches, (any, reach) => {
        const interval = fiellerInterval(any, reach)
        fc.pre(interval !== null)
        const beyond = Math.abs(any.difference) > reach * Math.sqrt(any.variance.difference)
        expect(interval.low > 0 || interval.high < 0).toBe(beyond)
        const seen = any.difference / Math.abs(any.baseline)
        expect(interval.low).toBeLessThanOrEqual(seen + 1e-9 * Math.abs(seen))
        expect(interval.high).toBeGreaterThanOrEqual(seen - 1e-9 * Math.abs(seen))
      }),
      { numRuns: 1000 },
    )
  })

  it('each end is a lift that lies the reach from the data', () => {
    fc.assert(
      fc.property(quotients, reaches, (any, reach) => {
        const interval = fiellerInterval(any, reach)
        fc.pre(interval !== null && Math.max(-interval.low, interval.high) < 1e4)
        const { difference, baseline, variance } = any
        for (const end of [interval.low, interval.high]) {
          const rest = difference - end * Math.abs(baseline)
          const shared = 2 * end * Math.sign(baseline) * variance.both
          const z = Math.abs(rest) / Math.sqrt(variance.difference - shared + end ** 2 * variance.baseline)
          expect(z / reach).toBeCloseTo(1, 5)
        }
      }),
    )
  })
})

interface Row {
  readonly value: number
  readonly before: number
  readonly size: number
  readonly sizeBefore: number
}

const rows = fc.array(
  fc.record({
    value: fc.integer({ min: 1, max: 9 }),
    before: fc.integer({ min: 0, max: 9 }),
    size: fc.integer({ min: 1, max: 5 }),
    sizeBefore: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 4, maxLength: 25 },
)
const add = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)
const average = (list: readonly number[]) => add(list) / list.length
const products = (a: readonly number[], b: readonly number[]) => add(a.map((each, i) => each * (b[i] ?? 0)))
const column = (list: readonly number[]): Moments => ({
  kind: 'mean',
  sum: add(list),
  sumSquares: products(list, list),
})
const columnsOf = (of: readonly Row[]) => ({
  n: of.length,
  value: of.map((row) => row.value),
  before: of.map((row) => row.before),
  size: of.map((row) => row.size),
  sizeBefore: of.map((row) => row.sizeBefore),
})

const KINDS: Record<Measure['type'], (of: readonly Row[]) => unknown> = {
  proportion: (of) => ({ n: of.length, sum: of.filter(({ value }) => value > 4).length, sumSquares: 0 }),
  mean: (of) => ({ n: of.length, ...column(columnsOf(of).value) }),
  ratio: (of) => {
    const { n, value, size } = columnsOf(of)
    return { n, numerator: column(value), denominator: column(size), products: products(value, size) }
  },
  cuped: (of) => {
    const { n, value, before } = columnsOf(of)
    return { n, post: column(value), pre: column(before), products: products(value, before) }
  },
  'cuped ratio': (of) => {
    const { n, value, before, size, sizeBefore } = columnsOf(of)
    return {
      n,
      mPost: column(value),
      dPost: column(size),
      mPre: column(before),
      dPre: column(sizeBefore),
      products: {
        mPostMPre: products(value, before),
        dPostDPre: products(size, sizeBefore),
        mPreDPre: products(before, sizeBefore),
        mPostDPost: products(value, size),
        mPostDPre: products(value, sizeBefore),
        mPreDPost: products(before, size),
      },
    }
  },
}
const TYPES = ['proportion', 'mean', 'ratio', 'cuped', 'cuped ratio'] as const

function computed(type: Measure['type'], control: readonly Row[], treatment: readonly Row[]): Pair {
  const of = KINDS[type]
  const pair = pairOf({ type, control: of(control), treatment: of(treatment) } as Measure)
  fc.pre(pair.computable)
  return pair
}

/** What each row adds to the control's mean (linearised), after and before the campaign. */
function additions(type: Measure['type'], of: readonly Row[]): { after: number[]; before: number[] } {
  const { value, before, size, sizeBefore } = columnsOf(of)
  if (!type.includes('ratio')) return { after: value, before }
  const share = (up: number[], down: number[]) =>
    up.map((each, i) => (each - (add(up) / add(down)) * (down[i] ?? 0)) / average(down))
  return { after: share(value, size), before: share(before, sizeBefore) }
}

function covariance(a: readonly number[], b: readonly number[]): number {
  return (products(a, b) - a.length * average(a) * average(b)) / (a.length - 1)
}

describe('a pair', () => {
  it('knows the variance of the mean it is over, and its covariance with the difference', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES.slice(1)), rows, rows, (type, control, treatment) => {
        const { over, theta } = computed(type, control, treatment)
        const { after, before } = additions(type, control)
        const adjusted = after.map((each, i) => each - (theta ?? 0) * (before[i] ?? 0))
        expect(over.variance).toBeCloseTo(covariance(after, after) / after.length, 9)
        expect(over.covariance).toBeCloseTo(-covariance(adjusted, after) / after.length, 9)
      }),
    )
  })

  it('gives an interval whose width for a small reach is that of the delta method', () => {
    const small = 1e-4
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), rows, rows, (type, control, treatment) => {
        // A pre-period of equal means, so that the delta method of CUPED, which takes the unadjusted lift, is the same.
        const last = treatment.slice(0, control.length)
        const alike = control.slice(0, last.length).map((row, i) => ({ ...row, ...beforeOf(last[i]) }))
        const pair = computed(type, alike, last)
        const interval = fiellerInterval(quotientOf(pair), small)
        fc.pre(interval !== null && !('computable' in pair.relative))
        expect((interval.high - interval.low) / (2 * small * pair.relative.se)).toBeCloseTo(1, 5)
      }),
    )
  })
})

function beforeOf(row: Row | undefined): Partial<Row> {
  return row ? { before: row.before, sizeBefore: row.sizeBefore } : {}
}
