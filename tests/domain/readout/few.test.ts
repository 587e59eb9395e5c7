import { describe, expect, it } from 'vitest'
import { fewOf } from '../../../src/domain/readout/few.ts'
import type { ReadoutInput } from '../../../src/domain/readout/input.ts'
import { readout } from '../../../src/domain/readout/look.ts'
import { comparison, looks, type ToldMetric, told, verdict } from './told.ts'

const HOLDOUT = [
  { name: 'holdout', weight: 1 },
  { name: 'B', weight: 9 },
]
const TREATED = [
  { name: 'A', weight: 9 },
  { name: 'B', weight: 1 },
]
const early: Partial<ReadoutInput> = { day: 7, plannedUnits: 31_248, minimumEffect: 0.1 }

/** `people` who spend `each`, and one more who spends `most`. */
function spend(people: number, each: number, most = 0) {
  return { sum: people * each + most, sumSquares: people * each ** 2 + most ** 2 }
}

describe('a goal with too few events in its smaller arm', () => {
  it.each<[string, Partial<ReadoutInput>, readonly number[], ToldMetric, string]>([
    [
      '2 of a holdout of a tenth',
      { ...early, arms: HOLDOUT },
      [1_561, 14_063],
      { sums: [2, 70] },
      '2 of 30 m in holdout',
    ],
    [
      '2 of a treatment of a tenth',
      { ...early, arms: TREATED },
      [14_063, 1_561],
      { sums: [70, 2] },
      '2 of 30 m in B',
    ],
    [
      'many in a holdout where few would be expected',
      { ...early, arms: HOLDOUT },
      [1_561, 14_063],
      { sums: [14, 70] },
      '8 of 30 m in holdout',
    ],
    ['all but two', early, [1_561, 1_561], { sums: [1_559, 1_554] }, '2 of 30 m in A'],
    ['twelve people', {}, [12, 12], { sums: [3, 9] }, '3 of 30 m in A'],
    [
      'five people of a mean',
      {},
      [5, 5],
      {
        kind: 'mean',
        sums: [
          { sum: 15, sumSquares: 55 },
          { sum: 30.1, sumSquares: 191.61 },
        ],
      },
      'm in A rests on about 4 people of 100',
    ],
    [
      'one person who is all of it',
      {},
      [5_000, 5_000],
      { kind: 'mean', sums: [spend(4_976, 1, 1e9), { sum: 6_545, sumSquares: 16_900 }] },
      'm in A rests on about 1 person of 100',
    ],
    [
      'a ratio whose denominators are few',
      {},
      [5_000, 5_000],
      {
        kind: 'ratio',
        sums: [30, 45].map((sum) => ({
          ...{ sum, sumSquares: sum },
          denominator: { sum: 60, sumSquares: 90, products: sum },
        })),
      },
      'm in A rests on about 30 people of 100',
    ],
  ])('decides nothing, and says how many there are: %s', (_, changes, users, metric, words) => {
    const seen = readout(told(users, [metric], { minimumEffect: 0.1, ...changes }))
    expect(comparison(seen)).toMatchObject({ finding: 'unclear', harmed: false, few: expect.anything() })
    const { reason, verdict: word } = verdict(seen)
    expect(reason).toMatch(new RegExp(`^Too few to decide by: ${words}`))
    expect(word).toBe(changes.day === 7 ? 'keep running' : 'redesign')
    expect(seen.crossings).toEqual([])
  })

  it.each<[string, number, string]>([
    ['29', 29, 'unclear'],
    ['30', 30, 'better'],
  ])('is asked from 30 on that would be expected in it: %s', (_, expected, finding) => {
    const both = 2 * expected
    const seen = readout(told([5_000, 5_000], [{ sums: [0, both] }]))
    expect(comparison(seen).finding).toBe(finding)
  })

  it('of a mean is asked from 100 people on', () => {
    const of = (people: number) =>
      comparison(
        readout(told([5_000, 5_000], [{ kind: 'mean', sums: [spend(people, 2), spend(people, 4)] }])),
      )
    expect(of(80).few).toMatchObject({ of: 'people', has: 72, needs: 100 })
    expect(of(120).few).toBeUndefined()
  })

  it('may be found once there are enough, and counts the looks before', () => {
    const at = (day: number, people: number, sums: readonly number[]) =>
      told([people, people], [{ sums }], { day, plannedUnits: 20_000 })
    const [first, second] = looks([at(7, 3_000, [5, 20]), at(14, 10_000, [40, 90])])
    expect(first?.verdicts[0]).toMatchObject({ verdict: 'keep running' })
    expect(second?.fractions).toEqual([0.3, 1])
    expect(second?.verdicts[0]).toMatchObject({ verdict: 'ship' })
  })
})

