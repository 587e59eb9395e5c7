import { describe, expect, it } from 'vitest'
import { readout } from '../../../src/domain/readout/look.ts'
import type { Readout, ShownLift } from '../../../src/domain/readout/readout.ts'
import { liftWithInterval } from '../../../src/domain/readout/words.ts'
import { comparison, looks, type ToldMetric, told, verdict } from './told.ts'

function ends(lift: ShownLift) {
  if (!lift.computable) throw new Error(lift.reason)
  return {
    own: [lift.low, lift.high],
    decides: lift.decides && [lift.decides.low, lift.decides.high],
    p: lift.p,
  }
}

function printed(seen: Readout, name = 'm') {
  const metric = seen.metrics.find((each) => each.name === name)
  return metric ? liftWithInterval(metric, comparison(seen, name)) : null
}

describe('the interval that is read first', () => {
  it('leaves out zero where the word says better: 1755 against 1818 of 2 500', () => {
    const seen = readout(told([2_500, 2_500], [{ sums: [1_755, 1_818] }]))
    expect(verdict(seen).verdict).toBe('ship')
    expect(printed(seen)).toBe('+3.59 % (+0.02 … +7.29 %)')
  })

  it.each<[string, readonly number[]]>([
    ['12 against 6', [12, 6]],
    ['6 against 12', [6, 12]],
    ['2 against 0', [2, 0]],
    ['40 against 20', [40, 20]],
  ])('has one p on both scales, and no end below nothing: %s', (_, sums) => {
    const { relative, absolute, finding } = comparison(
      readout(told([1_000, 1_000], [{ sums }], { day: 9, plannedUnits: 16_000 })),
    )
    expect(finding).toBe('unclear')
    if (!relative.computable) return
    expect(ends(relative).p).toBe(ends(absolute).p)
    expect(Math.min(...ends(relative).own, ...(ends(relative).decides ?? []))).toBeGreaterThanOrEqual(-1)
  })

  it('of an early look is that of its boundary, and wider than the look alone', () => {
    const { relative } = comparison(
      readout(told([5_000, 5_000], [{ sums: [500, 560] }], { day: 7, plannedUnits: 20_000 })),
    )
    const { own, decides } = ends(relative)
    expect(decides?.[0]).toBeLessThan(own[0] ?? Number.NaN)
    expect(decides?.[1]).toBeGreaterThan(own[1] ?? Number.NaN)
  })

  it('is shown for a shared alpha where several tests share it', () => {
    const one = readout(told([5_000, 5_000], [{ sums: [500, 560] }]))
    const two = readout(told([5_000, 5_000, 5_000], [{ sums: [500, 560, 500] }]))
    const width = (seen: Readout) => {
      const [low = 0, high = 0] = ends(comparison(seen).absolute).decides ?? []
      return high - low
    }
    expect(width(two)).toBeGreaterThan(1.1 * width(one))
  })
})

describe('a lift adjusted for what people did before', () => {
  const past = (sum: number, sumSquares: number, products: number) => ({ sum, sumSquares, products })
  const spend: ToldMetric = {
    kind: 'mean',
    unit: 'USD',
    sums: [
      {
        ...{ sum: 400_354.2010701, sumSquares: 43_564_178.3118973 },
        before: past(400_403.8087034, 43_658_564.9375199, 43_477_099.2955053),
      },
      {
        ...{ sum: 405_144.989211, sumSquares: 44_453_018.1250756 },
        before: past(409_370.9099032, 45_403_769.457027, 44_791_895.6491935),
      },
    ],
  }

  it('says so by the means that it compares, which have its sign', () => {
    const seen = readout(told([4_000, 4_000], [spend], { minimumEffect: 0.02 }))
    const { adjusted, absolute } = comparison(seen)
    const [metric] = seen.metrics
    const plain = metric?.measured ? metric.values.map(({ value }) => value ?? 0) : []
    expect((plain[1] ?? 0) - (plain[0] ?? 0)).toBeGreaterThan(1)
    const lift = absolute.computable ? absolute.lift : Number.NaN
    expect((adjusted?.treatment ?? 0) - (adjusted?.control ?? 0)).toBeCloseTo(lift, 9)
    expect(adjusted).toEqual({ control: expect.closeTo(101.15, 2), treatment: expect.closeTo(100.22, 2) })
  })

  it('has none where nothing was known before', () => {
    const plain = spend.sums.map((each) => {
      const { before: _, ...rest } = typeof each === 'number' ? { sum: each, sumSquares: each } : each
      return rest
    })
    expect(comparison(readout(told([4_000, 4_000], [{ ...spend, sums: plain }]))).adjusted).toBeUndefined()
  })
})

describe('a ratio', () => {
  it('shows both of its sums', () => {
    const sums = [
      { sum: 1_500, sumSquares: 4_000, denominator: { sum: 12_000, sumSquares: 52_000, products: 6_100 } },
      { sum: 1_600, sumSquares: 4_300, denominator: { sum: 12_100, sumSquares: 52_500, products: 6_400 } },
    ]
    const [metric] = readout(told([5_000, 5_000], [{ kind: 'ratio', sums }])).metrics
    expect(metric?.measured && metric.values).toMatchObject([
      { sum: 1_500, denominator: 12_000, value: 0.125, n: 5_000 },
      { sum: 1_600, denominator: 12_100, n: 5_000 },
    ])
  })
})

