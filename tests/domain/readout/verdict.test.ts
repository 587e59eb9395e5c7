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

const M = '\u2212'
const T = '\u202f'

const GOAL: GoalFacts = {
  name: 'purchase',
  metric: 'Purchase',
  direction: 'up',
  finding: 'unclear',
  foundOn: null,
  alpha: 0.05,
  harmed: false,
  few: null,
  ahead: 0.05,
  interval: { low: -0.02, high: 0.12 },
  shown: null,
  later: false,
  inside: null,
  recent: null,
  corrected: null,
  minimumEffect: 0.1,
}
const GUARD: GuardrailFacts = {
  name: 'unsubscribe',
  metric: 'Unsubscribe',
  state: 'within margin',
  harmed: false,
  worse: false,
}
const SECOND: OtherFacts = { name: 'spend', metric: 'Spend', worse: false }
const FEW: GoalFacts = { ...GOAL, few: { arm: 'holdout', of: 'events', has: 2, needs: 30 } }
const WON: GoalFacts = { ...GOAL, finding: 'better', interval: { low: 0.04, high: 0.2 } }
const LOST: GoalFacts = { ...GOAL, name: 'visit', metric: 'Visit', finding: 'worse' }
const DULL: GoalFacts = { ...GOAL, interval: { low: -0.02, high: 0.04 } }

function arm(changes: Partial<ArmFacts> = {}): ArmFacts {
  return {
    arm: 'B',
    goals: [GOAL],
    guardrails: [GUARD],
    others: [],
    powered: false,
    daysLeft: 4,
    leastDaysLeft: 3,
    ...changes,
  }
}

