import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePlan, planText } from '../../../src/domain/brief/plan-values.ts'
import { inStages, stagesWords } from '../../../src/domain/brief/wait-words.ts'
import type { Bound, PlannedStep, Until, Wait } from '../../../src/domain/state/brief.ts'
import { Refusal } from '../../../src/refusal.ts'

const DAY: Until = { is: 'time', count: 1, unit: 'd' }
const MEI: Until = { is: 'person', person: 'UMEI' }
const sent = (words: string, after?: Wait, people?: Bound): PlannedStep => ({
  ...{ kind: 'sent', target: 'flags', words },
  ...(after ? { after } : {}),
  ...(people ? { people } : {}),
})
const TARGETS = [{ name: 'flags' }, { name: 'sender' }]
const read = (typed: string) => parsePlan(typed, { ...mentioned, targets: TARGETS })
const mentioned = {
  idIn: (step: string) => /\{@(U[A-Z0-9]+)\}/.exec(step)?.[1],
  as: (id: string) => `{@${id}}`,
  who: '',
  form: '',
}

describe('a typed step unfolds', () => {
  test.each<[string, PlannedStep[]]>([
    ['flags checkout on', [sent('checkout on')]],
    [
      'flags checkout stages: 1%, 10%, 100% every 1d',
      [
        sent('checkout 1%'),
        sent('checkout 10% from 1%', { until: DAY }),
        sent('checkout 100% from 10%', { until: DAY }),
      ],
    ],
    [
      'flags checkout stages: 1 % for 2 hours, 10% until 5,000 people, 50% until approved, 75% until {@UMEI}, 100% else take back',
      [
        sent('checkout 1%'),
        sent('checkout 10% from 1%', { until: { is: 'time', count: 2, unit: 'h' }, takesBack: true }),
        sent('checkout 50% from 10%', { until: { is: 'people', people: 5_000 }, takesBack: true }),
        sent('checkout 75% from 50%', { until: { is: 'approved' }, takesBack: true }),
        sent('checkout 100% from 75%', { until: MEI, takesBack: true }),
      ],
    ],
    [
      'flags checkout stages: 0.5% for 1h, 2.5%, 100% every 1w else pause',
      [
        sent('checkout 0.5%'),
        sent('checkout 2.5% from 0.5%', { until: { is: 'time', count: 1, unit: 'h' } }),
        sent('checkout 100% from 2.5%', { until: { is: 'time', count: 1, unit: 'w' } }),
      ],
    ],
    [
      'flags go first: 500 people until {@UMEI}',
      [sent('go', undefined, { first: 500 }), sent('go', { until: MEI }, { beyond: 500 })],
    ],
    ['flags go first: 500 people', [sent('go', undefined, { first: 500 })]],
    [
      'flags pilot; after 1d, else take back: manual {@UTOM} Press send',
      [
        sent('pilot'),
        { kind: 'human', person: 'UTOM', words: 'Press send', after: { until: DAY, takesBack: true } },
      ],
    ],
    [
      'flags a; After {@UMEI}: flags b stages: 1%, 2% every 1d',
      [sent('a'), sent('b 1%', { until: MEI }), sent('b 2% from 1%', { until: DAY })],
    ],
  ])('%s', (typed, plan) => {
    expect(read(typed)).toEqual(plan)
    expect(read(planText(plan, TARGETS))).toEqual(plan)
  })

  test.each([
    ['flags checkout stages: 10%', /Write each share/],
    ['flags checkout stages: 10%, 1% every 1d', /more people than the one before/],
    ['flags checkout stages: 10%, 10% every 1d', /more people than the one before/],
    ['flags checkout stages: 1%, 10%, 100%', /How long is 1% held/],
    ['flags checkout stages: 1% for 1h, 100% until {@UMEI}', /Nothing follows 100%/],
    ['flags checkout stages: 1%, 10% every 1d else shrug', /Write `else pause` or `else take back`/],
    ['flags checkout stages: 1%, most every 1d', /Write each share/],
    ['flags a; after tomorrow: flags b', /What a step waits for stands before it/],
    ['flags a; after 1d flags b', /What a step waits for stands before it/],
    ['flags go beyond: 500 people until {@UMEI}', /the rest follows then/],
  ])('not %s', (typed, why) => {
    expect(() => read(typed)).toThrow(Refusal)
    expect(() => read(typed)).toThrow(why)
  })
})

const until = fc.oneof<fc.Arbitrary<Until>[]>(
  fc.record({
    is: fc.constant('time' as const),
    count: fc.integer({ min: 1, max: 12 }),
    unit: fc.constantFrom('min' as const, 'h' as const, 'd' as const, 'w' as const),
  }),
  fc.record({ is: fc.constant('people' as const), people: fc.integer({ min: 1, max: 1_000_000 }) }),
  fc.constant({ is: 'approved' as const }),
  fc.constantFrom('UMEI', 'UTOM').map((person) => ({ is: 'person' as const, person })),
)
const hold = fc
  .tuple(until, fc.boolean())
  .map(([each, takesBack]): Wait => ({ until: each, ...(takesBack ? { takesBack } : {}) }))
const bound = fc
  .tuple(fc.constantFrom('first', 'beyond'), fc.integer({ min: 1, max: 99_999 }))
  .map(([which, n]): Bound => (which === 'first' ? { first: n } : { beyond: n }))
const words = fc.constantFrom(
  'checkout 1%',
  'checkout 10% from 1%',
  'Start the send',
  'after all',
  'else',
  'a: b',
)
const step = fc
  .tuple(words, fc.option(hold), fc.option(bound), fc.boolean())
  .map(([what, after, people, byHand]): PlannedStep => {
    const part = { words: what, ...(after ? { after } : {}), ...(people ? { people } : {}) }
    return byHand ? { kind: 'human', person: 'UZOE', ...part } : { kind: 'sent', target: 'flags', ...part }
  })

test('planText reads back as what it was', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (plan) => {
      expect(read(planText(plan, TARGETS))).toEqual(plan)
    }),
  )
})

test('stages of one thing are said together, what else waits alone', () => {
  const plan = read('flags go; flags checkout stages: 1%, 10%, 100% every 1d; after {@UMEI}: flags other 5%')
  const groups = inStages(plan, (each) => each)
  expect(groups.map((each) => each.length)).toEqual([1, 3, 1])
  expect(groups.map(stagesWords)[1]).toBe('1%, 10%, 100%, each after 1 day, 2 days in all, else it pauses')
})
