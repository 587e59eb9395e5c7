import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uniform } from '../../../bench/monte-carlo/random.ts'
import { normalQuantile } from '../../../src/domain/statistics/distributions.ts'
import { boundaryTable, type PlannedLook } from '../../../src/domain/statistics/group-sequential.ts'
import { medianUnbiasedFactor } from '../../../src/domain/statistics/median-unbiased.ts'

const ALPHA = 0.05
/** Days 7 to 14 of a fortnight. */
const WEEK: PlannedLook[] = Array.from({ length: 8 }, (_, i) => {
  const share = (i + 7) / 14
  return { spent: share, information: share }
})
const factorAt = (look: number, beyond: number) => {
  const looks = WEEK.slice(0, look)
  return medianUnbiasedFactor({ looks, alpha: ALPHA }, boundaryTable()(looks, ALPHA) + beyond)
}

describe('a median-unbiased estimate at a stop', () => {
  it('is what rpact gives for its design asKD with gamma 2, as DelayedGSD (R) prints it', () => {
    // Means 2 apart with z = 5.457289 at the second look; "Median unbiased estimate: NA, 1.121, NA". The design is
    // one-sided at 0.025: that few who cross downwards first change no digit.
    const looks = [0.5, 0.75].map((share) => ({ spent: share, information: share }))
    const factor = medianUnbiasedFactor({ looks, alpha: ALPHA }, 5.457289)
    expect(2 * factor).toBeCloseTo(1.121, 3)
    expect(factor).toBeCloseTo(0.5605436944, 6)
  })

  it('is as much smaller as looks went before, just beyond the boundary (numpy, 1200 points a look)', () => {
    const numpy = [1, 0.955682, 0.948643, 0.94377, 0.939282, 0.934897, 0.930557, 0.926248]
    expect(numpy.map((_, i) => factorAt(i + 1, 0.05))).toEqual(numpy.map((each) => expect.closeTo(each, 5)))
  })

  it('takes the clock of the information, not that of the alpha', () => {
    const known = [1, 4, 7, 9, 9.01, 9.02]
    const looks = known.map((information, i) => ({ spent: (i + 7) / 14, information }))
    expect(medianUnbiasedFactor({ looks, alpha: 0.025 }, 3)).toBeCloseTo(0.878463898, 6)
    const scaled = looks.map((look) => ({ ...look, information: look.information * 1e6 }))
    expect(medianUnbiasedFactor({ looks: scaled, alpha: 0.025 }, 3)).toBeCloseTo(0.878463898, 6)
  })

  it('leaves a stop at the first look as it is: nothing was chosen', () => {
    expect(medianUnbiasedFactor({ looks: WEEK.slice(0, 1), alpha: ALPHA }, 2.7)).toBe(1)
    expect(medianUnbiasedFactor({ looks: WEEK.slice(0, 1), alpha: ALPHA }, 9)).toBe(1)
  })

  it('counts looks as one where nothing more was known', () => {
    const [first, second] = WEEK
    if (!first || !second) throw new Error('There are eight looks')
    const twice = [first, { ...first, spent: second.spent }]
    expect(medianUnbiasedFactor({ looks: twice, alpha: ALPHA }, 2.7)).toBe(1)
    const looks = [{ ...first, spent: 0.4 }, first, second]
    const plain = medianUnbiasedFactor({ looks: [first, second], alpha: ALPHA }, 2.6)
    expect(medianUnbiasedFactor({ looks, alpha: ALPHA }, 2.6)).toBe(plain)
  })

  it('is the same for a loss as for a win, never larger than what was seen, never of the other sign', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (look, beyond) => {
          const looks = WEEK.slice(0, look)
          const z = boundaryTable()(looks, ALPHA) + beyond
          const factor = medianUnbiasedFactor({ looks, alpha: ALPHA }, z)
          expect(factor).toBeGreaterThan(0)
          expect(factor).toBeLessThanOrEqual(1)
          expect(medianUnbiasedFactor({ looks, alpha: ALPHA }, -z)).toBe(factor)
        },
      ),
      { numRuns: 40 },
    )
  })

  it.each([2.5, 3.5])(
    'is above the truth as often as below, with z = %d expected at the horizon',
    (drift) => {
      const random = uniform(20_260_302)
      const table = boundaryTable()
      const boundaries = WEEK.map((_, i) => table(WEEK.slice(0, i + 1), ALPHA))
      const centres = WEEK.map((_, look) => zEstimatedAs(drift, look))
      const runs = 20_000
      let above = 0
      let seenAbove = 0
      for (let run = 0; run < runs; run++) {
        const { look, seen } = stopped(drift, boundaries, random)
        above += seen > (centres[look] ?? 0) ? 1 : 0
        seenAbove += seen > drift * Math.sqrt(WEEK[look]?.information ?? 1) ? 1 : 0
      }
      // Chance leaves 0.35 points.
      expect(above / runs).toBeGreaterThan(0.489)
      expect(above / runs).toBeLessThan(0.511)
      expect(seenAbove / runs).toBeGreaterThan(0.56)
    },
  )
})

/** The z at a look whose estimate is the truth: it rises with z, so one search does for all runs. */
function zEstimatedAs(drift: number, look: number): number {
  const looks = WEEK.slice(0, look + 1)
  const root = Math.sqrt(looks.at(-1)?.information ?? 1)
  let [low, high] = [0.1, 40]
  for (let i = 0; i < 30; i++) {
    const z = (low + high) / 2
    if ((z / root) * medianUnbiasedFactor({ looks, alpha: ALPHA }, z) > drift) high = z
    else low = z
  }
  return low
}

/** A campaign that ends at the first look beyond its boundary, or at the horizon, and the z it was seen with. */
function stopped(drift: number, boundaries: readonly number[], random: () => number) {
  let score = 0
  let before = 0
  for (const [look, { information }] of WEEK.entries()) {
    const step = information - before
    score += drift * step + Math.sqrt(step) * normalQuantile(random())
    before = information
    const seen = score / Math.sqrt(information)
    if (Math.abs(seen) >= (boundaries[look] ?? 0) || look === WEEK.length - 1) return { look, seen }
  }
  throw new Error('The last look ends it')
}