function look(arms: readonly ArmFacts[], changes: Partial<LookFacts> = {}): LookFacts {
  return {
    problems: [],
    day: 10,
    minimumDays: 7,
    horizonDays: 14,
    lastDay: 14,
    maximumDays: 28,
    headToHead: [],
    arms,
    ...changes,
  }
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
    [
      4,
      'keep running',
      'Too early: nothing is decided before day 7, unless it does harm.',
      { goals: [WON] },
      { day: 6 },
    ],
    [5, 'ship', 'Purchase is better in B, nothing is worse.', { goals: [WON] }, { day: 7 }],
    [5, 'ship', 'Purchase is better in B, nothing is worse.', { goals: [WON], guardrails: [] }, {}],
    [
      5,
      'ship',
      'Purchase was found better in B on day 8, nothing is worse.',
      { goals: [{ ...WON, foundOn: 8, corrected: 0.09 }], guardrails: [] },
      {},
    ],
    [
      5,
      'ship',
      'Purchase and Visit were found better in B on day 8 and 10, nothing is worse. Found early, so it is probably smaller.',
      {
        goals: [
          { ...WON, foundOn: 8 },
          { ...WON, name: 'visit', metric: 'Visit', foundOn: 10 },
        ],
        guardrails: [],
      },
      {},
    ],
    [
      5,
      'ship',
      'Purchase is better in B, nothing is worse. Found early, so it is probably smaller: about +9 %.',
      { goals: [{ ...WON, foundOn: 10, corrected: 0.09 }], guardrails: [] },
      {},
    ],
    [
      5,
      'ship',
      'Purchase is better in B, nothing is worse. Found early, so it is probably smaller.',
      { goals: [{ ...WON, foundOn: 10 }], guardrails: [] },
      { horizonDays: null, lastDay: null },
    ],
    [
      5,
      'ship',
      'Purchase is better in B, nothing is worse.',
      { goals: [{ ...WON, foundOn: 14, corrected: 0.09 }], guardrails: [] },
      DONE,
    ],
    [
      5,
      'ship',
      'Purchase is better in B, nothing is worse.',
      { goals: [{ ...WON, recent: { days: 7, lift: 0.03, otherwise: false } }], guardrails: [] },
      {},
    ],
    [
      5,
      'ship',
      'Purchase is better in B, no goal is worse.',
      { goals: [WON], guardrails: [], others: [SECOND, { ...SECOND, worse: null }] },
      {},
    ],
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
    [
      6,
      'keep running',
      `Purchase was found better in B on day 8, but is ${M}1.1 % (${M}8 … +6 %) today.`,
      { goals: [{ ...WON, foundOn: 8, ahead: -0.01, shown: `${M}1.1 % (${M}8 … +6 %)` }] },
      {},
    ],
    [
      5,
      'ship',
      'Purchase +3 % (+1 … +5 %), nothing is worse.',
      { goals: [{ ...WON, foundOn: 8, shown: '+3 % (+1 … +5 %)' }], guardrails: [] },
      {},
    ],
    [
      6,
      'keep running',
      'Purchase was found better in B on day 8, but it is not today.',
      { goals: [{ ...WON, foundOn: 8, ahead: -0.01 }] },
      {},
    ],
    [
      6,
      'iterate',
      'Purchase is better in B, but it is not today.',
      { goals: [{ ...WON, ahead: null }] },
      DONE,
    ],
    [
      6,
      'keep running',
      `Better at first: Purchase is ahead in B, but only ${M}3 % for those of the last 7 days.`,
      { goals: [{ ...WON, recent: { days: 7, lift: -0.03, otherwise: true } }] },
      {},
    ],
    [7, 'iterate', 'Purchase is better in B, but Visit is worse.', { goals: [WON, LOST] }, {}],
    [
      7,
      'iterate',
      'Purchase is better in B, but Spend is worse.',
      { goals: [WON], others: [{ ...SECOND, worse: true }] },
      {},
    ],
    [
      7,
      'iterate',
      'Purchase was found better in B on day 8, but Visit and Spend are worse.',
      { goals: [{ ...WON, foundOn: 8 }, LOST], others: [{ ...SECOND, worse: true }] },
      DONE,
    ],
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
    [
      9,
      'redesign',
      'Too few to decide by: 2 of 30 Purchase in holdout at the horizon.',
      { goals: [FEW] },
      DONE,
    ],
    [
      9,
      'iterate',
      '+10 % on Purchase is still possible in B at the horizon; Purchase is better only by what came after the last planned look.',
      { goals: [{ ...WON, finding: 'unclear', later: true }] },
      { day: 20 },
    ],
    [
      10,
      'redesign',
      'Too few people to see +10 % on Purchase: about 40 more days needed, 14 planned.',
      { daysLeft: 50, leastDaysLeft: 39.2 },
      {},
    ],
    [11, 'keep running', 'About 4 of 14 days left to see +10 % on Purchase; nothing is worse.', {}, {}],
    [
      11,
      'keep running',
      `About 4 of 14 days left to see ${M}10 % on Churn; nothing is worse.`,
      { goals: [{ ...GOAL, metric: 'Churn', direction: 'down' }] },
      {},
    ],
    [11, 'keep running', '1 of 14 days left; nothing is worse.', { daysLeft: null }, { day: 13 }],
    [
      11,
      'keep running',
      'About 18 of 28 days left to see +10 % on Purchase; nothing is worse.',
      { daysLeft: 18 },
      { lastDay: 28 },
    ],
    [
      11,
      'keep running',
      'The 14 days will probably end without an answer on +10 % on Purchase; nothing is worse.',
      { daysLeft: 11.5 },
      {},
    ],
    [
      11,
      'keep running',
      'The 14 days will probably end without an answer; nothing is worse.',
      { daysLeft: 11.5, goals: [{ ...GOAL, minimumEffect: null }] },
      {},
    ],
    [
      11,
      'keep running',
      'How many days are left is not known; nothing is worse.',
      { daysLeft: null },
      { horizonDays: null, lastDay: null },
    ],
    [
      11,
      'keep running',
      'About 12 of 22 days left to see +10 % on Purchase; no goal is worse.',
      { daysLeft: 11.5, others: [{ ...SECOND, worse: null }] },
      { horizonDays: null, lastDay: null },
    ],
    [
      11,
      'keep running',
      `About 4 of 14 days left to see +10 % on Purchase; nothing is worse. 3${T}100 people are still inside their 14 days.`,
      { goals: [{ ...GOAL, inside: { people: 3_100, days: 14 } }] },
      {},
    ],
    [
      11,
      'keep running',
      'About 4 of 14 days left to see +10 % on Purchase; nothing is worse.',
      { goals: [{ ...GOAL, inside: { people: 0, days: 14 } }] },
      {},
    ],
    [
      11,
      'keep running',
      'Too few to decide by: 2 of 30 Purchase in holdout; nothing is worse.',
      { goals: [FEW] },
      {},
    ],
    [
      11,
      'keep running',
      'Too few to decide by: Spend in holdout rests on about 41 people of 100; nothing is worse.',
      { goals: [{ ...GOAL, metric: 'Spend', few: { arm: 'holdout', of: 'people', has: 41, needs: 100 } }] },
      {},
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
  const one = (name: string, goal: Partial<GoalFacts>) => arm({ arm: name, goals: [{ ...WON, ...goal }] })
  const two = [one('B', {}), one('C', {})]
  const words = (headToHead: LookFacts['headToHead'], arms = two, day = 10) =>
    verdicts(look(arms, { headToHead, day })).arms.map(({ verdict }) => verdict)

  it('ship the one that beats the others, and need a head-to-head where none does', () => {
    expect(words([])).toEqual(['head-to-head', 'head-to-head'])
    expect(words([['C', 'B']])).toEqual(['outdone', 'ship'])
    const three = [...two, one('D', {})]
    expect(words([['B', 'D']], three)).toEqual(['head-to-head', 'head-to-head', 'outdone'])
    expect(verdicts(look(two)).arms[0]?.reason).toMatch(/So it is in C: compare them head to head\.$/)
  })

  it.each<[string, Partial<GoalFacts>, number, string, string]>([
    ['behind the winner is left out', { ahead: 0.04 }, 10, 'ship', 'outdone'],
    ['as good as the winner holds it', { ahead: 0.05 }, 10, 'keep running', 'keep running'],
    ['ahead of the winner holds it', { ahead: 0.06 }, 10, 'keep running', 'keep running'],
    ['ahead at the horizon is compared with it', { ahead: 0.06 }, 14, 'head-to-head', 'iterate'],
    ['behind at the horizon has had its days', { ahead: 0.04 }, 14, 'ship', 'iterate'],
    ['without a figure is no rival', { ahead: null }, 10, 'ship', 'keep running'],
    ['that is found worse holds nothing', { finding: 'worse', ahead: -0.1 }, 10, 'ship', 'outdone'],
  ])('an open one %s', (_, goal, day, winner, open) => {
    const arms = [one('B', {}), one('C', { finding: 'unclear', ...goal })]
    expect(words([], arms, day)).toEqual([winner, open])
  })

  it('say who holds the winner, and who is left out', () => {
    const reasons = (ahead: number) =>
      verdicts(look([one('B', {}), one('C', { finding: 'unclear', ahead })])).arms.map(({ reason }) => reason)
    expect(reasons(0.06)[0]).toMatch(/ C is as good so far, and not decided yet\.$/)
    expect(reasons(0.04)[1]).toBe('C is not found better, and B is ahead of it.')
    const open = { finding: 'unclear', ahead: 0.06 } as const
    const [first] = verdicts(look([one('B', {}), one('C', open), one('D', open)])).arms
    expect(first?.reason).toMatch(/ C and D are as good so far, and not decided yet\.$/)
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
    expect(of({ goals: [{ ...GOAL, ahead: -0.01 }] }, {}, crossed)).toMatchObject({ rule: 6 })
    const harmed = verdicts(look([arm({ guardrails: [HARMED] })], { day: 3 })).crossings
    expect(of({ goals: [WON] }, {}, harmed)).toMatchObject({ rule: 3, verdict: 'stop' })
  })

  it('is of harm alone before the minimum runtime', () => {
    const early = look([arm({ goals: [WON, { ...LOST, harmed: true }] })], { day: 6 })
    expect(verdicts(early).crossings).toEqual([{ arm: 'B', metric: 'visit', kind: 'harm', day: 6 }])
  })

  it('keeps the lift that it was corrected to', () => {
    const found = look([arm({ goals: [{ ...WON, corrected: 0.09 }], guardrails: [] })])
    expect(verdicts(found).crossings).toMatchObject([{ kind: 'better', corrected: 0.09 }])
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
