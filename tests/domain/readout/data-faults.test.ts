import { describe, expect, test } from 'vitest'
import type { ReadoutInput } from '../../../src/domain/readout/input.ts'
import { type Join, joinState, joinWords } from '../../../src/domain/readout/join.ts'
import { suggestAnalyses } from '../../../src/domain/readout/suggestions.ts'
import {
  dataFaults,
  liftsHidden,
  problemWords,
  validityProblems,
} from '../../../src/domain/readout/validity.ts'
import { look, PURCHASE, twoArmed, unsubscribe } from './fixtures.ts'

const NOBODY: Join = {
  exposed: 2000,
  units: 220,
  matched: 0,
  alike: 0,
  earlier: 0,
  examples: { exposed: ['1000', '2999'], metric: ['5000', '5219'] },
}

describe('a join that matches hardly anybody', () => {
  const pandas = { alike: 220, examples: { exposed: ['1000', '2999'], metric: ['1000.0', '1219.0'] } }
  test.each<[string, Partial<Join>, ReturnType<typeof joinState>]>([
    ['ids written differently', pandas, 'broken'],
    ['written differently in a table of everybody', { ...pandas, units: 90_000, earlier: 500_000 }, 'broken'],
    ['five of them are enough', { ...pandas, units: 5, alike: 5 }, 'broken'],
    ['some match by chance', { ...pandas, matched: 2, alike: 200 }, 'broken'],
    ['a table of the campaign that knows others', {}, 'broken'],
    [
      'names against numbers',
      { earlier: 9000, examples: { exposed: ['1000'], metric: ['c-1000'] } },
      'broken',
    ],
    [
      'addresses against names',
      { earlier: 9000, examples: { exposed: ['ana'], metric: ['ana@x.de'] } },
      'broken',
    ],
    ['a table of everybody, where nobody of the few exposed did it', { earlier: 9000 }, 'unsure'],
    ['more people than were exposed', { units: 20_000 }, 'unsure'],
    ['too few to say', { units: 19 }, 'fine'],
    ['too few exposed to say', { exposed: 19 }, 'fine'],
    ['a low rate in a table of everybody', { units: 90_000, earlier: 500_000, matched: 12 }, 'fine'],
    ['one in a hundred', { matched: 3 }, 'fine'],
  ])('%s: %s', (_case, changes, expected) => {
    expect(joinState({ ...NOBODY, ...changes })).toBe(expected)
  })

  test('is told with counts and one example of each side', () => {
    expect(joinWords('Purchase', { ...NOBODY, ...pandas })).toBe(
      'None of the 220 people with a Purchase is among the 2\u202f000 exposed: exposures have "1000", Purchase has "1000.0".',
    )
    expect(joinWords('Visit', { ...NOBODY, matched: 2 })).toContain(
      'Only 2 of the 220 people with a Visit are among',
    )
    expect(joinWords('Visit', { ...NOBODY, matched: 1 })).toContain(
      'Only 1 of the 220 people with a Visit is among',
    )
  })

  test('shows nobody’s address, and no more of an id than shows what it is', () => {
    const examples = { exposed: ['ana.lopez@example.com'], metric: ['x'.repeat(90)] }
    const words = joinWords('Purchase', { ...NOBODY, examples })
    expect(words).toContain('exposures have "a…@…"')
    expect(words).toContain(`Purchase has "${'x'.repeat(40)}…"`)
  })

  test('is a fault of that metric alone: others are shown, and harm by them stops', () => {
    const readout = look({ joins: [{ metric: 'visit', broken: true, words: 'None of them.' }] })
    expect([dataFaults(readout), validityProblems(readout), liftsHidden(readout)]).toEqual([
      ['join'],
      [],
      false,
    ])
    expect(problemWords('join', readout)).toBe('None of them.')
  })

  test('is asked about where it may be a rare event', () => {
    const readout = look({ joins: [{ metric: 'visit', broken: false, words: 'None of them.' }] })
    expect(dataFaults(readout)).toEqual([])
    expect(suggestAnalyses(readout)).toMatchObject([{ code: 'join:visit', seen: 'None of them.' }])
  })
})

describe('people in arms that nobody planned', () => {
  const strays = (users: number) => [{ name: 'qa_test', users }]
  const hurt = twoArmed(unsubscribe(3, 300))

  test('are named and left out while they are a handful', () => {
    const readout = look({ ...hurt, strays: strays(2) })
    expect(readout.strays).toEqual(strays(2))
    expect(validityProblems(readout)).toEqual([])
    expect(readout.metrics[0]).toMatchObject({ comparisons: [{ harmed: true }] })
  })

  test('are a fault from one in a hundred on, behind which harm is still looked for', () => {
    const people = (hurt.users ?? []).reduce((sum, each) => sum + each, 0)
    expect(validityProblems(look({ ...hurt, strays: strays(Math.floor(people / 100)) }))).toEqual([])
    const readout = look({ ...hurt, strays: strays(Math.ceil(people / 99)) })
    expect(validityProblems(readout)).toEqual(['strays'])
    expect(liftsHidden(readout)).toBe(true)
    expect(readout.metrics[0]).toMatchObject({ comparisons: [{ harmed: true }] })
    expect(readout.verdicts).toMatchObject([
      { alongside: expect.arrayContaining(['Unsubscribe is worse in Mens E-Mail than its margin allows.']) },
    ])
    expect(problemWords('strays', readout)).toMatch(
      /^1\.0\s% of people are in arms that the brief does not plan: "qa_test" 431; planned are "No E-Mail" and "Mens E-Mail"\.$/,
    )
  })

  test('are the fault, not that there is no data, where nobody is in a planned one', () => {
    const nobody = look({ users: [0, 0, 0], strays: strays(90) })
    expect(validityProblems(nobody)).toEqual(['strays'])
  })
})

describe('the newest value of each metric', () => {
  const HOUR = 3_600_000
  const asOf = new Date('2026-03-09T08:00:00Z')
  const back = (hours: number) => new Date(asOf.getTime() - hours * HOUR)
  const fed = (newest: Date | null, values: number): Partial<ReadoutInput> => ({
    metrics: [{ ...PURCHASE, arrived: { newest, values } } as typeof PURCHASE],
    firstExposure: back(144),
  })

  test('is said where the feed has stopped and other data is fresh', () => {
    const readout = look(fed(back(96), 400))
    expect(readout.behind).toEqual([
      { metric: 'purchase', label: 'Purchase', newest: back(96).toISOString() },
    ])
    expect(suggestAnalyses(readout).map(({ seen }) => seen)).toContain(
      'Purchase: nothing newer than 5 March, where other data is of 9 March.',
    )
  })

  test.each<[string, Date | null, number]>([
    ['within a day', back(24), 4000],
    ['of a rare event that may be silent so long', back(96), 3],
    ['where there is none at all', null, 0],
  ])('is no news %s', (_case, newest, values) => {
    expect(look(fed(newest, values)).behind).toEqual([])
  })

  test('is said where it is from before the campaign, once that should have shown', () => {
    expect(look(fed(back(200), 0)).behind).toHaveLength(1)
    expect(look({ ...fed(back(200), 0), firstExposure: back(30) }).behind).toEqual([])
  })
})
