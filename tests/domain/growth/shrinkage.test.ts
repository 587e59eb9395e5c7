import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrationOf, chanceToHold } from '../../../src/domain/growth/calibration.ts'
import type { Score } from '../../../src/domain/growth/score.ts'
import { type Estimate, priorOf, shrink } from '../../../src/domain/growth/shrinkage.ts'
import { wilson } from '../../../src/domain/growth/wilson.ts'
import { measured, predicted } from '../../slack/cards/facts.ts'

describe('Wilson', () => {
  // Newcombe, Stat. Med. 17 (1998) 857–872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d', (count, of, low, high) => {
    const share = wilson(count, of)
    expect(share.low).toBeCloseTo(low, 4)
    expect(share.high).toBeCloseTo(high, 4)
    expect(share.share).toBe(count / of)
  })

  it('says nothing of nothing, and keeps to 0 and 1', () => {
    expect(wilson(0, 0)).toEqual({ of: 0, count: 0, share: null, low: 0, high: 1 })
    expect(wilson(7, 7)).toMatchObject({ share: 1, high: 1 })
  })
})

/** Relative risks of the BCG vaccine: Colditz et al., JAMA 271 (1994) 698–702; cases and others, treated and control. */
const BCG = [
  [4, 119, 11, 128],
  [6, 300, 29, 274],
  [3, 228, 11, 209],
  [62, 13_536, 248, 12_619],
  [33, 5_036, 47, 5_761],
  [180, 1_361, 372, 1_079],
  [8, 2_537, 10, 619],
  [505, 87_886, 499, 87_892],
  [29, 7_470, 45, 7_232],
  [17, 1_699, 65, 1_600],
  [186, 50_448, 141, 27_197],
  [5, 2_493, 3, 2_338],
  [27, 16_886, 29, 17_825],
].map(([a = 0, b = 0, c = 0, d = 0]): Estimate => {
  const variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
  return { lift: Math.log(a / (a + b) / (c / (c + d))), se: Math.sqrt(variance) }
})

/** Coaching in eight schools: Rubin, J. Educ. Stat. 6 (1981) 377–401; Gelman et al., Bayesian Data Analysis, 5.5. */
const SCHOOLS = [
  [28, 15],
  [8, 10],
  [-3, 16],
  [7, 11],
  [-1, 9],
  [1, 11],
  [18, 10],
  [12, 18],
].map(([lift = 0, se = 0]): Estimate => ({ lift, se }))

describe('the spread of true lifts', () => {
  it('is that of the published meta-analysis', () => {
    // metafor 4, rma(measure = "RR", method = "DL", data = dat.bcg): 0.3088, −0.7141, 0.1787, Q = 152.2330.
    const prior = priorOf(BCG)
    expect((prior?.tau ?? 0) ** 2).toBeCloseTo(0.3088, 4)
    expect(prior?.mean).toBeCloseTo(-0.7141, 4)
    expect(prior?.meanSe).toBeCloseTo(0.1787, 4)
    expect(prior?.q).toBeCloseTo(152.233, 3)
  })

  it('is none where chance explains it all: every school gets the mean', () => {
    const prior = priorOf(SCHOOLS)
    expect(prior?.tau).toBe(0)
    expect(prior?.mean).toBeCloseTo(7.7, 1)
    expect(prior?.meanSe).toBeCloseTo(4.1, 1)
    for (const school of SCHOOLS) expect(prior && shrink(school, prior).lift).toBeCloseTo(7.69, 2)
  })

  it('is not said of fewer than three', () => {
    expect(priorOf(BCG.slice(0, 2))).toBeNull()
    expect(priorOf(BCG.slice(0, 3))).not.toBeNull()
  })
})

