/** What is left of a lift that stopped a campaign: those that stop early are, on average, those that look too good. */
import { type PlannedLook, type Step, steps } from './group-sequential.ts'
import { crossing } from './score-walk.ts'

/** Looks up to the one that stopped, and alpha of both sides, as their boundaries were asked for. */
interface Stopped {
  readonly looks: readonly PlannedLook[]
  readonly alpha: number
}

const HALF = 0.5
/** Relative: an estimate is shown with three digits. */
const CLOSE = 1e-9

/**
 * The median-unbiased estimate over the observed one, for a z beyond the boundary of the last look (either side): the
 * true effect is as often above it as below. It is the effect under which half of all outcomes are more extreme, where
 * a boundary that is crossed earlier is more extreme than one crossed later, and at the same look a larger z (stage-wise
 * ordering: Armitage 1957; Fairbanks & Madsen 1982; Jennison & Turnbull 2000, section 8.4). 1 at a first look, where
 * nothing was chosen, and never above. Far beyond the boundary at a later look it takes off much: such an effect would
 * have been found before. Multiply the difference that z is of, and its interval's middle, not its ends.
 */
export function medianUnbiasedFactor({ looks, alpha }: Stopped, z: number): number {
  const taken = steps(looks, { alpha, sides: 2 })
  const last = taken.at(-1)
  if (!last || z === 0) return 1
  const observed = Math.abs(z) / Math.sqrt(last.information)
  const earlier = taken.filter(({ walk }, i) => walk !== last.walk && walk !== taken[i + 1]?.walk)
  const excess = (drift: number) => chanceBeyond(earlier, last, Math.abs(z), drift) - HALF
  return excess(observed) <= 0 ? 1 : rootBelow(observed, excess) / observed
}

/** Of an outcome at least as extreme as z at the last look, upwards. */
function chanceBeyond(earlier: readonly Step[], last: Step, z: number, drift: number): number {
  return earlier.reduce((sum, step) => sum + crossingAt(step, step.z, drift), crossingAt(last, z, drift))
}

/** That a campaign goes on to this step, and is then beyond z. */
export function crossingAt({ walk, information }: Step, z: number, drift: number): number {
  return crossing(walk, information, z * Math.sqrt(information), drift)
}

/** Where a rising function is zero below `high`, at which it is above; by false position, each end halved in turn (Illinois). */
function rootBelow(high: number, f: (x: number) => number): number {
  let [a, b] = [0, high]
  while (f(a) > 0) a -= high
  let [fa, fb] = [f(a), f(b)]
  for (let i = 0; i < 100 && b - a > CLOSE * high; i++) {
    const x = (a * fb - b * fa) / (fb - fa)
    const fx = f(x)
    if (Math.abs(fx) < CLOSE) return x
    if (fx > 0) {
      b = x
      fb = fx
      fa /= 2
    } else {
      a = x
      fa = fx
      fb /= 2
    }
  }
  return (a + b) / 2
}
