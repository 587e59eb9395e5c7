import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadoutInput } from '../../../src/domain/readout/input.ts'
import { readout } from '../../../src/domain/readout/look.ts'
import type { ArmComparison, MetricReadout } from '../../../src/domain/readout/readout.ts'
import { findingOf } from '../../../src/domain/statistics/direction.ts'
import { boundaryTable } from '../../../src/domain/statistics/group-sequential.ts'
import { looks, type ToldMetric, told } from './told.ts'

const RUNS = { numRuns: 150 }
const boundaries = boundaryTable()

const people = fc.integer({ min: 2, max: 20_000 })
const share = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 0.2, noNaN: true }))

/** Sums that values can have: so many spend, so much each, and one of them up to a hundred times that. */
const anyMetric = fc.record({
  kind: fc.constantFrom('proportion' as const, 'mean' as const),
  direction: fc.constantFrom('up' as const, 'down' as const),
  shares: fc.tuple(share, share, share),
  outlier: fc.nat(100),
})

const anyCampaign = fc.record({
  users: fc.array(people, { minLength: 2, maxLength: 3 }),
  goals: fc.array(anyMetric, { minLength: 1, maxLength: 2 }),
  others: fc.array(anyMetric, { maxLength: 2 }),
  roles: fc.constantFrom('secondary' as const, 'guardrail' as const),
  day: fc.integer({ min: 1, max: 16 }),
  planned: fc.constantFrom(5_000, 40_000),
})

type Campaign = typeof anyCampaign extends fc.Arbitrary<infer T> ? T : never

function inputOf({ users, goals, others, roles, day, planned }: Campaign): ReadoutInput {
  const metric = (each: Campaign['goals'][number], i: number, role: ToldMetric['role']): ToldMetric => ({
    ...{ name: `m${i}`, kind: each.kind, direction: each.direction, role: role ?? 'goal' },
    sums: users.map((n, arm) => {
      const count = Math.round(n * (each.shares[arm] ?? 0))
      if (each.kind === 'proportion') return count
      const most = arm === 1 && count > 0 ? each.outlier : 0
      return { sum: count + most, sumSquares: count + most ** 2, largest: Math.max(1, most) }
    }),
  })
  const metrics = [
    ...goals.map((each, i) => metric(each, i, 'goal')),
    ...others.map((each, i) => metric(each, goals.length + i, roles)),
  ]
  const arms = users.map((weight, i) => ({ name: 'ABC'[i] ?? '', weight }))
  return told(users, metrics, { arms, day, plannedUnits: planned, minimumEffect: 0.1 })
}

function compared(metrics: readonly MetricReadout[]): { metric: MetricReadout; at: ArmComparison }[] {
  return metrics.flatMap((metric) =>
    metric.measured ? metric.comparisons.map((at) => ({ metric, at })) : [],
  )
}

const forAny = (law: (input: ReadoutInput) => void) =>
  fc.assert(
    fc.property(anyCampaign, (campaign) => law(inputOf(campaign))),
    RUNS,
  )

