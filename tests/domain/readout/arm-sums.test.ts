import { describe, expect, it } from 'vitest'
import { type ArmSums, measureOf } from '../../../src/domain/readout/arm-sums.ts'
import { pairOf } from '../../../src/domain/statistics/measure.ts'

/** value, denominator, value before, denominator before: of each unit. */
type Unit = readonly [number, number, number, number]

const CONTROL: Unit[] = [
  [1, 2, 1, 3],
  [0, 1, 0, 1],
  [3, 4, 2, 2],
  [2, 2, 2, 4],
  [0, 3, 1, 2],
]
const TREATMENT: Unit[] = [
  [2, 2, 1, 2],
  [1, 1, 0, 2],
  [4, 5, 3, 4],
  [2, 3, 1, 1],
]

function over(units: readonly Unit[], a: 0 | 1 | 2 | 3, b?: 0 | 1 | 2 | 3): number {
  return units.reduce((sum, unit) => sum + unit[a] * (b === undefined ? 1 : unit[b]), 0)
}

function sums(units: readonly Unit[], has: { denominator?: boolean; before?: boolean }): ArmSums {
  return {
    n: units.length,
    sum: over(units, 0),
    sumSquares: over(units, 0, 0),
    ...(has.denominator && {
      denominator: { sum: over(units, 1), sumSquares: over(units, 1, 1), products: over(units, 0, 1) },
    }),
    ...(has.before && {
      before: {
        sum: over(units, 2),
        sumSquares: over(units, 2, 2),
        products: over(units, 0, 2),
        ...(has.denominator && {
          denominator: {
            sum: over(units, 3),
            sumSquares: over(units, 3, 3),
            products: over(units, 2, 3),
            withAfter: over(units, 1, 3),
            withValueAfter: over(units, 0, 3),
            afterWithValueBefore: over(units, 2, 1),
          },
        }),
      },
    }),
  }
}

describe('the comparison that rows of sums give', () => {
  it.each([
    ['mean', {}, 'mean'],
    ['ratio', { denominator: true }, 'ratio'],
    ['mean', { before: true }, 'cuped'],
    ['ratio', { denominator: true, before: true }, 'cuped ratio'],
  ] as const)('%s with %o is %s', (kind, has, type) => {
    const measure = measureOf(kind, sums(CONTROL, has), sums(TREATMENT, has))
    expect(measure.type).toBe(type)
    expect(pairOf(measure)).toMatchObject({ computable: true, units: 9 })
  })

  it('takes a pre-period only where both arms have one', () => {
    const measure = measureOf('mean', sums(CONTROL, { before: true }), sums(TREATMENT, {}))
    expect(measure.type).toBe('mean')
  })

  it('puts every product of a ratio with a pre-period in its place', () => {
    const has = { denominator: true, before: true }
    const measure = measureOf('ratio', sums(CONTROL, has), sums(TREATMENT, has))
    expect(measure).toMatchObject({
      control: {
        mPost: { sum: 6 },
        dPost: { sum: 12 },
        mPre: { sum: 6 },
        dPre: { sum: 12 },
        products: {
          mPostMPre: over(CONTROL, 0, 2),
          dPostDPre: over(CONTROL, 1, 3),
          mPreDPre: over(CONTROL, 2, 3),
          mPostDPost: over(CONTROL, 0, 1),
          mPostDPre: over(CONTROL, 0, 3),
          mPreDPost: over(CONTROL, 2, 1),
        },
      },
    })
  })
})
