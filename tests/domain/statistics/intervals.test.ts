import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alwaysValidInterval,
  oneSidedAlwaysValid,
  sequentialRho,
} from '../../../src/domain/statistics/always-valid.ts'
import { absolutePrior, posterior } from '../../../src/domain/statistics/bayesian.ts'
import { peoplePerDay, scaledLift } from '../../../src/domain/statistics/impact.ts'
import { type Contrast, fixedInterval } from '../../../src/domain/statistics/lift.ts'
import { oneSidedInterval } from '../../../src/domain/statistics/one-sided.ts'

/** 1104 of 48213 against 1219 of 48190, relative. */
const CLICKS: Contrast = { lift: 0.10469366051047935, se: 0.045341574441415664, df: 96170.14957262858 }
const PLAN = { units: 96403, planned: 5000 }

describe('an always-valid interval', () => {
  it('has the figures of gbstats 0.8.0', () => {
    expect(sequentialRho(0.05, 5000)).toBeCloseTo(0.03984006677137368, 15)
    expect(alwaysValidInterval(CLICKS, PLAN)).toMatchObject({
      low: expect.closeTo(-0.04637329393124884, 12),
      high: expect.closeTo(0.25576061495220753, 12),
      p: expect.closeTo(0.878175245802122, 12),
    })
  })

  it('has a one-sided twin with the p at which its bound meets zero', () => {
    const loss: Contrast = { lift: -0.08, se: 0.025275442627182614, df: 49900 }
    const plan = { units: 50000, planned: 5000 }
    const found = oneSidedAlwaysValid(loss, plan, 'lesser')
    expect(found).toMatchObject({
      low: Number.NEGATIVE_INFINITY,
      high: expect.closeTo(-0.004459476175544749, 12),
      p: expect.closeTo(0.02916, 4),
    })
    expect(oneSidedAlwaysValid(loss, plan, 'greater')).toMatchObject({
      p: 0.5,
      high: Number.POSITIVE_INFINITY,
    })
  })

  it('is wider than the fixed one, and excludes zero exactly where p is below alpha', () => {
    const contrast = fc.record({
      lift: fc.double({ min: -1, max: 1, noNaN: true }),
      se: fc.double({ min: 0.001, max: 1, noNaN: true }),
      df: fc.constant(1e6),
    })
    const plan = fc.record({
      units: fc.integer({ min: 10, max: 10_000_000 }),
      planned: fc.integer({ min: 100, max: 1_000_000 }),
    })
    fc.assert(
      fc.property(contrast, plan, (any, at) => {
        const always = alwaysValidInterval(any, at)
        const fixed = fixedInterval(any, 0.05)
        if (!always.computable || !fixed.computable) throw new Error('not computable')
        expect(always.high - always.low).toBeGreaterThan(fixed.high - fixed.low)
        if (Math.abs(always.p - 0.05) < 1e-9) return
        expect(always.low > 0 || always.high < 0).toBe(always.p < 0.05)
      }),
    )
  })

  it('says nothing where there is no spread', () => {
    expect(alwaysValidInterval({ lift: 1, se: 0, df: 10 }, PLAN)).toMatchObject({ computable: false })
    expect(oneSidedAlwaysValid({ lift: 1, se: 0, df: 10 }, PLAN, 'greater').computable).toBe(false)
    expect(oneSidedInterval({ lift: 1, se: 0, df: 10 }, 0.05, 'greater').computable).toBe(false)
  })
})

describe('a one-sided test', () => {
  it('has the figures of gbstats 0.8.0', () => {
    const win: Contrast = { lift: 0.08, se: 0.028376892007406306, df: 49939.6 }
    expect(oneSidedInterval(win, 0.05, 'greater')).toMatchObject({
      low: expect.closeTo(0.03332330041267737, 8),
      high: Number.POSITIVE_INFINITY,
      p: expect.closeTo(0.002408158102374, 8),
    })
    expect(oneSidedInterval(win, 0.05, 'lesser')).toMatchObject({
      high: expect.closeTo(0.1266766995873225, 8),
      p: expect.closeTo(0.997591841897626, 8),
    })
  })
})

describe('the daily impact', () => {
  it('is the absolute lift times people a day at full traffic', () => {
    const daily = peoplePerDay({ people: 96403, share: 0.5, days: 14 })
    expect(daily).toBeCloseTo(13771.857142857143, 9)
    const lift = fixedInterval({ lift: 0.002, se: 0.001, df: 1e6 }, 0.05)
    if (!lift.computable) throw new Error(lift.problem)
    expect(scaledLift(lift, 1000)).toMatchObject({ lift: 2, se: 1, p: lift.p, low: lift.low * 1000 })
  })

  it.each([
    [0, 1, 7],
    [100, 0, 7],
    [100, 1, 0],
  ])('is not known for %i people, a share of %d and %i days', (people, share, days) => {
    expect(peoplePerDay({ people, share, days })).toBeNull()
  })
})

describe('the posterior', () => {
  it('has the figures of gbstats 0.8.0', () => {
    const seen = posterior(CLICKS, { mean: 0.02, variance: 0.01 })
    expect(seen.mean).toBeCloseTo(0.09025104135378403, 14)
    expect(seen.sd).toBeCloseTo(0.041295005451908715, 14)
    expect(seen.chanceToWin).toBeCloseTo(0.9855746126066917, 12)
    expect(seen.risk.treatment).toBeCloseTo(0.0002102781150367035, 12)
    expect([seen.low, seen.high]).toEqual([
      expect.closeTo(0.009314317926657753, 12),
      expect.closeTo(0.1711877647809103, 12),
    ])
    expect(posterior(CLICKS, null).chanceToWin).toBeCloseTo(0.9895281880379841, 12)
  })

  it('turns round where lower is better, and takes a relative prior to the absolute scale', () => {
    const up = posterior(CLICKS, null)
    const down = posterior(CLICKS, null, { lowerIsBetter: true })
    expect(down.chanceToWin).toBeCloseTo(1 - up.chanceToWin, 12)
    expect(down.risk).toEqual({ control: up.risk.treatment, treatment: up.risk.control })
    expect(absolutePrior({ mean: 0.1, variance: 0.04 }, -5)).toEqual({ mean: 0.5, variance: 1 })
  })

  it('never has a negative risk, and its risks differ by the mean', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (lift, se) => {
          const { risk, chanceToWin } = posterior({ lift, se, df: 100 }, null)
          expect(Math.min(risk.control, risk.treatment, chanceToWin)).toBeGreaterThanOrEqual(0)
          expect(risk.control - risk.treatment).toBeCloseTo(lift, 9)
        },
      ),
    )
  })
})
