import { describe, expect, it } from 'vitest'
import { crossingChances } from '../../../src/domain/statistics/crossing-chances.ts'

const even = (looks: number, from = 1) =>
  Array.from({ length: looks - from + 1 }, (_, i) => {
    const share = (i + from) / looks
    return { spent: share, information: share }
  })
/** 1.959964 + 0.841621: a fixed test finds it 4 times in 5. */
const FIXED = 2.801585
const close = (figures: readonly number[], digits = 6) =>
  figures.map((figure) => expect.closeTo(figure, digits))

describe('the chance to have been found better by each look', () => {
  it("is gsDesign's for ten looks of sfPower with 2, two-sided, at 80 % power", () => {
    // gsDesign's own tests, as Jennison & Turnbull tabulate: 108.1 % of the people of a fixed test, 76.2 % on average.
    const chances = crossingChances(even(10), 0.05, FIXED * Math.sqrt(1.081))
    expect(chances.at(-1)).toBeCloseTo(0.8, 3)
    const goingOn = chances.slice(0, -1).reduce((sum, chance) => sum + 1 - chance, 1)
    expect((1.081 * goingOn) / 10).toBeCloseTo(0.762, 3)
  })

  it('is that of numpy with daily looks from the first day on, and from day 7 on', () => {
    expect(crossingChances(even(14), 0.05, 2.8016).slice(-4)).toEqual(
      close([0.5850665, 0.652687, 0.7130062, 0.7656849]),
    )
    expect(crossingChances(even(14, 7), 0.05, 2.8016)).toEqual(
      close([0.3026915, 0.370908, 0.4455443, 0.5202722, 0.5915934, 0.6573627, 0.7163723, 0.7681137]),
    )
  })

  it('is the alpha of one side where nothing happens, whatever was known when', () => {
    const looks = Array.from({ length: 14 }, (_, i) => ({
      spent: (i + 1) / 14,
      information: 1.2 ** (i + 1),
    }))
    expect(crossingChances(looks, 0.05, 0)).toEqual(
      close(
        looks.map(({ spent }) => 0.025 * spent ** 2),
        8,
      ),
    )
  })

  it('grows with the effect, vanishes for its opposite, and knows no unit of information', () => {
    const last = (drift: number, unit = 1) =>
      crossingChances(
        even(7).map((look) => ({ ...look, information: look.information * unit })),
        0.05,
        drift,
      ).at(-1)
    expect(last(2)).toBeLessThan(last(3) ?? 0)
    expect(last(-3)).toBeLessThan(1e-5)
    expect(last(8)).toBeGreaterThan(0.999999)
    expect(last(3 / 100, 10_000)).toBeCloseTo(last(3) ?? 0, 10)
  })

  it('stays where a look brings nothing more, and grows where more may be spent by then', () => {
    const [first, second, third] = crossingChances(
      [
        { spent: 0.5, information: 300 },
        { spent: 0.5, information: 300 },
        { spent: 1, information: 300 },
      ],
      0.05,
      2.8016 / Math.sqrt(300),
    )
    expect(second).toBe(first)
    // Φ(2.8016 − 1.96): that of a fixed test.
    expect(third).toBeCloseTo(0.8, 4)
  })
})
