import { describe, expect, it } from 'vitest'
import { type GoalTest, goalFindings, isHarmed } from '../../../src/domain/readout/evidence.ts'
import { pairOf } from '../../../src/domain/statistics/measure.ts'

const N = 10_000
const sums = (sum: number) => ({ n: N, sum, sumSquares: sum })

function conversions(control: number, treatment: number, changes: Partial<GoalTest> = {}): GoalTest {
  const pair = pairOf({ type: 'proportion', control: sums(control), treatment: sums(treatment) })
  return { direction: 'up', pair, planned: 2 * N, earlier: null, ...changes }
}

function contrast(test: GoalTest) {
  if (!test.pair.computable) throw new Error(test.pair.problem)
  return test.pair.absolute
}

const DAY_7 = [1, 2, 3, 4, 5, 6, 7].map((day) => day / 14)
const LOOKING = { fractions: DAY_7, counts: true, alpha: 0.05 }
/** z = 2.87, between the boundaries of day 7 for α = .05 (2.69) and for half of it (2.93). */
const WIN = conversions(1000, 1125)
const FLAT = conversions(1000, 1010)

describe('findings', () => {
  it.each<[string, GoalTest[], string[]]>([
    ['a win', [WIN], ['better']],
    ['a fall where a fall is good', [conversions(1130, 1000, { direction: 'down' })], ['better']],
    ['a fall where a rise is good', [conversions(1130, 1000)], ['worse']],
    ['nothing', [FLAT], ['unclear']],
    ['nobody converted', [conversions(0, 10)], ['not computable']],
    ['a win that a second goal shares alpha with', [WIN, FLAT], ['unclear', 'unclear']],
    ['a win beside one that freed its share', [WIN, { ...FLAT, earlier: 'better' }], ['better', 'better']],
    ['a crossing of an earlier look', [{ ...FLAT, earlier: 'worse' }], ['worse']],
    ['a win by far, which frees the share for another', [conversions(1000, 1300), WIN], ['better', 'better']],
  ])('%s', (_, tests, wanted) => {
    expect(goalFindings(tests, LOOKING)).toEqual(wanted)
  })

  it('rest on always-valid intervals where there is no horizon', () => {
    const open = { ...LOOKING, fractions: null }
    expect(goalFindings([WIN], open)).toEqual(['unclear'])
    expect(goalFindings([conversions(1000, 1200)], open)).toEqual(['better'])
  })

  it('are none at a look that spends nothing, but for what an earlier look found', () => {
    const asked = { ...LOOKING, counts: false }
    expect(goalFindings([conversions(1000, 1300), { ...FLAT, earlier: 'better' }], asked)).toEqual([
      'unclear',
      'better',
    ])
  })

  it('need more at an early look than at the horizon', () => {
    expect(goalFindings([conversions(1000, 1100)], { ...LOOKING, fractions: [1 / 14] })).toEqual(['unclear'])
    expect(goalFindings([conversions(1000, 1100)], { ...LOOKING, fractions: [1] })).toEqual(['better'])
  })
})

describe('harm', () => {
  const plan = { units: 2 * N, planned: 2 * N }
  it.each([
    ['a rise in unsubscribes', 'down', 200, 300, 0, true],
    ['within the margin', 'down', 200, 300, 0.01, false],
    ['a fall in unsubscribes', 'down', 300, 200, 0, false],
    ['a fall in purchases', 'up', 1200, 1000, 0, true],
    ['a small fall', 'up', 1020, 1000, 0, false],
  ] as const)('%s', (_, direction, control, treatment, allowed, wanted) => {
    expect(isHarmed(direction, contrast(conversions(control, treatment)), plan, allowed)).toBe(wanted)
  })

  it('is not claimed of what is not computable', () => {
    const none = { computable: false, problem: 'zero mean', side: 'control' } as const
    expect(isHarmed('up', none, plan)).toBe(false)
  })
})
