import { describe, expect, it } from 'vitest'
import type { ReadoutInput } from '../../../src/domain/readout/input.ts'
import { readout } from '../../../src/domain/readout/look.ts'
import { suggestAnalyses } from '../../../src/domain/readout/suggestions.ts'
import { comparison, looks, type ToldMetric, told, verdict } from './told.ts'

const reason = (input: ReadoutInput) => verdict(readout(input)).reason

/** 31 248 people by the horizon give +10 % over 10 % its 80 %. */
function planned(
  horizonDays: number,
  day: number,
  rates: readonly [number, number],
  metric: Partial<ToldMetric> = {},
) {
  const people = Math.round((15_624 * day) / horizonDays)
  const sums = rates.map((rate) => Math.round(people * rate))
  const changes = { day, horizonDays, plannedUnits: 31_248, minimumEffect: 0.1 }
  return told([people, people], [{ sums, ...metric }], changes)
}

describe('a campaign as it was planned', () => {
  it.each([14, 28, 49, 56, 84, 365])('for %i days is never too long for its own plan', (horizon) => {
    for (const day of [7, 10, Math.round(horizon / 2), horizon - 1].filter((each) => each >= 7)) {
      for (const rates of [
        [0.1, 0.11],
        [0.1, 0.125],
        [0.095, 0.1],
        [0.1, 0.1],
      ] as const) {
        const { verdict: word } = verdict(readout(planned(horizon, day, rates)))
        expect(word, `day ${day} of ${horizon}`).not.toBe('redesign')
        if (rates[1] > 1.06 * rates[0]) expect(word, `day ${day} of ${horizon}`).not.toBe('stop')
      }
    }
  })

  it('has days that are left, not too many, at +23.7 % too', () => {
    const input = told([1_953, 1_953], [{ sums: [198, 245] }], {
      ...{ day: 7, horizonDays: 56, plannedUnits: 31_248, minimumEffect: 0.1 },
    })
    expect(reason(input)).toBe('About 43 of 50 days left to see +10 % on m; nothing is worse.')
  })

  it('is told to stop where even the best that is open takes too long', () => {
    const slow = told([300, 300], [{ sums: [31, 30] }], {
      day: 10,
      plannedUnits: 40_000,
      minimumEffect: 0.02,
    })
    const { plannedUnits: _, ...open } = slow
    expect(verdict(readout(open))).toMatchObject({ rule: 10, verdict: 'redesign' })
    expect(reason(open)).toMatch(
      /^Too few people to see \+2 % on m: about [\d\u202f]+ more days needed, \d+ planned\.$/,
    )
  })

  it('promises no day beyond the last on which anything can be found', () => {
    const late = told([5_000, 5_000], [{ sums: [600, 546] }], {
      ...{ day: 9, plannedUnits: 16_000, minimumEffect: 0.1 },
    })
    expect(reason(late)).toBe(
      'The 14 days will probably end without an answer on +10 % on m; nothing is worse.',
    )
  })
})

