/** An axis of lifts that one enormous interval can't squash. */
import type { Ends } from './picture.ts'

export interface Range {
  readonly min: number
  readonly max: number
}

/** An interval that reaches further than this many times the middle one is cut off, and said to go on. */
const MIDDLES = 5
/** How far it is drawn before it is cut, by the longest that is not. */
const BEYOND = 1.4
const MARGIN = 0.06
/** Where there is nothing to show: ±10 %. */
const NOTHING: Range = { min: -0.1, max: 0.1 }

/** Zero, every mark and every interval, but for the ends that would take the room of all others. */
export function rangeOf(spreads: readonly Ends[], marks: readonly number[] = []): Range {
  const furthest = spreads
    .map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)))
    .sort((a, b) => a - b)
  const middle = furthest[Math.floor((furthest.length - 1) / 2)] ?? 0
  const cut = BEYOND * (furthest.findLast((each) => each <= middle * MIDDLES) ?? 0)
  const ends = spreads.flatMap(({ low, high }) => [low, high].map((end) => within(end, -cut, cut)))
  // A mark far from all that was measured is left out as well: what was measured is what the picture is of.
  const near = marks.filter((mark) => spreads.length === 0 || Math.abs(mark) <= cut)
  const [min, max] = [Math.min(0, ...ends, ...near), Math.max(0, ...ends, ...near)]
  if (!(max > min)) return NOTHING
  const air = (max - min) * MARGIN
  return { min: min - air, max: max + air }
}

export function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Round values inside the range, zero among them: at most `most` of them, unless only zero would be left. */
export function ticksOf({ min, max }: Range, most: number): number[] {
  const steps = [...roundSteps((max - min) / Math.max(1, most))]
  const step = steps.find((each) => max >= each || -min >= each) ?? max - min
  const first = Math.ceil(min / step)
  const last = Math.floor(max / step)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)) + 0)
}

/** The next of a few round values × 10^k above a rough step, then those below. */
function roundSteps(rough: number): number[] {
  const power = 10 ** Math.floor(Math.log10(rough))
  const steps = [1, 2, 2.5, 3, 4, 5, 6, 8, 10].map((factor) => factor * power)
  const enough = steps.findIndex((step) => step >= rough * (1 - 1e-9))
  return [...steps.slice(enough, enough + 1), ...steps.slice(0, enough).reverse()]
}
