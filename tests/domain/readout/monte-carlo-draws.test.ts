import { describe, expect, it } from 'vitest'
import { count, events, normal, stream } from '../../../bench/monte-carlo/draws.ts'
import type { Estimate } from '../../../bench/monte-carlo/figures.ts'
import { binomial, uniform } from '../../../bench/monte-carlo/random.ts'
import { WITH_AN_EFFECT, WITHOUT_AN_EFFECT } from '../../../bench/monte-carlo/settings/all.ts'
import { rate } from '../../../bench/monte-carlo/settings/base.ts'
import {
  actedBy,
  BEFORE,
  BEFORE_PRODUCTS,
  BEFORE_SQUARES,
  draw,
  LARGEST,
  meanOf,
  N,
  PLACES,
  SQUARES,
  SUM,
  times,
  UNDER,
  type Values,
} from '../../../bench/monte-carlo/values.ts'

describe('draws', () => {
  const RUNS = 20_000

  function spreadOf(drawn: readonly number[]): Estimate & { variance: number } {
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (drawn.length - 1)
    return { mean, variance, se: Math.sqrt(variance / drawn.length) }
  }

  it.each([
    ['few of many', 500, 0.01],
    ['many', 1000, 0.1],
    ['most', 200, 0.9],
    ['half of a few', 12, 0.5],
  ])('of %s have the mean and the spread of a binomial', (_, n, share) => {
    const random = stream(3, n)
    const { mean, variance, se } = spreadOf(Array.from({ length: RUNS }, () => count(n, share, random)))
    expect(Math.abs(mean - n * share)).toBeLessThan(4 * se)
    expect(variance / (n * share * (1 - share))).toBeGreaterThan(0.95)
    expect(variance / (n * share * (1 - share))).toBeLessThan(1.05)
  })

  it('by rejection are as likely as the binomial says', () => {
    const random = stream(11)
    const drawn = Array.from({ length: RUNS }, () => count(40, 0.3, random))
    const twelve = drawn.filter((each) => each === 12).length / RUNS
    expect(Math.abs(twelve - 0.13657)).toBeLessThan(0.01)
  })

  it('from a table agree with them', () => {
    const { mean, variance } = spreadOf(Array.from({ length: RUNS }, binomial(200, 0.1, uniform(3))))
    expect(Math.abs(mean - 20)).toBeLessThan(0.15)
    expect(Math.abs(variance - 18)).toBeLessThan(1)
  })

  it('of numbers lie between 0 and 1, and differ by each key', () => {
    for (const random of [uniform(4), stream(4)]) {
      const between = Array.from({ length: 1000 }, random)
      expect(Math.min(...between) >= 0 && Math.max(...between) < 1).toBe(true)
    }
    expect(stream(1, 2)()).toBe(stream(1, 2)())
    expect(new Set([stream(1, 2)(), stream(1, 3)(), stream(2, 2)(), stream(2, 1)()]).size).toBe(4)
  })

  it('are normal, or Poisson', () => {
    const random = stream(6)
    const bell = spreadOf(Array.from({ length: RUNS }, () => normal(random)))
    expect(Math.abs(bell.mean)).toBeLessThan(0.03)
    expect(Math.abs(bell.variance - 1)).toBeLessThan(0.05)
    const rare = spreadOf(Array.from({ length: RUNS }, () => events(2, random)))
    expect(Math.abs(rare.mean - 2)).toBeLessThan(0.05)
    expect(Math.abs(rare.variance - 2)).toBeLessThan(0.1)
  })
})

describe('values', () => {
  const PEOPLE = 100_000

  function sums(values: Values, n = PEOPLE): (place: number) => number {
    const into = new Float64Array(PLACES)
    draw(values, n, 1, stream(12, n), into)
    return (place) => into[place] ?? 0
  }

  it.each<[Values, number]>([
    [rate(0.1), 0.09],
    [{ kind: 'exponential', mean: 10 }, 100],
    [{ kind: 'normal', mean: 10, spread: 3 }, 9],
    [{ kind: 'lognormal', mean: 20, sigma: 0.5, payers: 1 }, 400 * (Math.exp(0.25) - 1)],
    [{ kind: 'lognormal', mean: 20, sigma: 0.5, payers: 0.1 }, 40 * Math.exp(0.25) - 4],
  ])('%o have their mean and variance', (values, variance) => {
    const at = sums(values)
    const mean = at(SUM) / at(N)
    expect(at(N)).toBe(PEOPLE)
    expect(Math.abs(mean - meanOf(values))).toBeLessThan(4 * Math.sqrt(variance / PEOPLE))
    expect((at(SQUARES) / at(N) - mean ** 2) / variance).toBeGreaterThan(0.95)
    expect((at(SQUARES) / at(N) - mean ** 2) / variance).toBeLessThan(1.05)
    expect(at(LARGEST) ** 2).toBeGreaterThanOrEqual(at(SQUARES) / at(N))
  })

  it.each<Values>([
    { kind: 'clicks', rate: 0.1, moreSessions: 2 },
    { kind: 'orders', mean: 30, sigma: 0.5, share: 0.5, moreOrders: 0.5 },
  ])('%o have their ratio', (values) => {
    const at = sums(values)
    expect(at(SUM) / at(UNDER) / meanOf(values)).toBeGreaterThan(0.97)
    expect(at(SUM) / at(UNDER) / meanOf(values)).toBeLessThan(1.03)
  })

  it.each<Values>([{ kind: 'normal', mean: 10, spread: 3, before: 0.9 }, rate(0.1, { before: 0.9 })])(
    '%o go with what was before',
    (values) => {
      const at = sums(values)
      const n = at(N)
      const together = at(BEFORE_PRODUCTS) / n - (at(SUM) / n) * (at(BEFORE) / n)
      const spread = (squares: number, sum: number) => at(squares) / n - (at(sum) / n) ** 2
      const correlation = together / Math.sqrt(spread(SQUARES, SUM) * spread(BEFORE_SQUARES, BEFORE))
      expect(Math.abs(correlation - 0.9)).toBeLessThan(0.01)
    },
  )

  it('have so many times their mean with an effect', () => {
    for (const { metrics } of [...WITHOUT_AN_EFFECT, ...WITH_AN_EFFECT])
      for (const { values } of metrics)
        for (const each of values) expect(meanOf(times(each, 2))).toBeCloseTo(2 * meanOf(each), 12)
  })

  it('that come later have all come by the end', () => {
    const acting = { from: 8, to: 11 }
    expect([6, 11].map((days) => actedBy(acting, days))).toEqual([0, 1])
    expect(actedBy({ from: 0, to: 14 }, 0)).toBeCloseTo(1 / 28, 3)
  })
})
