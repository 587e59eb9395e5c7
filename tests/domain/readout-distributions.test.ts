import { describe, expect, it } from 'vitest'
import { chiSquareUpperTail, tCdf, tQuantile } from '../../src/domain/readout/distributions.ts'
import { haveVectors, misses, vectors } from '../support/vectors.ts'

type Answer = (input: Record<string, number>) => Record<string, number>

const ANSWERS: Record<string, Answer> = {
  't.cdf': ({ t = NaN, df = NaN }) => ({ cdf: tCdf(t, df), sf: tCdf(-t, df) }),
  't.quantile': ({ p = NaN, df = NaN }) => ({ quantile: tQuantile(p, df) }),
  // The upper tail alone: a sample-ratio check needs no other, and the records give lower tails below 1e-60 as 0.
  'chisquare.cdf': ({ x = NaN, df = NaN }) => ({ sf: chiSquareUpperTail(x, df) }),
}

describe.skipIf(!haveVectors)('distributions against 60-digit values', () => {
  it.each(Object.entries(ANSWERS))('%s', (kind, answer) => {
    const records = vectors('distributions.json', kind)
    expect(records.length).toBeGreaterThan(40)
    const failed = records.flatMap((record) => misses(record, answer(record.input as Record<string, number>)))
    expect(failed).toEqual([])
  })
})

describe('tails', () => {
  it('keep their digits where 1 − cdf would be zero', () => {
    expect(tCdf(-15, 96170.3) / 4.1913312120236744e-51).toBeCloseTo(1, 9)
    expect(chiSquareUpperTail(600, 2) / 5.148200222412013e-131).toBeCloseTo(1, 9)
  })

  it('meet the quantiles that intervals are made of', () => {
    expect(tQuantile(0.975, 1e9)).toBeCloseTo(1.959963986912325, 9)
    expect(tQuantile(0.95, 5)).toBeCloseTo(2.0150483733330233, 12)
  })
})
