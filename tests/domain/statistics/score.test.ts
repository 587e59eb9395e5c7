import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Scale } from '../../../src/domain/statistics/pair.ts'
import {
  type Counted,
  ratesByDifference,
  ratesByShare,
} from '../../../src/domain/statistics/restricted-rates.ts'
import { scoreContrast, scoreInterval } from '../../../src/domain/statistics/score.ts'

const Z = 1.959963984540054
const SCALES: readonly Scale[] = ['absolute', 'relative']
const near = (figure: number) => (Number.isFinite(figure) ? expect.closeTo(figure, 10) : figure)

/** |z| at a null, with z = 0 where nothing is to be told apart. */
function zAt(a: Counted, b: Counted, scale: Scale, lift: number): number {
  const contrast = scoreContrast(a, b, scale, lift)
  return contrast.lift === 0 ? 0 : Math.abs(contrast.lift / contrast.se)
}

describe('a score interval', () => {
  // Ends found by bisection of z with 40 digits, the restricted rates by bisection of the likelihood's derivative.
  it.each([
    [
      [48, 80],
      [56, 70],
      Z,
      [0.05333384929132508, 0.3377294637411413],
      [0.07982150636189832, 0.6708055780191117],
    ],
    [[0, 10], [0, 20], Z, [-0.2775327998628892, 0.16112515805281935], [-1, Infinity]],
    [[0, 5000], [60, 5000], Z, [0.009334535211612842, 0.01541474188676291], [14.630351899170694, Infinity]],
    [
      [5000, 5000],
      [4800, 5000],
      Z,
      [-0.04579414138712537, -0.034912144402327185],
      [-0.04579414138712537, -0.034912144402327185],
    ],
    [[300, 5000], [0, 5000], Z, [-0.06692660445594185, -0.05374897325570841], [-1, -0.987204850667318]],
    [
      [10, 10],
      [20, 20],
      Z,
      [-0.16112515805281935, 0.2775327998628892],
      [-0.16112515805281935, 0.3841458820694125],
    ],
    [
      [2, 1561],
      [70, 14063],
      Z,
      [0.00023370991568225682, 0.005398442532657594],
      [0.05104048211097192, 13.3929215563009],
    ],
    [[0, 10], [20, 20], Z, [0.7224672001371109, 1], [2.603177716270057, Infinity]],
    [
      [3, 10],
      [9, 10],
      4.2,
      [-0.29066016753069546, 0.9340102219482832],
      [-0.4355180495305352, 22.00503361562785],
    ],
    [
      [1000, 10000],
      [1100, 10000],
      Z,
      [0.0015039138372185874, 0.018504973768993693],
      [0.014417411005803488, 0.19282718956525813],
    ],
    [
      [10, 10_000_000],
      [30, 1_000_000],
      4.2,
      [1.3098068894390624e-5, 6.247185652286546e-5],
      [6.301768461599023, 122.25754736579474],
    ],
    [[1, 2], [1, 2], Z, [-0.699922021695701, 0.699922021695701], [-0.8494303864529944, 5.641446281508951]],
  ] as const)('%j against %j', ([xA, nA], [xB, nB], reach, absolute, relative) => {
    const of = (scale: Scale) => scoreInterval({ x: xA, n: nA }, { x: xB, n: nB }, reach, scale)
    expect(of('absolute')).toEqual({ low: near(absolute[0]), high: near(absolute[1]) })
    expect(of('relative')).toEqual({ low: near(relative[0]), high: near(relative[1]) })
  })

  it('has the published ends of Mee’s method for 56 of 70 against 48 of 80 (Newcombe 1998, method 5)', () => {
    const { low, high } = scoreInterval({ x: 48, n: 80 }, { x: 56, n: 70 }, Z, 'absolute')
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0533', '0.3377'])
  })
})

describe('the contrast', () => {
  it('is the pooled z at no difference: 300 of 5000 against none has z² = 309.28, the χ² of the table', () => {
    const { lift, se } = scoreContrast({ x: 300, n: 5000 }, { x: 0, n: 5000 }, 'absolute')
    expect(lift).toBe(-0.06)
    expect((lift / se) ** 2).toBeCloseTo(309.2783505154639, 9)
  })

  it('says nothing where both arms are at the same edge', () => {
    for (const scale of SCALES)
      expect(scoreContrast({ x: 0, n: 9 }, { x: 0, n: 5 }, scale)).toEqual({ lift: 0, se: 0 })
  })

  // The likelihood's maximum along pB − pA = δ and pB = R·pA by bisection with 40 digits.
  it('restricts the rates to what is tested', () => {
    const [a, b] = [
      { x: 48, n: 80 },
      { x: 56, n: 70 },
    ]
    expect(ratesByDifference(a, b, 0.1).control).toBeCloseTo(0.6515478868205746, 14)
    expect(ratesByDifference(a, b, -0.3).control).toBeCloseTo(0.7855540896081622, 14)
    expect(ratesByShare(a, b, 0.6).control).toBeCloseTo(0.5486701967141268, 14)
    const none = { x: 0, n: 100 }
    expect(ratesByDifference(none, none, 0.02)).toEqual({ control: 0, treatment: 0.02 })
  })
})

