import { describe, expect, it } from 'vitest'
import { crossingChances } from '../../../src/domain/statistics/crossing-chances.ts'
import { normalQuantile } from '../../../src/domain/statistics/distributions.ts'
import { boundaryTable, type PlannedLook } from '../../../src/domain/statistics/group-sequential.ts'

const DAYS = Array.from({ length: 14 }, (_, i) => i + 1)
/** Spent by the calendar of a fortnight, while what is known grows as it does. */
const daily = (information: (day: number) => number, days = DAYS): PlannedLook[] =>
  days.map((day) => ({ spent: day / 14, information: information(day) }))
/** Boundary at every look. */
const boundaries = (looks: readonly PlannedLook[], alpha: number) => {
  const table = boundaryTable()
  return looks.map((_, i) => table(looks.slice(0, i + 1), alpha))
}
const close = (figures: readonly number[], digits = 6) =>
  figures.map((figure) => expect.closeTo(figure, digits))

/**
 * What is expected was integrated with numpy over 1200 points of Gauss and Legendre a look; closeTo with 6 digits is
 * within 5e-7.
 */
describe('boundaries of looks whose information is not what is spent by', () => {
  it('are those of two looks by the bivariate normal', () => {
    const looks = [
      { spent: 0.5, information: 0.2 },
      { spent: 1, information: 1 },
    ]
    expect(boundaries(looks, 0.05)).toEqual(close([2.4977054744, 2.0550254209]))
  })

  it('follow traffic that grows by a fifth every day', () => {
    const gauss = [2.6859198, 2.622018723, 2.563871889, 2.510464229, 2.461020118, 2.414931072]
    expect(
      boundaries(
        daily((day) => 1_000 * growing(day)),
        0.05,
      ).slice(7, 13),
    ).toEqual(close(gauss))
  })

  it('hold where hardly anything comes for days, and then more does', () => {
    const known = [1, 4, 7, 9, 9.01, 9.02, 9.5, 11]
    const looks = daily((day) => known[day - 7] ?? 0, DAYS.slice(6))
    const gauss = [
      2.734368787, 3.067763922, 2.990282635, 2.879205014, 2.686516316, 2.557546885, 2.522251867, 2.56097148,
    ]
    expect(boundaries(looks, 0.025)).toEqual(close(gauss))
  })

  it('are exact over many looks too', () => {
    const days = Array.from({ length: 50 }, (_, i) => i + 7)
    const looks = days.map((day) => ({ spent: day / 56, information: day ** 1.5 }))
    expect(boundaries(looks, 0.05 / 3).slice(-3)).toEqual(close([2.823384091, 2.810775368, 2.798322889]))
  })

  it('are those of the share of the plan where information is that', () => {
    const looks = daily((day) => day / 14)
    expect(boundaries(looks, 0.05).slice(-3)).toEqual(close([2.319487313, 2.257169425, 2.197623836]))
  })

  it.each([1e-9, 1 / 3, 1e12])('know no unit of information: × %d', (unit) => {
    const ours = boundaries(
      daily((day) => growing(day) * unit),
      0.05,
    )
    expect(ours).toEqual(close(boundaries(daily(growing), 0.05), 10))
  })

  it('stay where nothing more is known, and come down where more may be spent by then', () => {
    const [first, same, later, fewer, last] = boundaries(
      [
        { spent: 0.4, information: 300 },
        { spent: 0.4, information: 300 },
        { spent: 0.5, information: 300 },
        { spent: 0.6, information: 280 },
        { spent: 1, information: 900 },
      ],
      0.05,
    )
    // As if nobody had looked before: Φ(−z) = 0.025·t².
    expect(first).toBeCloseTo(2.6520698, 6)
    expect(same).toBe(first)
    expect(later).toBeCloseTo(2.4977054744, 6)
    expect(fewer).toBeCloseTo(-normalQuantile(0.025 * 0.36), 8)
    const [, without] = boundaries(
      [
        { spent: 0.6, information: 300 },
        { spent: 1, information: 900 },
      ],
      0.05,
    )
    expect(last).toBeCloseTo(without ?? 0, 8)
  })

  it('spend all of alpha by the horizon, though nobody has come since the third day', () => {
    const looks = daily((day) => Math.min(day, 3))
    const used = crossingChances(looks, 0.05, 0)
    expect(used).toEqual(
      close(
        looks.map(({ spent }) => 0.025 * spent ** 2),
        8,
      ),
    )
    // As of three looks that spend 1/14, 2/14 and all (numpy); kept as it was on day 3 it would be 3.16 for ever.
    expect(boundaries(looks, 0.05).at(-1)).toBeCloseTo(1.961104, 6)
  })

  it('are out of reach where nothing more may be spent', () => {
    const [, second] = boundaries(
      [
        { spent: 0.5, information: 300 },
        { spent: 0.5, information: 400 },
      ],
      0.05,
    )
    expect(second).toBe(Number.POSITIVE_INFINITY)
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuse information of %d', (information) => {
    expect(() => boundaryTable()([{ spent: 1, information }], 0.05)).toThrow(RangeError)
  })
})

describe('a table of boundaries', () => {
  it('tells looks apart that differ in nothing but when something was known', () => {
    const table = boundaryTable()
    const late = daily((day) => (day < 14 ? day : 100))
    const early = daily((day) => (day < 14 ? 86 + day : 100))
    const alone = (looks: readonly PlannedLook[]) => boundaryTable()(looks, 0.05)
    for (const _ of ['calculated', 'looked up']) {
      expect(table(late, 0.05)).toBe(alone(late))
      expect(table(early, 0.05)).toBe(alone(early))
    }
    expect(alone(late)).not.toBeCloseTo(alone(early), 2)
  })

  it('goes on from the look before as it would from the first', () => {
    const table = boundaryTable()
    const looks = daily(growing)
    const onwards = looks.map((_, i) => table(looks.slice(0, i + 1), 0.05))
    expect(onwards.at(-1)).toBe(boundaryTable()(looks, 0.05))
  })

  it('gives the same once it has forgotten', () => {
    const table = boundaryTable()
    const at = (...shares: number[]) => shares.map((share) => ({ spent: share, information: share }))
    const before = table(at(0.3, 0.8), 0.05)
    for (let i = 1; i <= 6_000; i++) table(at(i / 6_000), 0.05)
    expect(table(at(0.3, 0.8), 0.05)).toBe(before)
  })
})

function growing(day: number): number {
  let people = 0
  for (let i = 1; i <= day; i++) people += 1.2 ** i
  return people
}
