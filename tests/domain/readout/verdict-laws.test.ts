import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Crossing } from '../../../src/domain/readout/pieces.ts'
import { verdicts } from '../../../src/domain/readout/verdict.ts'
import type {
  ArmFacts,
  GoalFacts,
  GuardrailFacts,
  LookFacts,
  OtherFacts,
} from '../../../src/domain/readout/verdict-facts.ts'

const anyGoal: fc.Arbitrary<GoalFacts> = fc.record({
  name: fc.constantFrom('purchase', 'visit'),
  metric: fc.constantFrom('Purchase', 'Visit'),
  direction: fc.constantFrom('up', 'down'),
  finding: fc.constantFrom('better', 'worse', 'unclear', 'not computable'),
  foundOn: fc.option(fc.nat(40)),
  alpha: fc.constantFrom(0.05, 0.025),
  harmed: fc.boolean(),
  few: fc.option(fc.constant({ arm: 'B', of: 'events', has: 2, needs: 30 } as const)),
  ahead: fc.option(fc.double({ noNaN: true, min: -1, max: 1 })),
  shown: fc.constant(null),
  later: fc.boolean(),
  inside: fc.option(fc.record({ people: fc.nat(), days: fc.constant(14) })),
  recent: fc.option(
    fc.record({
      days: fc.nat(7),
      lift: fc.double({ noNaN: true, min: -1, max: 1 }),
      otherwise: fc.boolean(),
    }),
  ),
  corrected: fc.option(fc.constant(0.09)),
  interval: fc.option(fc.record({ low: fc.double({ noNaN: true }), high: fc.double({ noNaN: true }) })),
  minimumEffect: fc.option(fc.constant(0.1)),
})
const anyGuardrail: fc.Arbitrary<GuardrailFacts> = fc.record({
  name: fc.constantFrom('unsubscribe', 'refunds'),
  metric: fc.constantFrom('Unsubscribe', 'Refunds'),
  state: fc.constantFrom('beyond margin', 'within margin', 'not proven', 'not measured'),
  harmed: fc.boolean(),
  worse: fc.boolean(),
})
const anyOther: fc.Arbitrary<OtherFacts> = fc.record({
  name: fc.constant('spend'),
  metric: fc.constant('Spend'),
  worse: fc.option(fc.boolean()),
})
const anyArm: fc.Arbitrary<ArmFacts> = fc.record({
  arm: fc.constantFrom('B', 'C'),
  goals: fc.array(anyGoal, { maxLength: 3 }),
  guardrails: fc.array(anyGuardrail, { maxLength: 3 }),
  others: fc.array(anyOther, { maxLength: 2 }),
  powered: fc.boolean(),
  daysLeft: fc.option(fc.nat(60)),
  leastDaysLeft: fc.option(fc.nat(60)),
})
const anyLook: fc.Arbitrary<LookFacts> = fc.record({
  problems: fc.subarray(['split', 'duplicates', 'no data', 'stale', 'imbalance'] as const),
  day: fc.nat(40),
  minimumDays: fc.constantFrom(7, 14),
  horizonDays: fc.option(fc.constantFrom(14, 28)),
  lastDay: fc.option(fc.constantFrom(14, 28, 42)),
  maximumDays: fc.constant(28),
  arms: fc.array(anyArm, { minLength: 1, maxLength: 3 }),
  headToHead: fc.constantFrom([], [['B', 'C'] as const]),
})
const anyCrossing: fc.Arbitrary<Crossing> = fc.record({
  arm: fc.constantFrom('B', 'C'),
  metric: fc.constantFrom('purchase', 'unsubscribe'),
  kind: fc.constantFrom('better', 'worse', 'harm', 'within', 'beats'),
  day: fc.nat(40),
})

describe('for any look', () => {
  it('an unmeasured guardrail never ships, nor anything harmed or invalid', () => {
    fc.assert(
      fc.property(anyLook, fc.array(anyCrossing, { maxLength: 4 }), (at, earlier) => {
        for (const [i, { verdict }] of verdicts(at, earlier).arms.entries()) {
          const facts = at.arms[i]
          if (!facts || verdict !== 'ship') continue
          expect(facts.guardrails.every(({ state, harmed }) => state === 'within margin' && !harmed)).toBe(
            true,
          )
          expect(facts.goals.some(({ harmed }) => harmed)).toBe(false)
          expect([at.problems.length, at.day >= at.minimumDays]).toEqual([0, true])
        }
      }),
    )
  })

  it('ships only what is ahead today, of those who came last too, and beside nothing that is found worse', () => {
    fc.assert(
      fc.property(anyLook, fc.array(anyCrossing, { maxLength: 4 }), (at, earlier) => {
        const { arms, crossings } = verdicts(at, earlier)
        for (const [i, { arm, verdict }] of arms.entries()) {
          const facts = at.arms[i]
          if (!facts || verdict !== 'ship') continue
          const crossed = (name: string, kind: string) =>
            crossings.some((each) => each.arm === arm && each.metric === name && each.kind === kind)
          const better = facts.goals.filter(
            ({ name, finding }) => finding === 'better' || crossed(name, 'better'),
          )
          expect(better.length).toBeGreaterThan(0)
          expect(better.every(({ ahead, recent }) => (ahead ?? 0) > 0 && recent?.otherwise !== true)).toBe(
            true,
          )
          expect(facts.others.some(({ worse }) => worse === true)).toBe(false)
          expect(facts.goals.some(({ name, finding }) => finding === 'worse' || crossed(name, 'worse'))).toBe(
            false,
          )
        }
      }),
    )
  })

  it('crosses nothing but harm before the minimum runtime', () => {
    fc.assert(
      fc.property(anyLook, (at) => {
        const { crossings } = verdicts(at, [])
        if (at.day < at.minimumDays) expect(crossings.every(({ kind }) => kind === 'harm')).toBe(true)
      }),
    )
  })

  it('promises no day after the last one on which something can be found', () => {
    fc.assert(
      fc.property(anyLook, (at) => {
        for (const { verdict, reason } of verdicts(at, []).arms) {
          const [, days] = /of (\d+) days left/.exec(reason) ?? []
          if (verdict === 'keep running' && days && at.lastDay !== null)
            expect(Number(days)).toBeLessThanOrEqual(at.lastDay)
        }
      }),
    )
  })

  it('says every problem and every harm, and forgets no crossing', () => {
    fc.assert(
      fc.property(anyLook, fc.array(anyCrossing, { maxLength: 4 }), (at, earlier) => {
        const { arms, crossings } = verdicts(at, earlier)
        expect(crossings).toEqual(expect.arrayContaining(earlier))
        for (const [i, { reason, alongside, rule }] of arms.entries()) {
          const said = [reason, ...alongside].join(' ')
          const harmed = [...(at.arms[i]?.goals ?? []), ...(at.arms[i]?.guardrails ?? [])].filter(
            (m) => m.harmed,
          )
          for (const { metric } of harmed) expect(said).toContain(`${metric} is worse`)
          if (at.problems.includes('split')) expect(said).toContain('The split is off.')
          expect(rule).toBeLessThanOrEqual(harmed.length > 0 ? 3 : 11)
        }
      }),
    )
  })
})
