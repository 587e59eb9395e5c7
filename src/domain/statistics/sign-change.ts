/** Where a function crosses zero, for bounds that have no formula. */

export interface Point {
  readonly at: number
  readonly value: number
}

/** A smooth function needs about six. */
const MOST_STEPS = 100
const AS_GOOD_AS_ZERO = 1e-12

/**
 * The place strictly between `inside` (value below 0) and `outside` (above 0) where `f` is zero. `f` is continuous and
 * of the order of one; it is taken as zero within 1e-12. Steps away from `inside` that double, from `guess` on, narrow
 * the bracket first.
 */
export function signChange(inside: Point, outside: Point, guess: number, f: (at: number) => number): number {
  let from = inside
  for (let at = guess; isBetween(at, from.at, outside.at); at += at - inside.at) {
    const here = { at, value: f(at) }
    if (here.value >= 0) return illinois(from, here, f)
    from = here
  }
  return illinois(from, outside, f)
}

/**
 * Secants that keep both ends on their sides: an end that stays twice counts half (Dowell & Jarratt 1971). In plain
 * numbers, since a readout comes here thousands of times.
 */
function illinois(inside: Point, outside: Point, f: (at: number) => number): number {
  let { at: low, value: below } = inside
  let { at: high, value: above } = outside
  let before = 0
  for (let step = 0; step < MOST_STEPS; step++) {
    const at = next(low, below, high, above)
    if (!isBetween(at, low, high)) break
    const value = f(at)
    if (Math.abs(value) <= AS_GOOD_AS_ZERO) return at
    const stays = before * value > 0
    before = value
    if (value < 0) {
      low = at
      below = value
      if (stays) above /= 2
    } else {
      high = at
      above = value
      if (stays) below /= 2
    }
  }
  return low
}

/** Where the secant leads, or the middle where rounding takes it to an end. */
function next(low: number, below: number, high: number, above: number): number {
  const secant = low + ((high - low) * below) / (below - above)
  return isBetween(secant, low, high) ? secant : (low + high) / 2
}

function isBetween(at: number, from: number, to: number): boolean {
  return (at - from) * (to - at) > 0
}