describe('what is worse beside a better goal', () => {
  const goal: ToldMetric = { name: 'clicks', sums: [300, 400] }
  it.each<[string, ToldMetric, string, number]>([
    ['gone', { role: 'secondary', name: 'purchases', sums: [100, 0] }, 'purchases is worse', 7],
    ['fallen', { role: 'secondary', name: 'retention', sums: [2_000, 1_600] }, 'retention is worse', 7],
    [
      'risen',
      { role: 'secondary', name: 'refunds', direction: 'down', sums: [300, 600] },
      'refunds is worse',
      7,
    ],
    ['as before', { role: 'secondary', name: 'retention', sums: [2_000, 1_990] }, 'nothing is worse', 5],
    ['better', { role: 'secondary', name: 'retention', sums: [1_600, 2_000] }, 'nothing is worse', 5],
    [
      'of nobody',
      { role: 'secondary', name: 'retention', sums: [{ n: 0, sum: 0, sumSquares: 0 }, 3] },
      'no goal is worse',
      5,
    ],
  ])('is named: a secondary that is %s', (_, metric, words, rule) => {
    const seen = readout(told([5_000, 5_000], [goal, metric], { minimumEffect: 0.1 }))
    expect(verdict(seen)).toMatchObject({ rule, reason: expect.stringContaining(words) })
  })

  it('holds no ship of another arm', () => {
    const others: ToldMetric = { role: 'secondary', name: 'retention', sums: [2_000, 1_500, 2_000] }
    const seen = readout(told([5_000, 5_000, 5_000], [{ ...goal, sums: [300, 410, 420] }, others]))
    expect(seen.verdicts.map((each) => each.rule)).toEqual([7, 5])
  })
})

describe('an early find', () => {
  const at = (day: number, people: number, sums: readonly number[]) =>
    told([people, people], [{ sums }], { day, plannedUnits: 28_000, minimumEffect: 0.1 })

  it('says once that it is probably smaller, with what is left of it', () => {
    const [, found, after] = looks([
      at(7, 7_000, [700, 760]),
      at(10, 10_000, [1_000, 1_125]),
      at(11, 11_000, [1_100, 1_240]),
    ])
    expect(found?.verdicts[0]).toMatchObject({ verdict: 'ship' })
    const [, percent] = /probably smaller: about \+([\d.]+) %\.$/.exec(found?.verdicts[0]?.reason ?? '') ?? []
    expect(Number(percent)).toBeGreaterThan(8)
    expect(Number(percent)).toBeLessThan(12.5)
    expect(found?.crossings[0]?.corrected).toBeCloseTo(Number(percent) / 100, 2)
    expect(after?.verdicts[0]?.reason).not.toMatch(/too large/)
    expect(after?.crossings[0]?.corrected).toBe(found?.crossings[0]?.corrected)
  })

  it('at the first look has no figure of it, since nothing was chosen, and at the horizon not a word', () => {
    const [first] = looks([at(10, 10_000, [1_000, 1_150])])
    expect(first?.verdicts[0]?.reason).toMatch(/Found early, so it is probably smaller\.$/)
    const [last] = looks([at(14, 14_000, [1_400, 1_560])])
    expect(last?.verdicts[0]?.reason).toBe('m +11.4 % (+4.1 … +19.3 %), nothing is worse.')
  })
})

describe('tests for harm', () => {
  const guards = (count: number): ToldMetric[] =>
    Array.from({ length: count }, (_, i) => ({
      ...{ role: 'guardrail', direction: 'down', name: `g${i}` },
      sums: i === 0 ? [200, 275, 200, 200] : [200, 200, 200, 200],
    }))
  const harmed = (count: number, arms: number) =>
    comparison(
      readout(
        told(
          Array.from({ length: arms }, () => 10_000),
          guards(count).map((each) => ({ ...each, sums: each.sums.slice(0, arms) })),
          { day: 3, plannedUnits: 20_000 },
        ),
      ),
      'g0',
    ).harmed

  it('share alpha over guardrails and arms', () => {
    expect([harmed(1, 2), harmed(5, 2), harmed(5, 4)]).toEqual([true, false, false])
  })
})

describe('arms beside each other', () => {
  const three = (...sums: number[]) =>
    readout(told([10_000, 10_000, 10_000], [{ sums }], { day: 10, plannedUnits: 42_000, minimumEffect: 0.1 }))
  it.each<[string, number[], string[]]>([
    ['the one that is found ships, the one behind is left out', [1_000, 1_200, 1_010], ['ship', 'outdone']],
    ['two that are found are compared', [1_000, 1_200, 1_190], ['head-to-head', 'head-to-head']],
    ['two far apart are told', [1_000, 1_300, 1_550], ['outdone', 'ship']],
    ['none that is found', [1_000, 1_040, 1_030], ['keep running', 'keep running']],
    ['one is harmed', [1_000, 1_200, 700], ['ship', 'stop']],
  ])('%s', (_, sums, words) => {
    expect(three(...sums).verdicts.map((each) => each.verdict)).toEqual(words)
  })

  it('one still open that is as good holds the winner', () => {
    const arms = [5, 5, 1].map((weight, i) => ({ name: 'ABC'[i] ?? '', weight }))
    const changes = { arms, day: 10, plannedUnits: 30_800, minimumEffect: 0.1 }
    const seen = readout(told([10_000, 10_000, 2_000], [{ sums: [1_000, 1_140, 229] }], changes))
    expect(seen.verdicts.map((each) => each.verdict)).toEqual(['keep running', 'keep running'])
    expect(seen.verdicts[0]?.reason).toMatch(/ C is as good so far, and not decided yet\.$/)
  })
})
