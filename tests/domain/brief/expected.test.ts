import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KnownBaseline } from '../../../src/domain/brief/baseline.ts'
import { expectedOf } from '../../../src/domain/brief/expected.ts'
import { neededOf } from '../../../src/domain/brief/needed.ts'
import type { Brief, Guardrail, Outcome } from '../../../src/domain/state/brief.ts'
import { BRIEF } from '../../slack/cards/facts.ts'

const rate = (mean: number): KnownBaseline => ({
  seen: null,
  kind: 'proportion',
  unit: null,
  mean,
  variance: mean * (1 - mean),
})
const OUTCOME: Outcome = { metric: 'purchase', direction: 'up', minimumEffect: 0.1, secondary: [] }
const KNOWN = new Map([
  ['purchase', rate(0.1)],
  ['unsubscribe', rate(0.05)],
])
const arms = (...weights: number[]) => weights.map((weight, i) => ({ name: `arm ${i}`, weight }))

/** A tenth of people buy, and a tenth more would. */
function about(size: number | null, changes: Partial<Brief> = {}, { known = KNOWN, windowDays = 0 } = {}) {
  const brief = { ...BRIEF, outcome: OUTCOME, guardrails: [], arms: arms(1, 1), ...changes }
  return expectedOf({ ...brief, audience: { words: 'lapsed', size } }, known, windowDays)
}

describe('the day by which 4 of 5 campaigns have shipped', () => {
  // Simulated through readout() with looks from the first day on it is 10 for 62 500 people; nothing before day 7 saves a day.
  it.each([
    [312_000, 7],
    [125_000, 7],
    [62_500, 9],
    [40_000, 13],
    [31_248, null],
  ])('with %d people is %s', (size, day) => {
    expect(about(size)).toMatchObject({ day, lastDay: 14 })
  })

  it('is no day where fewer do: then the chance by the last one, as was simulated', () => {
    expect(about(31_248)?.chance).toBeCloseTo(0.79, 2)
    expect(about(62_500, { arms: arms(1, 1, 1, 1) })).toMatchObject({ day: null })
    expect(about(62_500, { arms: arms(1, 1, 1, 1) })?.chance).toBeCloseTo(0.64, 2)
  })

  it('is never before the minimum runtime, or the horizon where that is shorter', () => {
    expect(about(1e7)?.day).toBe(7)
    expect(about(1e7, { horizonDays: 3 })).toMatchObject({ day: 3, lastDay: 3 })
  })

  it('waits for those whose window has not passed', () => {
    const windowDays = 14
    expect(about(312_000, {}, { windowDays })).toMatchObject({ day: 17, lastDay: 28 })
    expect(about(40_000, {}, { windowDays })).toMatchObject({ day: 27, lastDay: 28 })
    expect(about(31_248, {}, { windowDays })?.chance).toBeCloseTo(0.79, 1)
  })

  it('is later where the split is uneven, the same for a fall, never later with more people', () => {
    expect(about(62_500, { arms: arms(1, 4) })?.day).toBe(12)
    expect(about(62_500, { outcome: { ...OUTCOME, direction: 'down' } })?.day).toBe(9)
    // z = 0.01/√(0.09/12 500 + 0.0979/50 000) = 3.30 at the end, where an even split has 4.08.
    const day = (size: number) => about(size)?.day ?? Number.POSITIVE_INFINITY
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (size, more) => {
        expect(day(size + more)).toBeLessThanOrEqual(day(size))
      }),
      { numRuns: 30 },
    )
  })

  it('is of a mean by its variance, which grows with it', () => {
    const spend: KnownBaseline = { seen: null, kind: 'mean', unit: 'USD', mean: 10, variance: 900 }
    const known = new Map([['purchase', spend]])
    // z = 0.1·10/√(900·(1 + 1.21)/31 250) = 3.96; of a proportion of a tenth 4.08.
    expect(about(62_500, {}, { known })?.day).toBe(10)
  })

  it('is unknown where something is missing', () => {
    expect(about(null)).toBeNull()
    expect(about(60_000, { horizonDays: null })).toBeNull()
    expect(about(60_000, { outcome: { ...OUTCOME, minimumEffect: null } })).toBeNull()
    expect(about(60_000, {}, { known: new Map() })).toBeNull()
  })
})

