import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedUsers, sampleRatio } from '../../../src/domain/statistics/sample-ratio.ts'
import { haveVectors, misses, type Vector, vectors } from '../../support/vectors.ts'

function check(record: Vector): string[] {
  const { users, weights } = record.input as { users: number[]; weights: number[] }
  return misses(record, { p_value: sampleRatio(users, weights).p })
}

describe.skipIf(!haveVectors)('sample ratio against reference vectors', () => {
  it.each([
    ['srm.json', ['srm', 'srm.edge'], 17],
    ['r_reference.json', ['srm'], 3],
    ['published.json', ['srm'], 2],
  ] as const)('%s', (file, kinds, least) => {
    const records = vectors(file, ...kinds)
    expect(records.length).toBeGreaterThanOrEqual(least)
    expect(records.flatMap(check)).toEqual([])
  })
})

describe('the sample ratio', () => {
  it.each<[string, number[], number[], { healthy: boolean; checked: boolean }]>([
    ['an even split', [21306, 21307, 21387], [1, 1, 1], { healthy: true, checked: true }],
    ['an off split', [821588, 815482], [0.5, 0.5], { healthy: false, checked: true }],
    ['just below .001', [50521, 49479], [0.5, 0.5], { healthy: false, checked: true }],
    ['just above .001', [50519, 49481], [0.5, 0.5], { healthy: true, checked: true }],
    ['too few people to judge', [15, 0], [1, 1], { healthy: true, checked: false }],
    ['just enough people', [16, 0], [1, 1], { healthy: false, checked: true }],
    ['one arm', [500], [1], { healthy: true, checked: false }],
    ['no one', [0, 0], [1, 1], { healthy: true, checked: false }],
    ['an arm of weight 0', [5000, 5100, 900], [0.5, 0.5, 0], { healthy: true, checked: true }],
    ['an arm that no one reached', [100, 0], [0.5, 0.5], { healthy: false, checked: true }],
    ['a missing count', [100], [0.5, 0.5], { healthy: false, checked: true }],
  ])('%s', (_, users, weights, wanted) => {
    expect(sampleRatio(users, weights)).toMatchObject(wanted)
  })

  it('leaves out an arm of weight 0 with its people', () => {
    expect(sampleRatio([5000, 5100, 0], [0.5, 0.5, 0]).p).toBeCloseTo(0.3197181768128703, 12)
    expect(sampleRatio([5000, 5100, 9999], [0.5, 0.5, 0]).p).toBeCloseTo(0.3197181768128703, 12)
    expect(expectedUsers([5000, 5100, 9999], [0.5, 0.5, 0])).toEqual([5050, 5050, 0])
  })

  it('depends on the shares alone, and gives a probability for any counts', () => {
    const arm = fc.record({ users: fc.nat(2_000_000_000), weight: fc.integer({ min: 0, max: 100 }) })
    fc.assert(
      fc.property(fc.array(arm, { maxLength: 6 }), (arms) => {
        const users = arms.map((each) => each.users)
        const one = sampleRatio(
          users,
          arms.map((each) => each.weight),
        )
        const scaled = sampleRatio(
          users,
          arms.map((each) => each.weight * 4),
        )
        expect(one.p >= 0 && one.p <= 1).toBe(true)
        expect(scaled.p).toBeCloseTo(one.p, 9)
      }),
    )
  })
})
