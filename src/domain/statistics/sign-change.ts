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
  for (let at = guess; isBetween(at, from, outside); at += at - inside.at) {
    const here = { at, value: f(at) }
    if (here.value >= 0) return illinois(from, here, f)
    from = here
  }
  return illinois(from, outside, f)
}

/** Secants that keep both ends on their sides: an end that stays twice counts half (Dowell & Jarratt 1971). */
function illinois(inside: Point, outside: Point, f: (at: number) => number): number {
  let [from, to] = [inside, outside]
  let before = 0
  for (let step = 0; step < MOST_STEPS; step++) {
    const at = next(from, to)
    if (!isBetween(at, from, to)) break
    const value = f(at)
    if (Math.abs(value) <= AS_GOOD_AS_ZERO) return at
    const stays = before * value > 0
    before = value
    if (value < 0) [from, to] = [{ at, value }, stays ? { ...to, value: to.value / 2 } : to]
    else [from, to] = [stays ? { ...from, value: from.value / 2 } : from, { at, value }]
  }
  return from.at
}

/** Where the secant leads, or the middle where rounding takes it to an end. */
function next(from: Point, to: Point): number {
  const secant = from.at + ((to.at - from.at) * from.value) / (from.value - to.value)
  return isBetween(secant, from, to) ? secant : (from.at + to.at) / 2
}

function isBetween(at: number, from: Point, to: Point): boolean {
  return (at - from.at) * (to.at - at) > 0
}
