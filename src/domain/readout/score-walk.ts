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

/** P(going on to t and then B(t) > score); `t` beyond the walk's own. */
export function crossing(walk: Walk, t: number, score: number): number {
  const sd = Math.sqrt(t - walk.t)
  return walk.mass.reduce((sum, mass, i) => sum + mass * normalCdf(((walk.points[i] ?? 0) - score) / sd), 0)
}

/** Density of B(t) at a score. A plain loop: a boundary takes millions of its turns. */
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
  const mass = points.map((point, i) => {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    return (weight * width * density(walk, t, point)) / 3
  })
  return { t, points, mass }
}
