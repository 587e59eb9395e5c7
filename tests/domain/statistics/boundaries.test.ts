import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shapedBoundaries } from '../../../src/domain/statistics/classical-boundaries.ts'
import { normalCdf } from '../../../src/domain/statistics/distributions.ts'
import {
  boundaryTable,
  SQUARED,
  spendingBoundaries,
  spent,
} from '../../../src/domain/statistics/group-sequential.ts'

const even = (looks: number) => Array.from({ length: looks }, (_, i) => (i + 1) / looks)
const close = (figures: readonly number[], digits: number) =>
  figures.map((figure) => expect.closeTo(figure, digits))
const TWO_SIDED = { alpha: 0.05, sides: 2 } as const

describe('group-sequential boundaries', () => {
  it('spend α·t² as spotify_confidence and rpact do', () => {
    const five = spendingBoundaries({ fractions: even(5), ...TWO_SIDED })
    expect(five.z).toEqual(close([3.090232, 2.714078, 2.472737, 2.279811, 2.113968], 3))
    expect(five.spent).toEqual(close([0.002, 0.008, 0.018, 0.032, 0.05], 12))
    const uneven = { fractions: [0.4, 0.6, 0.75, 0.85, 0.95, 1], ...TWO_SIDED }
    expect(spendingBoundaries(uneven).z).toEqual(
      close([2.6520698, 2.4645385, 2.345293, 2.286041, 2.2066145, 2.1986939], 5),
    )
  })

  it("spend as O'Brien and Fleming's, as rpact does, on one side too", () => {
    const type = { type: 'obrien-fleming' } as const
    expect(spendingBoundaries({ fractions: even(5), ...TWO_SIDED }, type).z).toEqual(
      close([4.876885, 3.3570119, 2.68028, 2.2898168, 2.031032], 5),
    )
    expect(spendingBoundaries({ fractions: even(3), alpha: 0.1, sides: 1 }, type).z).toEqual(
      close([2.6208066, 1.7216928, 1.3594588], 5),
    )
  })

  it('are beyond reach where next to nothing may be spent, which changes nothing later', () => {
    const type = { type: 'obrien-fleming' } as const
    const [first, second] = spendingBoundaries({ fractions: even(14), ...TWO_SIDED }, type).z
    expect(first).toBe(Number.POSITIVE_INFINITY)
    // rpact gives 5.8444 here, but 5.8153 for the same α at the same t where that is the first of seven looks.
    expect(second).toBeCloseTo(spendingBoundaries({ fractions: even(7), ...TWO_SIDED }, type).z[0] ?? 0, 6)
  })

  it("have Pocock's and O'Brien and Fleming's classical shapes", () => {
    expect(shapedBoundaries({ fractions: even(5), ...TWO_SIDED }, 0.5).z).toEqual(
      close(Array(5).fill(2.413), 3),
    )
    const classical = shapedBoundaries({ fractions: even(5), ...TWO_SIDED }, 0)
    expect(classical.z).toEqual(close([4.5617423, 3.2256389, 2.6337231, 2.2808711, 2.0400732], 5))
    expect(classical.spent.at(-1)).toBeCloseTo(0.05, 6)
  })

  it('stay where a look brings nothing new', () => {
    const { z } = spendingBoundaries({ fractions: [0.3, 0.3, 0.6, 1], ...TWO_SIDED })
    expect(z[1]).toBe(z[0])
    expect(z).toEqual(close([2.8408037, 2.8408037, 2.426711, 2.0449783], 3))
  })

  it('come out of a table as they would without it', () => {
    const table = boundaryTable()
    const boundary = (shares: readonly number[], alpha: number) =>
      table(
        shares.map((share) => ({ spent: share, information: share })),
        alpha,
      )
    const plain = (looks: number, alpha: number) =>
      spendingBoundaries({ fractions: even(looks), alpha, sides: 2 }).z.at(-1)
    for (const _ of ['calculated', 'looked up']) {
      expect(boundary(even(5), 0.05)).toBe(plain(5, 0.05))
      expect(boundary(even(5), 0.025)).toBe(plain(5, 0.025))
      expect(boundary(even(4), 0.05)).toBe(plain(4, 0.05))
    }
    expect(boundary([], 0.05)).toBe(Number.POSITIVE_INFINITY)
  })

  it.each([[[0.5, 0.4]], [[0, 1]], [[0.5, 1.2]], [[Number.NaN]]])('refuse looks at %j', (fractions) => {
    expect(() => spendingBoundaries({ fractions, ...TWO_SIDED })).toThrow(RangeError)
    expect(() => shapedBoundaries({ fractions, ...TWO_SIDED }, 0.5)).toThrow(RangeError)
  })

  it('take at least the alpha of each look alone, and are wider for less alpha', () => {
    const looks = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(looks, fc.double({ min: 0.01, max: 0.2, noNaN: true }), (days, alpha) => {
        const fractions = days.sort((a, b) => a - b).map((day) => day / 28)
        const wide = spendingBoundaries({ fractions, alpha: alpha / 2, sides: 2 })
        const { z } = spendingBoundaries({ fractions, alpha, sides: 2 })
        for (const [look, t] of fractions.entries()) {
          const own = spent(SQUARED, alpha / 2, t) - spent(SQUARED, alpha / 2, fractions[look - 1] ?? 0)
          // Those who would cross here include some who crossed before.
          expect(normalCdf(-(z[look] ?? 0))).toBeGreaterThanOrEqual(own * (1 - 1e-6))
          expect(wide.z[look]).toBeGreaterThan(z[look] ?? 0)
        }
      }),
      { numRuns: 30 },
    )
  })
})
