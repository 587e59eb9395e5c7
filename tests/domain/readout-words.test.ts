import { describe, expect, it } from 'vitest'
import { changesSince } from '../../src/domain/readout/changes.ts'
import { headline } from '../../src/domain/readout/headline.ts'
import type { Readout } from '../../src/domain/readout/readout.ts'
import { counted, failed, look, PURCHASE, twoArmed, unsubscribe } from './readout-fixtures.ts'

const M = '\u2212'
const T = '\u2009'
const OFF = { users: [21306, 23307, 21387] }
const OLD = { newestData: new Date('2026-03-07T07:00:00Z') }
const HARM = 'Unsubscribe in Mens E-Mail looks worse than the margin allows.'

describe('the headline', () => {
  it.each<[string, Readout, string]>([
    [
      'what the goal shows',
      look(twoArmed(PURCHASE)),
      'Purchase is +118.8 % (95 % +72.2 … +165.5 %) in Mens E-Mail; one look among many, not a verdict.',
    ],
    [
      'every arm in the planned order',
      look(),
      'Purchase is +118.8 % (95 % +72.2 … +165.5 %) in Mens E-Mail and +54.3 % (95 % +19.3 … +89.3 %) in Womens E-Mail; one look among many, not a verdict.',
    ],
    [
      'an interval that holds zero',
      look(twoArmed({ ...PURCHASE, sums: counted(2262, 2300) })),
      `Purchase is +1.7 % (95 % ${M}3.9 … +7.3 %) in Mens E-Mail, no difference can be told yet; one look among many, not a verdict.`,
    ],
    ['an off split', look(OFF), 'The split is off: do not read the lifts yet.'],
    [
      'an off split before old data',
      look({ ...OFF, ...OLD }),
      'The split is off: do not read the lifts yet.',
    ],
    ['old data', look(OLD), 'The newest data is 2 days old: nothing can be judged today.'],
    [
      'data of yesterday morning',
      look({ newestData: new Date('2026-03-08T02:00:00Z') }),
      'The newest data is 30 hours old: nothing can be judged today.',
    ],
    [
      'no data',
      look({ newestData: null, users: [0, 0, 0] }),
      'No data has arrived yet: nothing can be judged.',
    ],
    [
      'people in several arms',
      look({ duplicates: 3200 }),
      '4.8 % of people were seen in several arms: do not read the lifts yet.',
    ],
    [
      'a goal that failed',
      look({ metrics: [failed(PURCHASE)] }),
      'Purchase could not be measured today: nothing can be judged by it.',
    ],
    [
      'a goal that is not computable',
      look({ metrics: [{ ...PURCHASE, sums: counted(0, 12, 9) }] }),
      "Purchase can't be compared yet: no one in No E-Mail converted.",
    ],
    [
      'one arm that is not computable',
      look({ metrics: [{ ...PURCHASE, sums: counted(122, 0, 189) }] }),
      'Purchase is +54.3 % (95 % +19.3 … +89.3 %) in Womens E-Mail and 1 more arm below; one look among many, not a verdict.',
    ],
    [
      'too few for a relative lift',
      look(twoArmed({ ...PURCHASE, sums: counted(5, 13) })),
      `Purchase is +0.0375 points (95 % ${M}0.0015 … +0.0766 points) in Mens E-Mail, no difference can be told yet; one look among many, not a verdict.`,
    ],
    ['no goal', look({ metrics: [] }), 'No goal metric is named: there is nothing to judge by.'],
    [
      'a guardrail beyond its margin beside an off split',
      look({ ...OFF, metrics: [PURCHASE, unsubscribe(200, 400, 200)] }),
      `The split is off: do not read the lifts yet. ${HARM}`,
    ],
    [
      'a guardrail beyond its margin beside a goal that rose',
      look({ metrics: [PURCHASE, unsubscribe(200, 400, 400)] }),
      'Purchase is +118.8 % (95 % +72.2 … +165.5 %) in Mens E-Mail and +54.3 % (95 % +19.3 … +89.3 %) in Womens E-Mail; one look among many, not a verdict. Unsubscribe in Mens E-Mail and Unsubscribe in Womens E-Mail look worse than the margin allows.',
    ],
  ])('says %s', (_, seen, wanted) => {
    expect(headline(seen)).toBe(wanted)
  })

  it('says how many arms are below', () => {
    const arms = ['A', 'B', 'C', 'D', 'E'].map((name) => ({ name, weight: 1 }))
    const sums = arms.map(() => ({ n: 1000, sum: 100, sumSquares: 100 }))
    const seen = look({ arms, users: arms.map(() => 1000), metrics: [{ ...PURCHASE, sums }] })
    expect(headline(seen)).toContain('in C and 2 more arms below, no difference can be told yet;')
  })
})

describe('what changed', () => {
  const fewer = { users: [18306, 18307, 18387] }

  it('is nothing for the first look and where nothing moved', () => {
    expect(changesSince(null, look())).toEqual([])
    expect(changesSince(look(), look())).toEqual([])
  })

  it.each<[string, Readout, Readout, string[]]>([
    ['people who came', look(fewer), look(), [`+9${T}000 people`]],
    ['people who went', look(), look(fewer), [`9${T}000 people fewer than last time`]],
    [
      'a goal that moved',
      look({ metrics: [{ ...PURCHASE, sums: counted(122, 240, 189) }] }),
      look(),
      ['Purchase from +96.7 % to +118.8 % in Mens E-Mail'],
    ],
    [
      'a metric that failed',
      look({ metrics: [PURCHASE, unsubscribe(9, 9, 9)] }),
      look({ metrics: [PURCHASE, failed(unsubscribe(9, 9, 9))] }),
      ['Unsubscribe could not be measured this time'],
    ],
    [
      'a metric that is back',
      look({ metrics: [PURCHASE, failed(unsubscribe(9, 9, 9))] }),
      look({ metrics: [PURCHASE, unsubscribe(9, 9, 9)] }),
      ['Unsubscribe is measured again'],
    ],
    [
      'a guardrail that went beyond its margin, before all else',
      look({ ...fewer, metrics: [unsubscribe(200, 200, 200)] }),
      look({ metrics: [unsubscribe(200, 400, 200)] }),
      ['Unsubscribe is now beyond its margin in Mens E-Mail', `+9${T}000 people`],
    ],
    [
      'a guardrail that stays beyond its margin',
      look({ metrics: [unsubscribe(200, 390, 200)] }),
      look({ metrics: [unsubscribe(200, 400, 200)] }),
      [],
    ],
  ])('names %s', (_, previous, current, wanted) => {
    expect(changesSince(previous, current)).toEqual(wanted)
  })

  it('names a split that is newly off, and then compares no lifts', () => {
    const before = look({ metrics: [{ ...PURCHASE, sums: counted(122, 240, 189) }] })
    const lines = changesSince(before, look(OFF))
    expect(lines).toEqual([
      expect.stringMatching(/^The split is off now \(p = \d\.\de-\d+\)$/),
      `+2${T}000 people`,
    ])
    expect(changesSince(look(OFF), look(OFF))).toEqual([])
  })

  it('reads a look that was stored', () => {
    const stored = JSON.parse(JSON.stringify(look(fewer))) as Readout
    expect(changesSince(stored, look())).toEqual([`+9${T}000 people`])
  })
})
