import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareUpperTail,
  logGamma,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
  tReach,
} from '../../../src/domain/statistics/distributions.ts'
import { haveVectors, misses, vectors } from '../../support/vectors.ts'

type Answer = (input: Record<string, number>) => Record<string, number>

const ANSWERS: Record<string, Answer> = {
  'normal.cdf': ({ x = NaN }) => ({ cdf: normalCdf(x), sf: normalCdf(-x) }),
  'normal.quantile': ({ p = NaN }) => ({ quantile: normalQuantile(p) }),
  't.cdf': ({ t = NaN, df = NaN }) => ({ cdf: tCdf(t, df), sf: tCdf(-t, df) }),
  't.quantile': ({ p = NaN, df = NaN }) => ({ quantile: tQuantile(p, df) }),
  // The upper tail alone: the records give lower tails below 1e-60 as 0; docs/statistics.md says how those are read.
  'chisquare.cdf': ({ x = NaN, df = NaN }) => ({ sf: chiSquareUpperTail(x, df) }),
  'chisquare.quantile': ({ p = NaN, df = NaN }) => ({ quantile: chiSquareQuantile(p, df) }),
}

describe.skipIf(!haveVectors)('distributions against 60-digit values', () => {
  it.each(Object.entries(ANSWERS))('%s', (kind, answer) => {
    const records = vectors('distributions.json', kind)
    expect(records.length).toBeGreaterThan(12)
    const failed = records.flatMap((record) => misses(record, answer(record.input as Record<string, number>)))
    expect(failed).toEqual([])
  })
})

describe('tails', () => {
  it('keep their digits where 1 − cdf would be zero', () => {
    expect(tCdf(-15, 96170.3) / 4.1913312120236744e-51).toBeCloseTo(1, 9)
    expect(chiSquareUpperTail(600, 2) / 5.148200222412013e-131).toBeCloseTo(1, 9)
  })

  it('keep their digits in the normal distribution', () => {
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.26234008979841, 12)
    expect(normalQuantile(1e-100)).toBeCloseTo(-21.27345356096533, 11)
    expect(normalCdf(-10) / 7.619853024160527e-24).toBeCloseTo(1, 12)
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
  })

  it('agree with closed forms in the lower tail of χ²', () => {
    // With 2 degrees of freedom the cdf is 1 − exp(−x/2).
    expect(chiSquareCdf(1e-8, 2) / -Math.expm1(-5e-9)).toBeCloseTo(1, 12)
    expect(chiSquareQuantile(0.5, 2)).toBeCloseTo(2 * Math.LN2, 12)
    expect(logGamma(10)).toBeCloseTo(Math.log(362880), 12)
  })

  it('meet the quantiles that intervals are made of', () => {
    expect(tQuantile(0.975, 1e9)).toBeCloseTo(1.959963986912325, 9)
    expect(tQuantile(0.95, 5)).toBeCloseTo(2.0150483733330233, 12)
  })
})

describe('the reach of t', () => {
  // By bisection of the regularised incomplete beta function against erfc(z/√2)/2 with 40 digits.
  it.each([
    [1.959963984540054, 1, 12.7062047361747],
    [1.959963984540054, 4, 2.776445105197794],
    [2.2, 8, 2.6827581668355736],
    [3.03, 9.5, 4.084681397314496],
    [3.7, 22, 4.421250056263082],
    [5, 12, 9.57202998838719],
    [7.9, 40, 12.396619259277085],
    [2.5, 300, 2.5151908627025725],
    [4.2, 1500, 4.213083872493289],
    [6, 2000, 6.027860620205673],
    [7.9, 9000, 7.913935798069402],
    [1.5, 20_000, 1.500060940012282],
    [3, 10_001, 3.000750097503187],
    [8, 10_001, 8.01301663708163],
    [3, Infinity, 3],
    [0, 5, 0],
    [Infinity, 5, Infinity],
  ])('of a boundary of %f with %f degrees of freedom', (z, df, t) => {
    expect(tReach(z, df)).toEqual(Number.isFinite(t) ? expect.closeTo(t, 11) : t)
  })

  it('has the tail of the boundary, lies beyond it, and falls with the degrees of freedom', () => {
    const boundary = fc.double({ min: 0.1, max: 8, noNaN: true })
    const freedom = fc.double({ min: 1, max: 20_000, noNaN: true })
    fc.assert(
      fc.property(boundary, freedom, (z, df) => {
        const t = tReach(z, df)
        expect(tCdf(-t, df) / normalCdf(-z)).toBeCloseTo(1, 6)
        expect(t).toBeGreaterThan(z)
        expect(tReach(z, df * 1.1)).toBeLessThan(t)
      }),
    )
  })
})
