import { describe, expect, it } from 'vitest'
import type { Crossing } from '../../../src/domain/readout/pieces.ts'
import { verdicts } from '../../../src/domain/readout/verdict.ts'
import type {
  ArmFacts,
  GoalFacts,
  GuardrailFacts,
  LookFacts,
} from '../../../src/domain/readout/verdict-facts.ts'

const GOAL: GoalFacts = {
  name: 'purchase',
  metric: 'Purchase',
  finding: 'unclear',
  harmed: false,
  interval: { low: -0.02, high: 0.12 },
  minimumEffect: 0.1,
}
const GUARD: GuardrailFacts = {
  name: 'unsubscribe',
  metric: 'Unsubscribe',
  state: 'within margin',
  harmed: false,
  worse: false,
}
const WON: GoalFacts = { ...GOAL, finding: 'better', interval: { low: 0.04, high: 0.2 } }
const LOST: GoalFacts = { ...GOAL, name: 'visit', metric: 'Visit', finding: 'worse' }
const DULL: GoalFacts = { ...GOAL, interval: { low: -0.02, high: 0.04 } }

function arm(changes: Partial<ArmFacts> = {}): ArmFacts {
  return { arm: 'B', goals: [GOAL], guardrails: [GUARD], powered: false, daysLeft: 4, ...changes }
}

function look(arms: readonly ArmFacts[], changes: Partial<LookFacts> = {}): LookFacts {
  const plan = { problems: [], day: 10, minimumDays: 7, horizonDays: 14, maximumDays: 28, headToHead: [] }
  return { ...plan, arms, ...changes }
}

function of(changes: Partial<ArmFacts>, at: Partial<LookFacts> = {}, earlier: readonly Crossing[] = []) {
  const [verdict] = verdicts(look([arm(changes)], at), earlier).arms
  if (!verdict) throw new Error('no verdict')
  return verdict
}

const DONE = { day: 14 } as const
const HARMED: GuardrailFacts = { ...GUARD, state: 'beyond margin', harmed: true, worse: true }

describe('the verdict table', () => {
  it.each<[number, string, string, Partial<ArmFacts>, Partial<LookFacts>]>([
    [1, 'cannot judge', 'No data has arrived yet.', {}, { problems: ['no data'] }],
    [1, 'cannot judge', 'The newest data is too old to judge by.', { goals: [WON] }, { problems: ['stale'] }],
    [
      1,
      'cannot judge',
      'Purchase is not computable in B.',
      { goals: [{ ...GOAL, finding: 'not computable', interval: null }] },
      {},
    ],
    [1, 'cannot judge', 'No goal metric is named.', { goals: [] }, {}],
    [2, 'fix', 'The split is off.', { goals: [WON] }, { problems: ['split'] }],
    [2, 'fix', 'Too many people were seen in several arms.', {}, { problems: ['duplicates'] }],
    [2, 'fix', 'The arms differed before the campaign began.', {}, { problems: ['imbalance'] }],
    [3, 'stop', 'Purchase is worse in B.', { goals: [{ ...GOAL, harmed: true }] }, { day: 2 }],
    [3, 'stop', 'Unsubscribe is worse in B than its margin allows.', { guardrails: [HARMED] }, { day: 2 }],
    [4, 'keep running', 'Day 6 of at least 7, so only harm is decided.', { goals: [WON] }, { day: 6 }],
    [
      5,
      'ship',
      'Purchase is better in B, nothing is worse, and every guardrail is within its margin.',
      { goals: [WON] },
      { day: 7 },
    ],
    [5, 'ship', 'Purchase is better in B, nothing is worse.', { goals: [WON], guardrails: [] }, {}],
    [
      6,
      'keep running',
      'Purchase is better in B, but Unsubscribe is not proven to be within the margin yet.',
      { goals: [WON], guardrails: [{ ...GUARD, state: 'not proven' }] },
      {},
    ],
    [
      6,
      'iterate',
      'Purchase is better in B, but Refunds could not be measured.',
      {
        goals: [WON],
        guardrails: [GUARD, { ...GUARD, name: 'refunds', metric: 'Refunds', state: 'not measured' }],
      },
      DONE,
    ],
    [7, 'iterate', 'Purchase is better in B, but Visit is worse.', { goals: [WON, LOST] }, {}],
    [
      7,
      'iterate',
      'Unsubscribe is worse in B, though within the margin.',
      { guardrails: [{ ...GUARD, worse: true }] },
      {},
    ],
    [8, 'stop', '+10 % on Purchase is ruled out in B at the horizon.', { goals: [DULL] }, DONE],
    [
      8,
      'stop',
      '+10 % on Purchase is ruled out in B with as many people as planned.',
      { goals: [DULL], powered: true },
      {},
    ],
    [9, 'iterate', '+10 % on Purchase is still possible in B at the horizon; nothing is found.', {}, DONE],
    [
      9,
      'iterate',
      'No effect was registered to rule out in B at the horizon; nothing is found.',
      { goals: [{ ...DULL, minimumEffect: null }] },
      DONE,
    ],
    [10, 'redesign', 'It would take about 40 days more, beyond the 28 days at most.', { daysLeft: 39.2 }, {}],
    [11, 'keep running', 'About 4 of 14 days left to see +10 % on Purchase; nothing is worse.', {}, {}],
    [11, 'keep running', '1 of 14 days left; nothing is worse.', { daysLeft: null }, { day: 13 }],
    [
      11,
      'keep running',
      'About 12 more days are needed to see +10 % on Purchase, 8 beyond the horizon; nothing is worse.',
      { daysLeft: 11.5 },
      {},
    ],
    [
      11,
      'keep running',
      'How many days are left is not known; nothing is worse.',
      { daysLeft: null },
      { horizonDays: null },
    ],
  ])('rule %i: %s, since: %s', (rule, verdict, reason, changes, at) => {
    expect(of(changes, at)).toMatchObject({ rule, verdict, reason, alongside: [] })
  })

  it('hides lifts behind a validity problem only', () => {
    expect(of({}, { problems: ['split'] }).liftsHidden).toBe(true)
    expect(of({}, { problems: ['stale'] }).liftsHidden).toBe(true)
    expect(of({ guardrails: [HARMED] }).liftsHidden).toBe(false)
  })

  it('shows validity problems and harm together', () => {
    const harm = 'Unsubscribe is worse in B than its margin allows.'
    const both = of({ guardrails: [HARMED] }, { problems: ['split', 'duplicates'] })
    expect(both).toMatchObject({ rule: 2, alongside: [harm] })
    expect(both.reason).toBe('The split is off. Too many people were seen in several arms.')
    expect(of({ guardrails: [HARMED] }, { problems: ['split', 'stale'] })).toMatchObject({
      rule: 1,
      reason: 'The newest data is too old to judge by.',
      alongside: ['The split is off.', harm],
    })
  })

  it('does not ship while a goal is unknown', () => {
    const unknown: GoalFacts = {
      ...GOAL,
      name: 'visit',
      metric: 'Visit',
      finding: 'not computable',
      interval: null,
    }
    const waiting = of({ goals: [WON, unknown] })
    expect(waiting).toMatchObject({ rule: 11, verdict: 'keep running' })
    expect(waiting.reason).toBe(
      'About 4 of 14 days left to see +10 % on Purchase and +10 % on Visit; Purchase is better and Visit is not computable.',
    )
    expect(of({ goals: [WON, unknown] }, DONE)).toMatchObject({ rule: 9, verdict: 'iterate' })
  })
})

