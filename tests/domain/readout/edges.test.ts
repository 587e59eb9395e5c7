import { describe, expect, it } from 'vitest'
import { readout } from '../../../src/domain/readout/look.ts'
import { comparison, type ToldMetric, told, verdict } from './told.ts'

const BETTER: ToldMetric = { sums: [300, 380] }
const complaints = (...sums: number[]): ToldMetric => ({
  name: 'complaints',
  role: 'guardrail',
  direction: 'down',
  margin: { amount: 0.002, unit: 'absolute' },
  sums,
})
const crashFree = (...sums: number[]): ToldMetric => ({ ...complaints(...sums), direction: 'up' })
const guarded = (guardrail: ToldMetric) => told([5_000, 5_000], [BETTER, guardrail], { minimumEffect: 0.1 })

/** Of 8 000 sessions. */
const clicks = (sum: number) => ({
  ...{ sum, sumSquares: 2 * sum },
  denominator: { sum: 8_000, sumSquares: 16_000, products: 2 * sum },
})
/** Of people some of whom did it before, too. */
const known = (sum: number) => ({
  ...{ sum, sumSquares: sum },
  before: { sum: 400, sumSquares: 400, products: Math.min(sum, 200) },
})

describe('an arm at 0 % or 100 %', () => {
  it.each<[string, ToldMetric]>([
    ['nobody converts in the treatment', { sums: [300, 0] }],
    ['everybody complains', { sums: [300, 5_000], direction: 'down' }],
    ['nobody complained before', { sums: [0, 300], direction: 'down' }],
    ['everybody was spared a crash before', { sums: [5_000, 4_700] }],
    ['no click in any session', { kind: 'ratio', sums: [clicks(3_000), clicks(0)] }],
    ['there was no click before', { kind: 'ratio', direction: 'down', sums: [clicks(0), clicks(3_000)] }],
    ['nobody converts, with what they did before', { sums: [known(300), known(0)] }],
    ['nobody complained, with what they did before', { direction: 'down', sums: [known(0), known(300)] }],
    ['nobody spends, with what they did before', { kind: 'mean', sums: [known(900), known(0)] }],
    [
      'nobody spends anything',
      {
        kind: 'mean',
        sums: [
          { sum: 3_000, sumSquares: 9_000 },
          { sum: 0, sumSquares: 0 },
        ],
      },
    ],
    [
      'nobody had a cost before',
      {
        kind: 'mean',
        direction: 'down',
        sums: [
          { sum: 0, sumSquares: 0 },
          { sum: 3_000, sumSquares: 9_000 },
        ],
      },
    ],
  ])('as a goal is harmful: %s', (_, metric) => {
    for (const day of [1, 14]) {
      const seen = readout(told([5_000, 5_000], [metric], { day, minimumEffect: 0.1 }))
      expect(verdict(seen)).toMatchObject({ rule: 3, verdict: 'stop', reason: 'm is worse in B.' })
      expect(comparison(seen)).toMatchObject({ harmed: true, absolute: { computable: true } })
    }
  })

  it.each<[string, ToldMetric]>([
    ['nobody converts in the control', { sums: [0, 300] }],
    ['nobody complains any more', { sums: [300, 0], direction: 'down' }],
    ['everybody converts', { sums: [4_700, 5_000] }],
  ])('as a goal is better, and ships: %s', (_, metric) => {
    const seen = readout(told([5_000, 5_000], [metric], { minimumEffect: 0.1 }))
    expect(verdict(seen)).toMatchObject({ rule: 5, verdict: 'ship' })
    expect(comparison(seen)).toMatchObject({ finding: 'better', harmed: false })
  })

  it.each<[string, ToldMetric]>([
    ['complaints that never happened in the control', complaints(0, 60)],
    ['crashes that never happened in the control', crashFree(5_000, 4_800)],
    ['nobody is spared in the treatment', crashFree(4_900, 0)],
    ['everybody complains in the treatment', complaints(100, 5_000)],
  ])('as a guardrail stops a better goal: %s', (_, guardrail) => {
    const seen = readout(guarded(guardrail))
    const reason = expect.stringMatching(
      /^complaints is [\d.]+ points (higher|lower) in B; 0\.2 was allowed\.$/,
    )
    expect(verdict(seen)).toMatchObject({ rule: 3, verdict: 'stop', reason })
    expect(comparison(seen, 'complaints')).toMatchObject({ guardrail: 'beyond margin', harmed: true })
  })

  it.each<[string, ToldMetric, string]>([
    ['no complaint at all', complaints(0, 0), 'within margin'],
    ['no complaint in the treatment', complaints(40, 0), 'within margin'],
    ['no crash at all', crashFree(5_000, 5_000), 'within margin'],
    ['a few complaints, where there were none', complaints(0, 8), 'not proven'],
    ['nobody in an arm', { ...complaints(0, 0), sums: [{ n: 0, sum: 0, sumSquares: 0 }, 0] }, 'not measured'],
  ])('as a guardrail is measured: %s', (_, guardrail, state) => {
    expect(comparison(readout(guarded(guardrail)), 'complaints').guardrail).toBe(state)
  })

  it('is found within the hour: 300 against 0 of 1 000 on the first day, by a look that does not count', () => {
    const input = told([1_000, 1_000], [{ sums: [300, 0] }], { day: 1, plannedUnits: 20_000 })
    expect(verdict(readout(input, { counts: false })).verdict).toBe('stop')
    const watch = told([1_000, 1_000], [complaints(0, 60)], { day: 1, plannedUnits: 20_000 })
    expect(comparison(readout(watch, { counts: false }), 'complaints').harmed).toBe(true)
  })

  it('of three is judged by itself', () => {
    const seen = readout(told([5_000, 5_000, 5_000], [{ sums: [300, 0, 390] }], { minimumEffect: 0.1 }))
    expect(seen.verdicts.map((each) => each.verdict)).toEqual(['stop', 'ship'])
  })

  it('says what was counted where no relative lift can be printed', () => {
    const { relative, absolute } = comparison(readout(guarded(complaints(0, 60))), 'complaints')
    expect(relative).toMatchObject({ computable: false, problem: 'zero mean' })
    expect(absolute).toMatchObject({ computable: true, lift: 0.012 })
  })
})