describe('a goal with a window', () => {
  const WINDOW = 14
  /** Of `came` people an arm those who came more than a window ago count. */
  function windowed(day: number, sums: readonly number[], changes: Partial<ReadoutInput> = {}) {
    const came = Math.min(15_624, 1_116 * day)
    const counted = Math.min(15_624, Math.max(0, 1_116 * (day - WINDOW)))
    const rows = sums.map((sum) => ({ n: counted, sum, sumSquares: sum }))
    const metric = { sums: rows, windowDays: WINDOW, waiting: [came - counted, came - counted] }
    return told([came, came], [metric], { day, plannedUnits: 31_248, minimumEffect: 0.1, ...changes })
  }

  it('counts nobody while all are inside it, spends nothing, and says so', () => {
    const seen = readout(windowed(7, [0, 0]))
    expect(seen).toMatchObject({ fractions: [], crossings: [] })
    expect(verdict(seen).verdict).not.toMatch(/redesign|stop|ship/)
    const [metric] = seen.metrics
    expect(metric?.measured && metric.values).toMatchObject([
      { n: 0, waiting: 7_812 },
      { n: 0, waiting: 7_812 },
    ])
  })

  it('takes its share of the plan from those who count, and ends a window after the horizon', () => {
    const seen = looks([windowed(18, [446, 450]), windowed(21, [781, 790]), windowed(28, [1_562, 1_580])])
    const shares = seen.map(({ fractions }) => fractions.at(-1))
    expect(shares).toEqual([expect.closeTo(4 / 14, 2), 0.5, 1])
    expect(seen[1]?.verdicts[0]?.reason).toMatch(
      /^About [67] of 2[78] days left to see \+10 % on m; nothing is worse\. 15\u202f624 people are still inside their 14 days\.$/,
    )
    expect(seen[2]?.verdicts[0]?.verdict).toMatch(/stop|iterate/)
  })

  it('is not told to stop early by people who are not there yet', () => {
    for (const day of [15, 16, 18, 21, 25]) {
      const people = 1_116 * (day - WINDOW)
      const sums = [Math.round(people * 0.1), Math.round(people * 0.11)]
      expect(['keep running', 'ship']).toContain(verdict(readout(windowed(day, sums))).verdict)
    }
  })

  it('ships by people who have passed it', () => {
    expect(verdict(readout(windowed(28, [1_562, 1_800])))).toMatchObject({ rule: 5, verdict: 'ship' })
  })
})

describe('after the horizon', () => {
  const ended = told([14_000, 14_000], [{ sums: [1_400, 1_460] }], {
    plannedUnits: 28_000,
    minimumEffect: 0.1,
  })
  const longAfter = told([28_000, 28_000], [{ sums: [2_800, 3_250] }], {
    ...{ day: 28, plannedUnits: 28_000, minimumEffect: 0.1 },
  })

  it('what only came later is said as that, and nothing is called untold', () => {
    const [, later] = looks([ended, longAfter])
    if (!later) throw new Error('no look')
    expect(comparison(later).finding).toBe('unclear')
    const { relative } = comparison(later)
    expect(relative.computable && relative.decides?.low).toBeGreaterThan(0)
    expect(verdict(later).reason).toBe(
      '+10 % on m is still possible in B at the horizon; m is better only by what came after the last planned look.',
    )
    expect(suggestAnalyses(later)).toEqual([])
  })

  it('what the horizon found stays found', () => {
    const found = { ...ended, metrics: told([14_000, 14_000], [{ sums: [1_400, 1_600] }]).metrics }
    const [, later] = looks([found, longAfter])
    expect(later?.verdicts[0]).toMatchObject({ rule: 5, verdict: 'ship' })
  })

  it('asks for nobody’s model in days that are not left', () => {
    const [first] = suggestAnalyses(readout(ended))
    expect(first).toMatchObject({
      step: 'analyze',
      seen: expect.stringMatching(/ on day 14 of 14: no difference is found\.$/),
    })
    const before = { ...ended, day: 12, plannedUnits: 32_000 }
    expect(suggestAnalyses(readout(before))[0]).toMatchObject({ step: 'model' })
  })

  it('what is ruled out is so by the sign that is wanted', () => {
    const churn = (label: string, direction: 'up' | 'down') =>
      told([50_000, 50_000], [{ label, direction, sums: [3_000, 2_990] }], { minimumEffect: 0.08 })
    expect(reason(churn('Churn', 'down'))).toBe('−8 % on Churn is ruled out in B at the horizon.')
    expect(reason(churn('Visit', 'up'))).toBe('+8 % on Visit is ruled out in B at the horizon.')
    const before = { ...churn('Churn', 'down'), day: 8, plannedUnits: 180_000, minimumEffect: 0.06 }
    expect(reason(before)).toMatch(/^About \d+ of \d+ days left to see −6 % on Churn; /)
  })
})