describe('a goal that is worse, but not harmed at every look', () => {
  it('is said, and does not stop before the horizon', () => {
    expect(of({ goals: [LOST] })).toMatchObject({
      rule: 11,
      reason: 'About 4 of 14 days left to see +10 % on Visit; Visit is worse.',
    })
    const ended = of({ goals: [LOST, { ...LOST, name: 'purchase', metric: 'Purchase' }] }, DONE)
    expect(ended.reason).toBe(
      '+10 % on Visit and +10 % on Purchase are still possible in B at the horizon; Visit and Purchase are worse.',
    )
  })
})

describe('several arms', () => {
  const two = [arm({ goals: [WON] }), arm({ arm: 'C', goals: [WON] })]
  const words = (headToHead: LookFacts['headToHead'], arms = two) =>
    verdicts(look(arms, { headToHead })).arms.map(({ verdict }) => verdict)

  it('ship the one that beats the others, and need a head-to-head where none does', () => {
    expect(words([])).toEqual(['head-to-head', 'head-to-head'])
    expect(words([['C', 'B']])).toEqual(['outdone', 'ship'])
    expect(words([], [arm({ goals: [WON] }), arm({ arm: 'C' })])).toEqual(['ship', 'keep running'])
    const three = [...two, arm({ arm: 'D', goals: [WON] })]
    expect(words([['B', 'D']], three)).toEqual(['head-to-head', 'head-to-head', 'outdone'])
    expect(verdicts(look(two)).arms[0]?.reason).toMatch(/So it is in C: compare them head to head\.$/)
  })
})

describe('a crossed boundary', () => {
  const crossed = verdicts(look([arm({ goals: [WON] })], { day: 8 })).crossings

  it('stays crossed when the look no longer shows it', () => {
    expect(crossed).toEqual([
      { arm: 'B', metric: 'purchase', kind: 'better', day: 8 },
      { arm: 'B', metric: 'unsubscribe', kind: 'within', day: 8 },
    ])
    expect(of({}, {}, crossed)).toMatchObject({ rule: 5, verdict: 'ship' })
    const harmed = verdicts(look([arm({ guardrails: [HARMED] })], { day: 3 })).crossings
    expect(of({ goals: [WON] }, {}, harmed)).toMatchObject({ rule: 3, verdict: 'stop' })
  })

  it('belongs to its arm alone', () => {
    expect(of({ arm: 'C' }, {}, crossed).rule).toBe(11)
  })

  it('is kept once, with the day it was first crossed', () => {
    const again = look([arm({ goals: [WON] })], { day: 9 })
    expect(verdicts(again, crossed).crossings).toEqual(crossed)
  })

  it('is not taken from a look that must not be read', () => {
    const off = look([arm({ goals: [WON], guardrails: [HARMED] })], { problems: ['split'] })
    expect(verdicts(off).crossings).toEqual([])
    expect(verdicts(off, crossed).crossings).toEqual(crossed)
  })

  it('conflicts with one the other way', () => {
    expect(of({ goals: [{ ...GOAL, finding: 'worse' }] }, {}, crossed)).toMatchObject({ rule: 7 })
  })
})
