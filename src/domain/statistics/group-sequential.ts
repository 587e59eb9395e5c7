/** Boundaries for planned looks: z beyond them is a finding that holds although it was looked for every day. */
import { normalCdf, normalQuantile } from './distributions.ts'
import { continued, crossing, density, START, type Walk } from './score-walk.ts'

/** power: α·t^exponent (2 is the house's default). obrien-fleming: the Lan–DeMets function of that type. */
type Spending = { readonly type: 'power'; readonly exponent: number } | { readonly type: 'obrien-fleming' }

/** The house's default: stingy early, generous at the horizon. */
export const SQUARED: Spending = { type: 'power', exponent: 2 }

/** α·t^γ (Kim & DeMets 1987), or 2 − 2Φ(z_{1−α/2}/√t) (Lan & DeMets 1983). `alpha` is that of one tail. */
export function spent(spending: Spending, alpha: number, t: number): number {
  if (spending.type === 'power') return alpha * t ** spending.exponent
  return 2 * normalCdf(normalQuantile(alpha / 2) / Math.sqrt(t))
}

/** Boundaries for |z| (sides 2) or z (sides 1) at each look, and the alpha that is used up by then. */
interface Boundaries {
  readonly z: readonly number[]
  readonly spent: readonly number[]
}

interface Looks {
  /** Share of the planned information at each look: above 0, at most 1, never falling. */
  readonly fractions: readonly number[]
  readonly alpha: number
  readonly sides: 1 | 2
}

/** Boundaries further out than this are as good as infinite, and nothing beyond is integrated. */
const FURTHEST = 8
/** Only so small a chance may lie out there. */
const HARDLY = 1e-14
/** A step of Newton leaves about the square of the last one. */
const CLOSE = 1e-6

/** Between two looks: the paths that still go on, and the boundary of the look before. */
interface Progress {
  readonly walk: Walk
  readonly z: number
}

const BEGINNING: Progress = { walk: START, z: FURTHEST }

/**
 * Lan & DeMets (1983): at each look z is such that the alpha used up is the spending function's, alpha/sides a tail. A
 * look that brings no information keeps the boundary of the look before. Throws RangeError for fractions out of order.
 * All at once for the vectors and the simulations; a readout looks once, in a `boundaryTable`.
 */
export function spendingBoundaries(
  { fractions, alpha, sides }: Looks,
  spending: Spending = SQUARED,
): Boundaries {
  check(fractions)
  const used = fractions.map((t) => spent(spending, alpha / sides, t))
  let progress = BEGINNING
  const z = fractions.map((t, look) => {
    progress = next(progress, t, (used[look] ?? 0) - (used[look - 1] ?? 0), sides)
    return progress.z
  })
  return { z, spent: used.map((tail) => tail * sides) }
}

function next(before: Progress, t: number, chance: number, sides: 1 | 2): Progress {
  if (t === before.walk.t) return before
  const z = boundaryFor(before.walk, t, chance, before.z)
  return { z, walk: goOn(before.walk, t, z, sides) }
}

/** The two-sided boundary of the last of these looks by α·t². */
export type BoundaryTable = (fractions: readonly number[], alpha: number) => number

/** Looks that a table remembers: about 2 kB each. */
const REMEMBERED = 5_000

/**
 * A table that goes on from the looks before, which it remembers as long as the caller keeps it: a boundary costs one
 * step where the look before is known, and nothing where another campaign has looked at the same moments.
 */
export function boundaryTable(): BoundaryTable {
  const known = new Map<string, Progress>()
  const progressAt = (fractions: readonly number[], alpha: number): Progress => {
    const t = fractions.at(-1)
    if (t === undefined) return BEGINNING
    const key = `${alpha}:${fractions.join()}`
    const found = known.get(key)
    known.delete(key)
    const progress = found ?? stepTo(fractions, alpha)
    known.set(key, progress)
    if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? key)
    return progress
  }
  const stepTo = (fractions: readonly number[], alpha: number): Progress => {
    const t = fractions.at(-1) ?? 0
    const earlier = fractions.slice(0, -1)
    const before = spent(SQUARED, alpha / 2, earlier.at(-1) ?? 0)
    return next(progressAt(earlier, alpha), t, spent(SQUARED, alpha / 2, t) - before, 2)
  }
  return (fractions, alpha) => {
    check(fractions)
    return fractions.length > 0 ? progressAt(fractions, alpha).z : Number.POSITIVE_INFINITY
  }
}

/**
 * Classical boundaries c·t^(shape − ½): shape ½ is Pocock's (1977), shape 0 O'Brien & Fleming's (1979).
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function shapedBoundaries({ fractions, alpha, sides }: Looks, shape: number): Boundaries {
  check(fractions)
  const at = (scale: number) => fractions.map((t) => scale * t ** (shape - 0.5))
  let low = 0
  let high = FURTHEST
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if ((usedBy(at(middle), fractions, sides).at(-1) ?? 0) > alpha) low = middle
    else high = middle
  }
  return { z: at(high), spent: usedBy(at(high), fractions, sides) }
}

/** Alpha used up at each look by given boundaries. */
function usedBy(z: readonly number[], fractions: readonly number[], sides: 1 | 2): number[] {
  let walk = START
  let used = 0
  return fractions.map((t, look) => {
    const boundary = z[look] ?? FURTHEST
    used += t > walk.t ? sides * crossing(walk, t, boundary * Math.sqrt(t)) : 0
    if (t > walk.t) walk = goOn(walk, t, boundary, sides)
    return used
  })
}

function goOn(walk: Walk, t: number, boundary: number, sides: 1 | 2): Walk {
  const high = Math.min(boundary, FURTHEST) * Math.sqrt(t)
  return continued(walk, t, sides === 2 ? -high : -FURTHEST * Math.sqrt(t), high)
}

/** z with P(going on and crossing) = chance, by Newton's steps on its logarithm, kept inside a bracket. */
function boundaryFor(walk: Walk, t: number, chance: number, guess: number): number {
  const scale = Math.sqrt(t)
  if (chance < HARDLY && crossing(walk, t, FURTHEST * scale) >= chance) return Number.POSITIVE_INFINITY
  if (walk === START) return -normalQuantile(chance)
  let low = -FURTHEST
  let high = FURTHEST
  let z = Math.min(guess, FURTHEST / 2)
  for (let i = 0; i < 100 && high - low > 1e-10; i++) {
    const now = crossing(walk, t, z * scale)
    if (now > chance) low = z
    else high = z
    const step = z + (now * Math.log(now / chance)) / (density(walk, t, z * scale) * scale)
    if (Math.abs(step - z) < CLOSE) return step
    z = step > low && step < high ? step : (low + high) / 2
  }
  return z
}

function check(fractions: readonly number[]): void {
  const ordered = fractions.every((t, i) => t > 0 && t <= 1 && t >= (fractions[i - 1] ?? 0))
  if (!ordered)
    throw new RangeError(`Information fractions must rise from above 0 to at most 1: ${fractions}`)
}