describe('a shrunk lift', () => {
  // By hand: +10 %, +2 %, −3 % with se 2 points each. Mean 3, Q = (49 + 1 + 36)/4 = 21.5, Σw = 0.75, Σw²/Σw = 0.25,
  // τ² = 19.5/0.5 = 39 points², B = 4/43, shrunk +10 % = 10 − 7·4/43 = 9.3488, Var(μ) = 43/3,
  // variance 4·39/43 + (4/43)²·43/3 = 3.7519.
  const points = [10, 2, -3].map((lift) => ({ lift: lift / 100, se: 0.02 }))
  it('is what it is by hand', () => {
    const prior = priorOf(points)
    expect(prior?.tau).toBeCloseTo(Math.sqrt(39) / 100, 10)
    const [shrunk] = points.map((each) => prior && shrink(each, prior))
    expect(shrunk?.lift).toBeCloseTo(0.093488, 6)
    expect(shrunk?.se).toBeCloseTo(Math.sqrt(3.7519) / 100, 6)
    expect(shrunk?.high).toBeCloseTo(0.093488 + 1.959964 * 0.01937, 5)
    expect(shrunk?.towardsMean).toBeCloseTo(4 / 43, 10)
  })

  const estimate = fc.record({
    lift: fc.double({ min: -0.9, max: 5, noNaN: true }),
    se: fc.double({ min: 0.001, max: 2, noNaN: true }),
  })
  const family = fc.array(estimate, { minLength: 3, maxLength: 12 })

  it('lies between what was measured and the mean, in an interval about it', () => {
    fc.assert(
      fc.property(family, (estimates) => {
        const prior = priorOf(estimates)
        if (!prior) throw new Error('There are three')
        for (const each of estimates) {
          const { lift, low, high } = shrink(each, prior)
          const dust = 1e-9
          expect(lift).toBeGreaterThanOrEqual(Math.min(each.lift, prior.mean) - dust)
          expect(lift).toBeLessThanOrEqual(Math.max(each.lift, prior.mean) + dust)
          expect(low).toBeLessThan(lift)
          expect(high).toBeGreaterThan(lift)
        }
      }),
    )
  })

  it('is the more of the mean the less exactly it was measured, and less sure of nothing than what was measured alone', () => {
    fc.assert(
      fc.property(family, fc.double({ min: 1.01, max: 10, noNaN: true }), (estimates, factor) => {
        const prior = priorOf(estimates)
        const [first] = estimates
        if (!prior || !first) throw new Error('There are three')
        const sharp = shrink(first, prior)
        const blunt = shrink({ ...first, se: first.se * factor }, prior)
        expect(blunt.towardsMean).toBeGreaterThanOrEqual(sharp.towardsMean)
        expect(sharp.towardsMean).toBeGreaterThan(0)
        expect(sharp.towardsMean).toBeLessThanOrEqual(1)
        expect(Math.abs(blunt.lift - prior.mean)).toBeLessThanOrEqual(
          Math.abs(sharp.lift - prior.mean) + 1e-9,
        )
      }),
    )
  })

  it('does not hang on the order, nor on the unit', () => {
    fc.assert(
      fc.property(family, (estimates) => {
        const [one, other] = [priorOf(estimates), priorOf([...estimates].reverse())]
        expect(one?.mean).toBeCloseTo(other?.mean ?? Number.NaN, 8)
        const percent = priorOf(estimates.map(({ lift, se }) => ({ lift: 100 * lift, se: 100 * se })))
        expect((percent?.tau ?? 0) / 100).toBeCloseTo(one?.tau ?? Number.NaN, 6)
      }),
    )
  })
})

describe('calibration', () => {
  const scored = (lift: number, low: number | null, high: number | null, se = 0.03): Score => {
    const prediction = { ...predicted('data', 'URAJ'), lift, low, high }
    const found = { ...measured(), lift: 0.05, se }
    const inRange = low === null || high === null ? null : low <= 0.05 && 0.05 <= high
    return {
      prediction,
      measured: found,
      error: lift - 0.05,
      inMeasured: Math.abs(lift - 0.05) < 0.06,
      inRange,
    }
  }

  it('counts what lay in its range, and the mean error', () => {
    const all = calibrationOf([scored(0.1, 0, 0.2), scored(0.2, 0.1, 0.3), scored(0.03, null, null)])
    expect(all).toMatchObject({ n: 3, inMeasured: 2, inRange: { of: 2, count: 1 } })
    expect(all.meanError).toBeCloseTo((0.05 + 0.15 - 0.02) / 3, 12)
    expect(calibrationOf([])).toMatchObject({ n: 0, meanError: null, expectedInRange: 0 })
  })

  it('expects 8 of 10 of ranges that are right where measuring is exact, and fewer where it is not', () => {
    expect(chanceToHold(scored(0.1, 0, 0.2, 1e-9))).toBeCloseTo(0.8, 8)
    // σ = 0.1/1.28155 = 0.078031; with as large an error of the measuring: 2Φ(1.28155/√2) − 1 = 0.6352.
    expect(chanceToHold(scored(0.1, 0, 0.2, 0.0780304))).toBeCloseTo(0.6352, 4)
  })
})
