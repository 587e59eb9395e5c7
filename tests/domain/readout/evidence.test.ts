import { describe, expect, it } from 'vitest'
import { differenceOf } from '../../../src/domain/readout/difference.ts'
import { type Asking, type GoalTest, goalFindings, isOver } from '../../../src/domain/readout/evidence.ts'
import { boundaryTable, type PlannedLook } from '../../../src/domain/statistics/group-sequential.ts'
import { pairOf } from '../../../src/domain/statistics/measure.ts'

const N = 10_000
const sums = (sum: number) => ({ n: N, sum, sumSquares: sum })
const even = (...shares: number[]): PlannedLook[] => shares.map((t) => ({ spent: t, information: t }))

const DAY_7 = even(...[1, 2, 3, 4, 5, 6, 7].map((day) => day / 14))

function conversions(control: number, treatment: number, changes: Partial<GoalTest> = {}): GoalTest {
  const pair = pairOf({ type: 'proportion', control: sums(control), treatment: sums(treatment) })
  const difference = differenceOf('proportion', sums(control), sums(treatment), pair)
  const plan = { units: 2 * N, planned: 2 * N }
  return { direction: 'up', difference, few: false, plan, earlier: null, looks: DAY_7, ...changes }
}

const LOOKING: Asking = { counts: true, alpha: 0.05 }
/** z = 2.87, between the boundaries of day 7 for α = .05 (2.69) and for half of it (2.93). */
const WIN = conversions(1000, 1125)
const FLAT = conversions(1000, 1010)

const found = (tests: readonly GoalTest[], asking = LOOKING) =>
  goalFindings(tests, asking, boundaryTable()).map(({ finding }) => finding)

describe('findings', () => {
  it.each<[string, GoalTest[], string[]]>([
    ['a win', [WIN], ['better']],
    ['a fall where a fall is good', [conversions(1130, 1000, { direction: 'down' })], ['better']],
    ['a fall where a rise is good', [conversions(1130, 1000)], ['worse']],
    ['nothing', [FLAT], ['unclear']],
    ['nobody in the control', [conversions(0, 100)], ['better']],
    ['nobody in the treatment', [conversions(100, 0)], ['worse']],
    ['everybody in the control', [conversions(N, 9_900)], ['worse']],
    ['everybody in both', [conversions(N, N)], ['unclear']],
    ['nobody in either', [conversions(0, 0)], ['unclear']],
    ['figures that can not be', [conversions(N + 1, 9_900)], ['not computable']],
    ['a win by too few events', [{ ...WIN, few: true }], ['unclear']],
    ['a win that a second goal shares alpha with', [WIN, FLAT], ['unclear', 'unclear']],
    ['a win beside one that freed its share', [WIN, { ...FLAT, earlier: 'better' }], ['better', 'better']],
    ['a crossing of an earlier look', [{ ...FLAT, earlier: 'worse' }], ['worse']],
    ['a crossing that too few are left of', [{ ...FLAT, few: true, earlier: 'better' }], ['better']],
    ['a win by far, which frees the share for another', [conversions(1000, 1300), WIN], ['better', 'better']],
  ])('%s', (_, tests, wanted) => {
    expect(found(tests)).toEqual(wanted)
  })

  it('rest on always-valid intervals where there is no horizon', () => {
    const open = { looks: null }
    expect(found([{ ...WIN, ...open }])).toEqual(['unclear'])
    expect(found([conversions(1000, 1200, open)])).toEqual(['better'])
  })

  it('are none at a look that spends nothing, but for what an earlier look found', () => {
    const asked = [conversions(1000, 1300), { ...FLAT, earlier: 'better' as const }]
    expect(found(asked, { ...LOOKING, counts: false })).toEqual(['unclear', 'better'])
  })

  it('need more at an early look than at the horizon', () => {
    expect(found([conversions(1000, 1100, { looks: even(1 / 14) })])).toEqual(['unclear'])
    expect(found([conversions(1000, 1100, { looks: even(1) })])).toEqual(['better'])
  })

  it('come with the share of alpha that each test has or had', () => {
    const alphas = goalFindings([WIN, FLAT], LOOKING, boundaryTable()).map(({ alpha }) => alpha)
    expect(alphas).toEqual([0.025, 0.025])
    const freed = goalFindings([conversions(1000, 1300), FLAT], LOOKING, boundaryTable())
    expect(freed.map(({ alpha }) => alpha)).toEqual([0.025, 0.05])
  })
})

describe('a boundary', () => {
  it('needs more where what was seen before says less of what is seen now', () => {
    const halfway = (information: number) => [
      { spent: 0.5, information },
      { spent: 1, information: 1 },
    ]
    const close = conversions(1000, 1088.5)
    const over = (looks: PlannedLook[]) => isOver({ ...close, looks }, 0.05, boundaryTable())
    expect([over(halfway(0.9)), over(halfway(0.01))]).toEqual([true, false])
  })
})
