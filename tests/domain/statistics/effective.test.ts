import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveEvents, largestShare, type Spread } from '../../../src/domain/statistics/effective.ts'

const add = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)

function spread(values: readonly number[]): Spread & { largest: number } {
  const sumSquares = add(values.map((value) => value ** 2))
  const largest = Math.max(0, ...values.map(Math.abs))
  return { n: values.length, sum: add(values), sumSquares, largest }
}

function unseen({ n, sum, sumSquares }: Spread): Spread {
  return { n, sum, sumSquares }
}

const times = (n: number, ...values: readonly number[]) => Array.from({ length: n }, () => values).flat()
const NINETY_NINE = times(99, 0)

describe('effective events', () => {
  it.each([
    [2, 1561, 2],
    [1559, 1561, 2],
    [0, 5000, 0],
    [5000, 5000, 0],
    [2500, 5000, 2500],
  ])('of a proportion of %i of %i', (sum, n, events) => {
    expect(effectiveEvents('proportion', { n, sum, sumSquares: sum })).toBe(events)
  })

  it.each<[string, readonly number[], number, number]>([
    ['people who all pay the same', times(100, 20), 100, 100],
    ['ten of a hundred who pay the same', [...times(10, 20), ...times(90, 0)], 10, 10],
    ['one of a hundred who pays', [500, ...NINETY_NINE], 1, 1],
    ['one who pays a thousand times as much', [20_000, ...times(100, 20)], 1.2, 1.21],
    ['gains and losses', times(50, -1, 1), 0, 100],
    ['gains and losses with one outlier', [1000, ...times(50, -1, 1)], 1, 1],
    ['nobody', NINETY_NINE, 0, 0],
    ['no people', [], 0, 0],
  ])('of a mean over %s', (_, values, without, withLargest) => {
    expect(effectiveEvents('mean', unseen(spread(values)))).toBeCloseTo(without, 1)
    expect(effectiveEvents('mean', spread(values))).toBeCloseTo(withLargest, 1)
  })

  it('of a ratio are those of numerators or denominators, whichever are fewer', () => {
    const clicks = spread(times(50, 1, 3))
    const ofClicks = effectiveEvents('mean', clicks)
    const few = spread([...times(5, 1), ...times(95, 0)])
    expect(effectiveEvents('ratio', { ...clicks, denominator: spread(times(100, 2)) })).toBe(ofClicks)
    expect(effectiveEvents('ratio', { ...clicks, denominator: few })).toBe(5)
    expect(effectiveEvents('ratio', { ...few, denominator: spread(times(100, 2)) })).toBe(5)
    expect(effectiveEvents('ratio', clicks)).toBe(0)
  })

  it('lie between none and all people, and do not change with the unit', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(values, (any) => {
        const events = effectiveEvents('mean', spread(any))
        expect(events).toBeGreaterThanOrEqual(0)
        expect(events).toBeLessThanOrEqual(any.length * (1 + 1e-12))
        expect(effectiveEvents('mean', spread(any.map((value) => value * 128)))).toBeCloseTo(events, 9)
      }),
    )
  })
})

describe('the one unit that is most of a sum', () => {
  it.each<[string, readonly number[], number | null, number | null]>([
    ['one who pays', [500, ...NINETY_NINE], 1, 1],
    ['one bot', [10_000, ...times(100, 10)], 10 / 11, (1e8 + 1e4) / 1.21e8],
    ['one of two', [60, 40], 0.6, 0.52],
    ['half', [50, 50], null, null],
    ['one of three', [40, 30, 30], null, null],
    ['people alike', times(100, 3), null, null],
    ['gains and losses', [...times(50, -1, 1), 1], null, null],
    ['one loss', [-900, ...times(50, -1, 1)], 1, null],
    ['nobody', NINETY_NINE, null, null],
  ])('%s', (_, values, share, atLeast) => {
    expect(largestShare(spread(values))).toEqual(share === null ? null : expect.closeTo(share, 9))
    expect(largestShare(unseen(spread(values)))).toEqual(atLeast === null ? null : expect.closeTo(atLeast, 9))
  })

  it('is named exactly where it is more than half of what is never below zero, and at least so much without it', () => {
    const values = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(values, (any) => {
        const { largest, sum, ...rest } = spread(any)
        const named = largestShare({ ...rest, sum, largest })
        expect(named).toEqual(2 * largest > sum ? largest / sum : null)
        expect(largestShare({ ...rest, sum }) ?? 0).toBeLessThanOrEqual((named ?? 0.5) + 1e-12)
      }),
    )
  })
})
