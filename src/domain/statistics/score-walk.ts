/**
 * The score B(I) = Z·√I of a test under no effect, as a Brownian walk from look to look, with the paths that stopped
 * taken out. Recursive numerical integration (Armitage, McPherson & Rowe 1969; Jennison & Turnbull 2000, ch. 19).
 * Information is in any unit: nothing here depends on its scale.
 */
import { normalCdf } from './distributions.ts'

/** The paths still going at information t: `mass` is the probability around each of the scores low, low + width, … */
export interface Walk {
  readonly t: number
  readonly low: number
  readonly width: number
  readonly mass: Float64Array
}

/** Before the first look, all of it at zero. */
export const START: Walk = { t: 0, low: 0, width: 1, mass: Float64Array.of(1) }

/** Where paths go on at information t: with scores between `low` and `high`. */
interface Corridor {
  readonly t: number
  readonly low: number
  readonly high: number
}

/** With these, boundaries are within 1e-6 of those on grids eight times as fine (boundary-table.test.ts). */
const FEWEST_STEPS = 80
const STEPS_PER_DEVIATION = 5
const MOST_STEPS = 8000

/** Further out than this, in standard deviations, a normal has nothing that a double could hold beside the rest. */
const BEYOND = 9

/**
 * P(going on to t and then B(t) > score); `t` beyond the walk's own. Where there is an effect the score drifts by it with
 * information, and each path that came to x is exp(drift·x − drift²·t/2) times as likely as without (Girsanov), so one
 * walk serves for every effect.
 */
export function crossing(walk: Walk, t: number, score: number, drift = 0): number {
  const { low, width, mass } = walk
  const sd = Math.sqrt(t - walk.t)
  const beyond = score - drift * (t - walk.t)
  let sum = 0
  for (let i = firstWithin(walk, beyond - BEYOND * sd); i < mass.length; i++) {
    const x = low + i * width
    const likelier = drift === 0 ? 1 : Math.exp(drift * (x - (drift * walk.t) / 2))
    sum += (mass[i] ?? 0) * likelier * normalCdf((x - beyond) / sd)
  }
  return sum
}

/** Density of B(t) at a score. */
export function density(walk: Walk, t: number, score: number): number {
  const { low, width, mass } = walk
  const precision = 1 / (2 * (t - walk.t))
  const reach = BEYOND * Math.sqrt(t - walk.t)
  const end = Math.min(mass.length - 1, Math.ceil((score + reach - low) / width))
  let sum = 0
  for (let i = firstWithin(walk, score - reach); i <= end; i++)
    sum += (mass[i] ?? 0) * Math.exp(-precision * (score - low - i * width) ** 2)
  return sum * Math.sqrt(precision / Math.PI)
}

function firstWithin({ low, width }: Walk, least: number): number {
  return Math.max(0, Math.floor((least - low) / width))
}

/** Weights of Boole's rule over one of its panels; the last point is the first of the next. */
const BOOLE = [14, 32, 12, 32]

/**
 * The walk at the corridor where only its paths go on, on the points of Boole's rule: finer than the spread of the step
 * that comes there, and of the one that leaves for information `after`.
 */
export function continued(walk: Walk, { t, low, high }: Corridor, after: number): Walk {
  const spread = Math.sqrt(Math.min(t - walk.t, after - t))
  const fine = ((high - low) / spread) * STEPS_PER_DEVIATION
  const steps = 4 * Math.ceil(Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, fine)) / 4)
  const width = (high - low) / steps
  const mass = densities(walk, t, low, width, steps + 1)
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 7 : (BOOLE[i % 4] ?? 0)
    mass[i] = ((mass[i] ?? 0) * weight * width * 2) / 45
  }
  return { t, low, width, mass }
}

/**
 * Density of B(t) at evenly spaced scores. Beside each point of the walk the kernel goes down by a ratio that itself
 * shrinks by the same factor from step to step, so that three exponentials serve for all of its values.
 */
function densities(walk: Walk, t: number, low: number, width: number, count: number): Float64Array {
  const { mass } = walk
  const precision = 1 / (2 * (t - walk.t))
  const scale = Math.sqrt(precision / Math.PI)
  const shrink = Math.exp(-2 * precision * width * width)
  const reach = Math.ceil((BEYOND * Math.sqrt(t - walk.t)) / width)
  const sums = new Float64Array(count)
  for (let j = 0; j < mass.length; j++) {
    const point = walk.low + j * walk.width
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
