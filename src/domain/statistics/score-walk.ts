/**
 * The score B(t) = Z·√t of a test under no effect, as a Brownian walk from look to look, with the paths that stopped
 * taken out. Recursive numerical integration (Armitage, McPherson & Rowe 1969; Jennison & Turnbull 2000, ch. 19).
 */
import { normalCdf } from './distributions.ts'

/** The paths still going at information time t: `mass` is the probability around each of `points`. */
export interface Walk {
  readonly t: number
  readonly points: Float64Array
  readonly mass: Float64Array
}

/** Before the first look, all of it at zero. */
export const START: Walk = { t: 0, points: Float64Array.of(0), mass: Float64Array.of(1) }

const FEWEST_STEPS = 80
const STEPS_PER_DEVIATION = 5
const MOST_STEPS = 4000

/** Further out than this, in standard deviations, a normal has nothing that a double could hold beside the rest. */
const BEYOND = 9

/** P(going on to t and then B(t) > score); `t` beyond the walk's own. */
export function crossing({ t: before, points, mass }: Walk, t: number, score: number): number {
  const sd = Math.sqrt(t - before)
  let sum = 0
  for (let i = 0; i < points.length; i++) {
    const z = ((points[i] ?? 0) - score) / sd
    if (z > -BEYOND) sum += (mass[i] ?? 0) * normalCdf(z)
  }
  return sum
}

/** Density of B(t) at a score. A plain loop: a boundary takes thousands of its turns. */
export function density({ t: before, points, mass }: Walk, t: number, score: number): number {
  const precision = 1 / (2 * (t - before))
  let sum = 0
  for (let i = 0; i < points.length; i++) {
    sum += (mass[i] ?? 0) * Math.exp(-precision * (score - (points[i] ?? 0)) ** 2)
  }
  return sum * Math.sqrt(precision / Math.PI)
}

/** The walk at t where only paths between `low` and `high` go on; on Simpson's points, finer than each step's spread. */
export function continued(walk: Walk, t: number, low: number, high: number): Walk {
  const fine = ((high - low) / Math.sqrt(t - walk.t)) * STEPS_PER_DEVIATION
  const steps = 2 * Math.ceil(Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, fine)) / 2)
  const width = (high - low) / steps
  const points = Float64Array.from({ length: steps + 1 }, (_, i) => low + i * width)
  const mass = densities(walk, t, low, width, steps + 1).map((each, i) => {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    return (weight * width * each) / 3
  })
  return { t, points, mass }
}

/**
 * Density of B(t) at evenly spaced scores. Beside each point of the walk the kernel goes down by a ratio that itself
 * shrinks by the same factor from step to step, so that three exponentials serve for all of its values.
 */
function densities(
  { t: before, points, mass }: Walk,
  t: number,
  low: number,
  width: number,
  count: number,
): Float64Array {
  const precision = 1 / (2 * (t - before))
  const scale = Math.sqrt(precision / Math.PI)
  const shrink = Math.exp(-2 * precision * width * width)
  const reach = Math.ceil((BEYOND * Math.sqrt(t - before)) / width)
  const sums = new Float64Array(count)
  for (let j = 0; j < points.length; j++) {
    const point = points[j] ?? 0
    const nearest = Math.min(count - 1, Math.max(0, Math.round((point - low) / width)))
    const off = low + nearest * width - point
    const peak = scale * (mass[j] ?? 0) * Math.exp(-precision * off * off)
    let value = peak
    let ratio = Math.exp(-precision * width * (2 * off + width))
    const last = Math.min(count - 1, nearest + reach)
    for (let i = nearest; i <= last; i++) {
      sums[i] = (sums[i] ?? 0) + value
      value *= ratio
      ratio *= shrink
    }
    ratio = Math.exp(-precision * width * (width - 2 * off))
    value = peak * ratio
    const first = Math.max(0, nearest - reach)
    for (let i = nearest - 1; i >= first; i--) {
      ratio *= shrink
      sums[i] = (sums[i] ?? 0) + value
      value *= ratio
    }
  }
  return sums
}
