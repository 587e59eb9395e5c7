import { describe, expect, it } from 'vitest'
import { changesSince } from '../../../src/domain/readout/changes.ts'
import { headline } from '../../../src/domain/readout/headline.ts'
import { type Readout, storedReadout } from '../../../src/domain/readout/readout.ts'
import { counted, failed, look, PURCHASE, twoArmed, unsubscribe } from './fixtures.ts'

const T = '\u202f'
const OFF = { users: [21306, 23307, 21387] }
const OLD = { newestData: new Date('2026-03-07T07:00:00Z') }

describe('the headline', () => {
  const late = { day: 10, plannedUnits: 64_000, minimumEffect: 0.08 }
  const flat = { ...PURCHASE, sums: counted(2262, 2300, 2290) }

  it.each<[string, Readout, string]>([
    [
      'how long is left, before anything is found',
      look({ ...twoArmed(flat), ...late, plannedUnits: 42_613 }),
      'Keep running. About 4 of 14 days left to see +8 % on Purchase; nothing is worse. (rule 11)',
    ],
    [
      'that it is early, though the look shows a lot',
      look(twoArmed(PURCHASE)),
      'Keep running. Too early: nothing is decided before day 7, unless it does harm. (rule 4)',
    ],
    [
      'which arm ships, of two that could',
      look(late),
      'Ship Mens E-Mail and leave out Womens E-Mail. Mens E-Mail: Purchase +119 % (+72 … +179 %), nothing is worse. Found early, so it is probably smaller. (rule 5) Womens E-Mail: Purchase +54 % (+19 … +100 %), nothing is worse. Found early, so it is probably smaller. Mens E-Mail is better still. (rule 5)',
    ],
    [
      'that two arms need a head-to-head',
      look({ ...late, metrics: [{ ...PURCHASE, sums: counted(122, 260, 267) }] }),
      expect.stringMatching(/^Compare Mens E-Mail and Womens E-Mail head to head\. Mens E-Mail: Purchase \+/),
    ],
    [
      'the days once where they are the same in both arms',
      look({
        ...{ day: 8, horizonDays: 28, plannedUnits: 200_000, minimumEffect: 0.07 },
        metrics: [{ ...flat, sums: counted(2262, 2150, 2400) }],
      }),
      'Keep running. About 5 of 13 days left to see +7 % on Purchase; nothing is worse. (rule 11)',
    ],
    [
      'that the days will not do, once for both',
      look({ ...late, day: 8, minimumEffect: 0.06, metrics: [{ ...flat, sums: counted(2262, 2150, 2400) }] }),
      'Keep running. The 14 days will probably end without an answer on +6 % on Purchase; nothing is worse. (rule 11)',
    ],
    ['an off split', look(OFF), 'Fix the data first. The split is off (p = 4.7e-26). (rule 2)'],
    [
      'old data beside an off split',
      look({ ...OFF, ...OLD }),
      "Don't judge it yet. The newest data is 2 days old. (rule 1) The split is off (p = 4.7e-26).",
    ],
    [
      'data of yesterday morning',
      look({ newestData: new Date('2026-03-08T02:00:00Z') }),
      "Don't judge it yet. The newest data is 30 hours old. (rule 1)",
    ],
    [
      'no data',
      look({ newestData: null, users: [0, 0, 0] }),
      "Don't judge it yet. No data has arrived yet. (rule 1)",
    ],
    [
      'people in several arms',
      look({ duplicates: 3200 }),
      'Fix the data first. 4.8 % of people were seen in several arms. (rule 2)',
    ],
    [
      'a goal that failed',
      look({ metrics: [failed(PURCHASE)] }),
      "Don't judge it yet. Purchase is not computable: the query took longer than 60 s. (rule 1)",
    ],
    [
      'a goal that is not computable',
      look({ metrics: [{ ...PURCHASE, sums: counted(30_000, 12, 9) }] }),
      "Don't judge it yet. Purchase is not computable: No E-Mail counts conversions that don't fit its people, so the metric's query is wrong. (rule 1)",
    ],
    [
      'one arm that is not computable',
      look({ metrics: [{ ...PURCHASE, sums: counted(122, 30_000, 189) }] }),
      "Don't judge Mens E-Mail yet and keep Womens E-Mail running. Purchase is not computable: Mens E-Mail counts conversions that don't fit its people, so the metric's query is wrong. (rule 1) Womens E-Mail: Too early: nothing is decided before day 7, unless it does harm. (rule 4)",
    ],
    [
      'that nobody in an arm did it, which is harm',
      look({ metrics: [{ ...PURCHASE, sums: counted(122, 0, 189) }] }),
      'Stop Mens E-Mail and keep Womens E-Mail running. Purchase is worse in Mens E-Mail. (rule 3) Womens E-Mail: Too early: nothing is decided before day 7, unless it does harm. (rule 4)',
    ],
    [
      'what is not known where nobody in the control did it',
      look({ ...late, metrics: [{ ...PURCHASE, sums: counted(0, 12, 9) }] }),
      'Keep running. Too few to decide by: 0 of 30 Purchase in No E-Mail; nothing is worse. (rule 11)',
    ],
    [
      'a ratio without a denominator',
      look({
        ...twoArmed(PURCHASE),
        metrics: [
          {
            ...PURCHASE,
            kind: 'ratio',
            sums: counted(122, 267).map((sums) => ({
              ...sums,
              denominator: { sum: 0, sumSquares: 0, products: 0 },
            })),
          },
        ],
      }),
      "Don't judge it yet. Purchase is not computable: the denominator of No E-Mail adds up to zero. (rule 1)",
    ],
    ['no goal', look({ metrics: [] }), "Don't judge it yet. No goal metric is named. (rule 1)"],
    [
      'harm beside an off split',
      look({ ...OFF, metrics: [PURCHASE, unsubscribe(200, 500, 200)] }),
      'Fix the data first. The split is off (p = 4.7e-26). (rule 2) Unsubscribe is worse in Mens E-Mail than its margin allows.',
    ],
    [
      'harm before the minimum runtime, beside a goal that rose',
      look({ metrics: [PURCHASE, unsubscribe(200, 500, 200)] }),
      'Stop Mens E-Mail and keep Womens E-Mail running. Unsubscribe is 1.4 points higher in Mens E-Mail; 0.2 was allowed. (rule 3) Womens E-Mail: Too early: nothing is decided before day 7, unless it does harm. (rule 4)',
    ],
  ])('says %s', (_, seen, wanted) => {
    expect(headline(seen)).toEqual(wanted)
  })

  it('names a few arms, and counts many', () => {
    const arms = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => ({ name, weight: 1 }))
    const sums = [100, 400, 10, 100, 105, 110, 115].map((sum) => ({ n: 1000, sum, sumSquares: sum }))
    const users = arms.map(() => 1000)
    const seen = look({ arms, users, metrics: [{ ...PURCHASE, sums }], day: 12, minimumEffect: 0.35 })
    expect(headline(seen)).toMatch(
      /^Stop C, ship B and leave out 4 arms\. .* 2 more arms are judged below\.$/,
    )
  })

  it('of a snapshot from before verdicts is none', () => {
    expect(headline(storedReadout({ ...look(), verdicts: [] }))).toBe('Nothing is judged.')
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
    ['people who went', look(), look(fewer), [`−9${T}000 people`]],
    [
      'a goal that moved',
      look({ metrics: [{ ...PURCHASE, sums: counted(122, 240, 189) }] }),
      look(),
      ['Purchase from +96.7 % to +118.8 % (+50.6 … +218.1 %) in Mens E-Mail'],
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
      'Mens E-Mail and Womens E-Mail from "keep running" to "fix"',
      'new: The split is off (p = 4.7e-26)',
      `+2${T}000 people`,
    ])
    expect(changesSince(look(OFF), look(OFF))).toEqual([])
    expect(changesSince(look(OFF), look())).toEqual([
      'Mens E-Mail and Womens E-Mail from "fix" to "keep running"',
      'the split is as planned again',
      `−2${T}000 people`,
    ])
  })

  it('reads a look that was stored', () => {
    const stored = JSON.parse(JSON.stringify(look(fewer))) as Readout
    expect(changesSince(stored, look())).toEqual([`+9${T}000 people`])
  })
})