it.each([Number.NEGATIVE_INFINITY, Number.NaN, -5])('a sum of %d is no events at all', (sum) => {
  const row = (arm: string) => ({ arm, weight: 1, sums: { n: 100, sum, sumSquares: 10 } })
  expect(fewOf('proportion', row('A'), row('B'))).toEqual({ arm: 'A', of: 'events', has: 0, needs: 30 })
})

describe('a guardrail with too few events', () => {
  const guarded = (guardrail: ToldMetric, changes: Partial<ReadoutInput>, users: readonly number[]) =>
    readout(
      told(
        users,
        [{ sums: users.map((each) => each / 10) }, { role: 'guardrail', name: 'guard', ...guardrail }],
        {
          ...early,
          ...changes,
        },
      ),
    )

  it('is no harm by chance in a holdout of a tenth', () => {
    const seen = guarded({ direction: 'down', sums: [2, 70] }, { arms: HOLDOUT }, [1_561, 14_063])
    expect(comparison(seen, 'guard')).toMatchObject({ harmed: false, guardrail: 'not proven' })
  })

  it('is harm where all of it lies in one arm', () => {
    const seen = guarded({ direction: 'down', sums: [0, 25] }, {}, [1_561, 1_561])
    expect(comparison(seen, 'guard')).toMatchObject({ harmed: true, guardrail: 'beyond margin' })
  })

  it('within its margin is not called too few to decide by', () => {
    const margin = { amount: 0.01, unit: 'absolute' as const }
    const seen = guarded({ direction: 'down', margin, sums: [28, 29] }, {}, [5_378, 5_292])
    expect(comparison(seen, 'guard')).toMatchObject({ guardrail: 'within margin' })
    expect(comparison(seen, 'guard').few).toBeUndefined()
  })

  it('of a mean proves nothing', () => {
    const costs: ToldMetric = { kind: 'mean', direction: 'down', sums: [spend(60, 5), spend(60, 1)] }
    expect(comparison(guarded(costs, { day: 14 }, [1_561, 1_561]), 'guard')).toMatchObject({
      guardrail: 'not proven',
      few: { of: 'people' },
    })
  })
})

describe('one person who is most of a sum', () => {
  const values = (metric: ToldMetric) => {
    const [first] = readout(told([5_000, 5_000], [metric])).metrics
    return first?.measured ? first.values.map(({ outlier }) => outlier) : []
  }

  it('is named with their share, and rules nothing out', () => {
    const sums = [spend(4_976, 1, 1e9), { sum: 6_545, sumSquares: 16_900 }]
    expect(values({ kind: 'mean', sums })).toEqual([expect.closeTo(1, 4), undefined])
    const seen = readout(told([5_000, 5_000], [{ kind: 'mean', sums }], { minimumEffect: 0.1 }))
    expect(verdict(seen).rule).not.toBe(8)
  })

  it('is named in the treatment too, and where values fall below zero', () => {
    const bot = { ...spend(100, 1, 900), largest: 900 }
    const refund = { sum: -800, sumSquares: 811_000, largest: -900 }
    const plain = { ...spend(1_000, 1), largest: 1 }
    expect(values({ kind: 'mean', sums: [plain, bot] })).toEqual([undefined, 0.9])
    expect(values({ kind: 'mean', sums: [plain, refund] })).toEqual([undefined, 1])
  })

  it('is nobody among people who are alike', () => {
    expect(values({ kind: 'mean', sums: [spend(400, 2, 3), spend(400, 2, 3)] })).toEqual([
      undefined,
      undefined,
    ])
    expect(values({ sums: [1, 2] })).toEqual([undefined, undefined])
  })
})