const arm = fc
  .record({ n: fc.integer({ min: 1, max: 200_000 }), kind: fc.integer({ min: 0, max: 3 }), at: fc.nat(1000) })
  .map(({ n, kind, at }): Counted => {
    const few = Math.min(n, at % 12)
    return {
      n,
      x: [Math.round((n * at) / 1000), few, n - few, Math.floor(((n * at) / 1000) ** 0.5)][kind] ?? 0,
    }
  })
const reaches = fc.double({ min: 0.1, max: 8, noNaN: true })

describe('for any counts', () => {
  it('the interval excludes zero exactly where the pooled z is beyond the reach', () => {
    fc.assert(
      fc.property(arm, arm, reaches, (a, b, reach) => {
        const beyond = zAt(a, b, 'absolute', 0) > reach
        for (const scale of SCALES) {
          const { low, high } = scoreInterval(a, b, reach, scale)
          expect(low > 0 || high < 0).toBe(beyond)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('a lift is inside exactly where its own z is within the reach', () => {
    const shares = fc.double({ min: 0.001, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(arm, arm, reaches, shares, fc.constantFrom(...SCALES), (a, b, reach, share, scale) => {
        const lift = scale === 'absolute' ? 2 * share - 1 : share / (1 - share) - 1
        const z = zAt(a, b, scale, lift)
        fc.pre(Math.abs(z / reach - 1) > 1e-4)
        const { low, high } = scoreInterval(a, b, reach, scale)
        expect(low <= lift && lift <= high).toBe(z < reach)
      }),
      { numRuns: 2000 },
    )
  })

  it('z is the reach at each end inside the range, and the estimate lies between the ends', () => {
    fc.assert(
      fc.property(arm, arm, reaches, fc.constantFrom(...SCALES), (a, b, reach, scale) => {
        const { low, high } = scoreInterval(a, b, reach, scale)
        const seen = scale === 'absolute' ? b.x / b.n - a.x / a.n : b.x / b.n / (a.x / a.n) - 1
        if (!Number.isNaN(seen)) expect(low <= seen + 1e-12 && high >= seen - 1e-12).toBe(true)
        if (scale === 'relative') expect(high === Infinity).toBe(a.x === 0)
        expect(low).toBeGreaterThanOrEqual(-1)
        // Nearer to an edge it is the check that has no digits left.
        for (const end of [low, high])
          if (end > -1 + 1e-6 && (scale === 'relative' ? end < 1e6 : end < 1 - 1e-6))
            expect(zAt(a, b, scale, end)).toBeCloseTo(reach, 5)
      }),
      { numRuns: 1000 },
    )
  })

  it('the likelihood falls to both sides of the restricted rates', () => {
    const likelihood = (a: Counted, b: Counted, p: number, q: number) =>
      [a.x * Math.log(p), (a.n - a.x) * Math.log1p(-p), b.x * Math.log(q), (b.n - b.x) * Math.log1p(-q)]
        .filter((part) => !Number.isNaN(part))
        .reduce((sum, part) => sum + part, 0)
    fc.assert(
      fc.property(arm, arm, fc.double({ min: -0.99, max: 0.99, noNaN: true }), (a, b, delta) => {
        const { control, treatment } = ratesByDifference(a, b, delta)
        const best = likelihood(a, b, control, treatment)
        for (const step of [-1e-4, 1e-4]) {
          const [p, q] = [control + step, control + step + delta]
          if (Math.min(p, q) < 0 || Math.max(p, q) > 1) continue
          expect(likelihood(a, b, p, q)).toBeLessThanOrEqual(best + 1e-9 * Math.abs(best))
        }
      }),
    )
  })

  it('turning the arms or the outcome round turns the absolute interval round', () => {
    fc.assert(
      fc.property(arm, arm, reaches, (a, b, reach) => {
        const { low, high } = scoreInterval(a, b, reach, 'absolute')
        const turned = scoreInterval(b, a, reach, 'absolute')
        const not = ({ x, n }: Counted) => ({ x: n - x, n })
        const failed = scoreInterval(not(a), not(b), reach, 'absolute')
        for (const other of [turned, failed]) {
          expect(other.low).toBeCloseTo(-high, 9)
          expect(other.high).toBeCloseTo(-low, 9)
        }
      }),
    )
  })
})
