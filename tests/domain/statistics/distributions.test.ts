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
