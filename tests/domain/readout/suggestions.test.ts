import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadoutInput } from '../../../src/domain/readout/input.ts'
import { suggestAnalyses } from '../../../src/domain/readout/suggestions.ts'
import { counted, failed, look, PURCHASE, unsubscribe, VISIT } from './fixtures.ts'

const M = '\u2212'
const T = '\u202f'
const FLAT = { ...PURCHASE, sums: counted(2262, 2300, 2290) }
const LATE = { day: 10, horizonDays: 14 }

const codes = (changes: Partial<ReadoutInput>) => suggestAnalyses(look(changes)).map(({ code }) => code)

describe('suggestions', () => {
  it('are none where all is well', () => {
    expect(codes({})).toEqual([])
  })

  it.each<[string, Partial<ReadoutInput>, string[]]>([
    ['an off split', { users: [21306, 23307, 21387] }, ['srm']],
    ['people in several arms', { duplicates: 3200 }, ['duplicates']],
    ['old data', { newestData: new Date('2026-03-07T07:00:00Z') }, ['stale']],
    ['no data', { newestData: null }, ['stale']],
    ['a failed metric', { metrics: [PURCHASE, failed(VISIT)] }, ['failed:visit']],
    [
      'a guardrail that got worse',
      { metrics: [unsubscribe(20, 60, 20)] },
      ['guardrail:unsubscribe:Mens E-Mail'],
    ],
    [
      'the worst guardrail first',
      { metrics: [unsubscribe(20, 60, 200)] },
      ['guardrail:unsubscribe:Womens E-Mail', 'guardrail:unsubscribe:Mens E-Mail'],
    ],
    [
      'a secondary metric that got worse',
      { metrics: [{ ...unsubscribe(200, 400, 200), role: 'secondary' }] },
      [],
    ],
    ['an unclear goal early', { day: 9, horizonDays: 14, metrics: [FLAT] }, []],
    [
      'an unclear goal near the horizon',
      { ...LATE, metrics: [FLAT] },
      ['inconclusive:purchase:Mens E-Mail', 'inconclusive:purchase:Womens E-Mail'],
    ],
    ['an unclear goal that may not be read', { ...LATE, metrics: [FLAT], duplicates: 3200 }, ['duplicates']],
    [
      'all there is, the most urgent first',
      {
        ...LATE,
        users: [21306, 23307, 21387],
        newestData: null,
        metrics: [FLAT, unsubscribe(200, 400, 200), failed(VISIT)],
      },
      ['srm', 'guardrail:unsubscribe:Mens E-Mail', 'stale', 'failed:visit'],
    ],
  ])('name %s', (_, changes, wanted) => {
    expect(codes(changes)).toEqual(wanted)
  })

  it('say why they matter, and what they are about', () => {
    const shown = suggestAnalyses(
      look({
        ...LATE,
        metrics: [FLAT, unsubscribe(200, 400, 200), { ...failed(VISIT), role: 'guardrail' }],
      }),
    )
    expect(shown.map(({ code, metric, arm }) => ({ code, metric, arm }))).toEqual([
      { code: 'guardrail:unsubscribe:Mens E-Mail', metric: 'unsubscribe', arm: 'Mens E-Mail' },
      { code: 'failed:visit', metric: 'visit', arm: undefined },
      { code: 'inconclusive:purchase:Mens E-Mail', metric: 'purchase', arm: 'Mens E-Mail' },
      { code: 'inconclusive:purchase:Womens E-Mail', metric: 'purchase', arm: 'Womens E-Mail' },
    ])
    expect(shown.map(({ why }) => why)).toEqual([
      'It is worse than the campaign was allowed to make it, whatever the goal gains.',
      'A guardrail that nobody sees guards nothing, and an unmeasured one never ships.',
      'No effect shows for all people together; a part of them may still show one.',
      'No effect shows for all people together; a part of them may still show one.',
    ])
  })

  it('say what was seen with its figures, and ask for the step', () => {
    expect(suggestAnalyses(look({ users: [21306, 23307, 21387] }))[0]).toEqual({
      code: 'srm',
      seen: expect.stringMatching(
        /^The split is off, p = \d\.\de-\d+: No E-Mail 21\u202f306 \(planned 22\u202f000\), Mens E-Mail 23\u202f307 \(planned 22\u202f000\) and Womens E-Mail 21\u202f387 \(planned 22\u202f000\)\.$/,
      ),
      why: 'The arms no longer hold people who can be compared, so no lift can be trusted until it is found.',
      question: 'Where do people get lost or counted twice between the assignment and the exposure query?',
      step: 'collect',
    })
    expect(suggestAnalyses(look({ metrics: [unsubscribe(200, 400, 200)] }))[0]).toMatchObject({
      seen: 'Unsubscribe is +0.939 points (+0.576 … +1.316 points) in Mens E-Mail, beyond its margin.',
      step: 'analyze',
    })
    expect(suggestAnalyses(look({ duplicates: 3200 }))[0]?.seen).toBe(
      `3${T}200 people (4.8 %) were seen in several arms.`,
    )
    expect(suggestAnalyses(look({ metrics: [failed(VISIT)] }))[0]?.seen).toBe(
      'Visit could not be measured: the query took longer than 60 s.',
    )
    expect(suggestAnalyses(look({ newestData: new Date('2026-03-07T07:00:00Z') }))[0]?.seen).toBe(
      'The newest data is 2 days old.',
    )
  })

  it('ask for a model while the wanted effect is possible, for an analysis once it is ruled out', () => {
    const [possible] = suggestAnalyses(look({ ...LATE, metrics: [FLAT], minimumEffect: 0.07 }))
    expect(possible).toMatchObject({
      seen: `Purchase is +1.7 % (${M}5.2 … +9.0 %) in Mens E-Mail on day 10 of 14: no difference can be told yet.`,
      question: 'Would a model of usual buyers help?',
      step: 'model',
    })
    const [ruledOut] = suggestAnalyses(look({ ...LATE, metrics: [FLAT], minimumEffect: 0.1 }))
    expect(ruledOut).toMatchObject({ question: expect.stringMatching(/^For which people/), step: 'analyze' })
    const down = { ...FLAT, direction: 'down' as const }
    const [falling] = suggestAnalyses(look({ ...LATE, metrics: [down], minimumEffect: -0.03 }))
    expect(falling).toMatchObject({
      question: 'Would a model of usual buyers help?',
      step: 'model',
    })
  })

  it('have different codes, whatever is seen', () => {
    const count = fc.nat(21306)
    const trio = fc.tuple(count, count, count)
    fc.assert(
      fc.property(
        trio,
        trio,
        fc.boolean(),
        fc.nat(3000),
        fc.nat(20),
        (goal, guard, broken, duplicates, day) => {
          const metrics = [{ ...PURCHASE, sums: counted(...goal) }, unsubscribe(...guard)]
          const found = codes({ metrics: broken ? [...metrics, failed(VISIT)] : metrics, duplicates, day })
          expect(new Set(found).size).toBe(found.length)
        },
      ),
    )
  })
})