describe('at any first look', () => {
  it('nothing ships that is found worse in anything, is behind today, or has too few events', () => {
    forAny((input) => {
      const seen = readout(input, { boundaries })
      for (const { arm } of seen.verdicts.filter(({ verdict }) => verdict === 'ship')) {
        const own = compared(seen.metrics).filter(({ at }) => at.arm === arm)
        expect(own.some(({ at }) => at.finding === 'worse' || at.harmed)).toBe(false)
        const better = own.filter(({ metric, at }) => metric.role === 'goal' && at.finding === 'better')
        expect(better.length).toBeGreaterThan(0)
        for (const { metric, at } of better) {
          expect(at.few).toBeUndefined()
          const { absolute } = at
          if (!absolute.computable) throw new Error('found, but not computable')
          expect(metric.direction === 'up' ? absolute.lift : -absolute.lift).toBeGreaterThan(0)
        }
      }
    })
  })

  it('a goal’s word is that of its interval, where it has events enough', () => {
    forAny((input) => {
      const seen = readout(input, { boundaries })
      for (const { metric, at } of compared(seen.metrics)) {
        const { absolute, few, finding } = at
        if (metric.role !== 'goal' || few || !absolute.computable || !absolute.decides) continue
        const word = seen.fractions.length > 0 ? findingOf(metric.direction, absolute.decides) : 'unclear'
        expect(finding).toBe(word)
      }
    })
  })

  it('both scales leave out zero together, with one p, and nothing that is positive is lost beyond all of it', () => {
    forAny((input) => {
      for (const { metric, at } of compared(readout(input, { boundaries }).metrics)) {
        const { relative, absolute } = at
        if (!relative.computable || !absolute.computable) continue
        expect(relative.p).toBe(absolute.p)
        expect(Math.sign(relative.lift)).toBe(Math.sign(absolute.lift))
        const least = Math.min(relative.low, relative.decides?.low ?? 0)
        expect(least).toBeGreaterThanOrEqual(-1)
        if (relative.decides && absolute.decides && metric.kind === 'mean')
          expect(findingOf('up', relative.decides)).toBe(findingOf('up', absolute.decides))
      }
    })
  })

  it('the lift lies in its own interval', () => {
    forAny((input) => {
      for (const { at } of compared(readout(input, { boundaries }).metrics))
        for (const lift of [at.relative, at.absolute]) {
          if (!lift.computable) continue
          expect(lift.low - 1e-9 <= lift.lift && lift.lift <= lift.high + 1e-9).toBe(true)
        }
    })
  })

  it('nothing but harm is crossed before day 7, and nothing is spent', () => {
    forAny((input) => {
      const seen = readout({ ...input, day: Math.min(6, input.day) }, { boundaries })
      expect(seen.crossings.every(({ kind }) => kind === 'harm')).toBe(true)
      expect(seen.fractions).toEqual([])
    })
  })

  it('more tests for harm find no more of it', () => {
    forAny((input) => {
      const goals = input.metrics.filter(({ role }) => role === 'goal')
      const alone = goals.slice(0, 1)
      const harmed = (metrics: typeof goals) => {
        const [first] = readout({ ...input, metrics }, { boundaries }).metrics
        return first?.measured ? first.comparisons.map((each) => each.harmed === true) : []
      }
      const [few, all] = [harmed(alone), harmed([...alone, ...input.metrics.slice(1)])]
      for (const [i, each] of all.entries()) if (each) expect(few[i]).toBe(true)
    })
  })
})

describe('from one look to the next', () => {
  const found = (people: number, sums: readonly number[], day: number, direction: 'up' | 'down') =>
    told([people, people], [{ sums, direction }], { day, plannedUnits: 40_000 })
  const begun = fc.record({
    people: fc.integer({ min: 4_000, max: 9_000 }),
    rate: fc.double({ min: 0.05, max: 0.3, noNaN: true }),
    direction: fc.constantFrom('up' as const, 'down' as const),
  })
  const first = ({ people, rate, direction }: typeof begun extends fc.Arbitrary<infer T> ? T : never) =>
    [people, [people * rate, people * rate * 1.4].map(Math.round), 8, direction] as const

  it('what was found falls where people or sums got less by more than a hundredth', () => {
    fc.assert(
      fc.property(
        begun,
        fc.double({ min: 0.5, max: 0.98, noNaN: true }),
        fc.boolean(),
        fc.constantFrom(0, 1),
        (campaign, left, ofPeople, arm) => {
          const [people, sums, day, direction] = first(campaign)
          const less = sums.map((sum, i) => (ofPeople || i === arm ? Math.floor(sum * left) : sum))
          const then = ofPeople ? Math.floor(people * left) : people
          const [before, after] = looks([
            found(people, sums, day, direction),
            found(then, less, day + 1, direction),
          ])
          expect(before?.crossings.length).toBeGreaterThan(0)
          expect(after?.crossings.every(({ day: since }) => since === day + 1)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('it stays where people and values come evenly', () => {
    fc.assert(
      fc.property(begun, fc.double({ min: 0, max: 1, noNaN: true }), (campaign, more) => {
        const [people, sums, day, direction] = first(campaign)
        const grown = sums.map((sum) => Math.round(sum * (1 + more)))
        const [before, after] = looks([
          found(people, sums, day, direction),
          found(Math.round(people * (1 + more)), grown, day + 1, direction),
        ])
        expect(after?.crossings).toEqual(expect.arrayContaining([...(before?.crossings ?? [])]))
      }),
      { numRuns: 60 },
    )
  })
})