describe('guardrails', () => {
  const within = (amount: number, unit: 'relative' | 'absolute'): Guardrail => ({
    metric: 'unsubscribe',
    margin: { amount, unit },
  })

  // Simulated through readout() where nothing happens to them: 38.1 % and 11.9 % shipped.
  it.each([
    [within(0.005, 'absolute'), 0.39, 0.49],
    [within(0.05, 'relative'), 0.125, 0.16],
  ])('have to be proven as well: %j', (guardrail, shipped, proven) => {
    const found = about(31_248, { guardrails: [guardrail] })
    expect(found?.chance).toBeCloseTo(shipped, 2)
    expect(found?.unproven).toEqual({ metric: 'unsubscribe', chance: expect.closeTo(proven, 2) })
  })

  it('are not spoken of where their margin is wide', () => {
    expect(about(62_500, { guardrails: [within(0.02, 'absolute')] })).toMatchObject({
      day: 9,
      unproven: null,
      aside: [],
    })
  })

  it('are left aside, and named, where nothing is known of them', () => {
    const known = new Map([['purchase', rate(0.1)]])
    const found = about(62_500, { guardrails: [within(0.005, 'absolute')] }, { known })
    expect(found).toMatchObject({ day: 9, unproven: null, aside: ['unsubscribe'] })
  })
})

describe('a holdout that is too small', () => {
  const holdout = {
    arms: [
      { name: 'mail', weight: 9 },
      { name: 'holdout', weight: 1 },
    ],
  }
  const rare = new Map([['purchase', rate(0.01)]])

  it('never has the events of a verdict, and a share that would do is known', () => {
    expect(about(16_000, holdout, { known: rare })).toMatchObject({
      day: null,
      chance: 0,
      few: { arm: 'holdout', share: 0.1, has: 16, needs: 30, wanted: 0.1875 },
    })
  })

  it('is one that no split would mend where people are too few', () => {
    expect(about(4_000, holdout, { known: rare })?.few).toMatchObject({ has: 4, wanted: null })
  })

  it('counts the effective people of a mean: 10²/(10² + 9900) of each', () => {
    const spend: KnownBaseline = { seen: null, kind: 'mean', unit: 'USD', mean: 10, variance: 9_900 }
    const found = about(40_000, holdout, { known: new Map([['purchase', spend]]) })
    expect(found?.few).toEqual({ arm: 'holdout', share: 0.1, has: 40, needs: 100, wanted: 0.25 })
  })

  it('decides as soon as it has them', () => {
    const found = about(60_000, { ...holdout, outcome: { ...OUTCOME, minimumEffect: 3 } }, { known: rare })
    // 60 events by day 14, 30 by day 7.
    expect(found).toMatchObject({ day: 7, few: null })
    const later = about(40_000, { ...holdout, outcome: { ...OUTCOME, minimumEffect: 3 } }, { known: rare })
    expect(later).toMatchObject({ day: 11, few: null })
  })
})

describe('what would do', () => {
  const needed = (size: number, changes: Partial<Brief> & { readonly outcome?: Outcome } = {}) =>
    neededOf(
      { ...BRIEF, outcome: OUTCOME, guardrails: [], audience: { words: '', size }, ...changes },
      KNOWN,
      0,
    )

  it.each([2_000, 8_000, 20_000])(
    'for %d people: with either of its numbers 4 of 5 ship, not with less',
    (size) => {
      const { size: people, effect } = needed(size)
      const shipped = (n: number, minimumEffect: number) =>
        about(n, { outcome: { ...OUTCOME, minimumEffect } })?.chance ?? 0
      expect(shipped(people ?? 0, 0.1)).toBeGreaterThan(0.79)
      expect(shipped((people ?? 0) * 0.93, 0.1)).toBeLessThan(0.8)
      expect(shipped(size, effect ?? 0)).toBeGreaterThan(0.79)
      expect(shipped(size, (effect ?? 0) - 0.02)).toBeLessThan(0.8)
    },
  )

  it('is nothing where no effect would be enough', () => {
    const outcome: Outcome = { ...OUTCOME, direction: 'down' }
    expect(needed(40, { outcome })).toMatchObject({ effect: null })
    expect(needed(40, { outcome }).size).toBeGreaterThan(20_000)
  })

  it('takes a year of daily looks in its stride', () => {
    expect(needed(8_000, { horizonDays: 365 })).toMatchObject({ size: expect.any(Number) })
  })
})
