import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  adjustedInterval,
  benjaminiHochberg,
  holm,
  holmByBoundary,
} from '../../../src/domain/statistics/multiple-testing.ts'
import { allowedDifference, marginTest } from '../../../src/domain/statistics/non-inferiority.ts'
import { sequentialSampleRatio } from '../../../src/domain/statistics/sample-ratio-sequence.ts'

const close = (figures: readonly number[], digits = 12) =>
  figures.map((figure) => expect.closeTo(figure, digits))
const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })

describe('adjusted p values', () => {
  it('are those of statsmodels and R', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005, 0.55, 0.6])).toEqual(close([0.05, 0.12, 0.12, 0.03, 1, 1]))
    expect(benjaminiHochberg([0.898, 0.138, 0.007, 0.964, 0.538, 0.006, 0.138])).toEqual(
      close([0.964, 0.2415, 0.0245, 0.964, 0.7532, 0.0245, 0.2415]),
    )
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []])
  })

  it('never fall below the plain ones, nor above 1, and Holm is never the kinder', () => {
    fc.assert(
      fc.property(ps, (family) => {
        const [strict, kind] = [holm(family), benjaminiHochberg(family)]
        for (const [i, p] of family.entries()) {
          expect(strict[i]).toBeLessThanOrEqual(1)
          expect(kind[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12))
          expect(strict[i]).toBeGreaterThanOrEqual((kind[i] ?? 0) * (1 - 1e-12))
        }
      }),
    )
  })

  it('agree with Holm by boundaries where the boundary is p itself', () => {
    fc.assert(
      fc.property(ps, (family) => {
        const none = family.map(() => false)
        const rejected = holmByBoundary(none, (i, alpha) => (family[i] ?? 1) <= alpha)
        const adjusted = holm(family)
        for (const [i, p] of adjusted.entries()) {
          if (Math.abs(p - 0.05) > 1e-12) expect(rejected[i]).toBe(p < 0.05)
        }
      }),
    )
  })

  it('free the share of what was rejected at an earlier look', () => {
    const at = (_: number, alpha: number) => 0.04 <= alpha
    expect(holmByBoundary([false, false], at)).toEqual([false, false])
    expect(holmByBoundary([true, false], at)).toEqual([true, true])
  })
})

describe('the adjusted interval', () => {
  const plain = { low: -0.08, high: 0.02 }
  it.each([
    ['widens', 0.5, -0.03, plain, [-0.11717540855010487, 0.057175408550104875]],
    ['never narrows', 0.01, 0.1, { low: -0.5, high: 0.7 }, [-0.5, 0.7]],
    ['says nothing where p is 1', 1, 0.1, plain, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]],
    ['stays over a lift of zero', 0.03, 0, plain, [-0.08, 0.02]],
  ])('%s', (_, p, lift, interval, wanted) => {
    const { low, high } = adjustedInterval(p, lift, 0.05, interval)
    expect([low, high]).toEqual(wanted.map((end) => (Number.isFinite(end) ? expect.closeTo(end, 12) : end)))
  })
})

describe('a test against a margin', () => {
  it('has the figures of spotify_confidence', () => {
    const conversions = { lift: -0.0004, se: 0.0018956784537468372, df: 99998 }
    const allowed = allowedDifference(0.03, 'up', 0.1)
    expect(allowed).toBeCloseTo(-0.003, 15)
    const larger = marginTest(conversions, allowed, 'larger', 0.05)
    expect(larger).toMatchObject({
      p: expect.closeTo(0.08510324514641143, 10),
      high: Number.POSITIVE_INFINITY,
    })
    expect(larger.low).toBeCloseTo(-0.003518113580179255, 12)
    const unsubscribes = { lift: -0.000125, se: 0.0004959521697578306, df: 1e5 }
    const smaller = marginTest(unsubscribes, allowedDifference(0.1, 'down', 0.01), 'smaller', 0.05)
    expect(smaller).toMatchObject({
      p: expect.closeTo(0.011653517960017644, 12),
      low: Number.NEGATIVE_INFINITY,
    })
    expect(smaller.high).toBeCloseTo(0.0006907687252206199, 12)
    expect(marginTest(conversions, allowed, 'two-sided', 0.2).p).toBeCloseTo(0.17020649029282287, 10)
  })
})

describe('the split, look by look', () => {
  it('has the figures of ssrm', () => {
    const looks = sequentialSampleRatio(
      [
        [1762, 238],
        [1785, 215],
        [1777, 223],
      ],
      [0.9, 0.1],
    )
    expect(looks.map((look) => look.p)).toEqual(
      close([0.5727290997267637, 0.39944464994631623, 0.17863742192011808], 9),
    )
    expect(looks[2]?.posterior).toBeCloseTo(0.8484373407819515, 9)
    expect(sequentialSampleRatio([[821588, 815482]], [1, 1])[0]?.p).toBeCloseTo(0.0001559504416779999, 9)
  })

  it('never takes an alarm back, leaves out arms of weight 0, and knows shares only', () => {
    const look = fc.tuple(fc.nat(2000), fc.nat(2000), fc.nat(2000))
    fc.assert(
      fc.property(fc.array(look, { maxLength: 10 }), (increments) => {
        const found = sequentialSampleRatio(increments, [3, 1, 0])
        const p = found.map((each) => each.p)
        expect(p).toEqual([...p].sort((a, b) => b - a))
        expect(p.every((each) => each >= 0 && each <= 1)).toBe(true)
        const pairs = increments.map(([a, b]) => [a, b])
        expect(sequentialSampleRatio(pairs, [0.75, 0.25])).toEqual(found)
      }),
    )
  })
})
