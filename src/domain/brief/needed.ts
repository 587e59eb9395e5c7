import type { Brief, Outcome } from '../state/brief.ts'
import type { KnownBaseline } from './baseline.ts'
import { expectedOf, POWER } from './expected.ts'

/** What would do where a campaign is too small to ship 4 times of 5; null where nothing in bounds would. */
export interface Needed {
  /** People, rounded up to two digits. */
  readonly size: number | null
  /** Relative and unsigned, rounded up to a percent. */
  readonly effect: number | null
}

const LARGEST = 1e9
/** Nothing falls by more than all of it. */
const LARGEST_EFFECT = { up: 10, down: 1 } as const
const STEPS = 10
/** Of a long campaign not every day is looked at: that moves the numbers by less than their rounding. */
const MOST_LOOKS = 40

/** By the same rules as `expectedOf`; a number is found by halving, on a scale of logarithms. */
export function neededOf(
  brief: Brief & { readonly outcome: Outcome },
  known: ReadonlyMap<string, KnownBaseline>,
  windowDays: number | undefined,
): Needed {
  const { outcome, audience } = brief
  const enough = (changed: Partial<Brief>) =>
    (expectedOf({ ...brief, ...changed }, known, windowDays, MOST_LOOKS)?.chance ?? 0) >= POWER
  const goal = known.get(outcome.metric)
  const most = LARGEST_EFFECT[outcome.direction]
  const whole = goal?.kind === 'proportion' && outcome.direction === 'up' ? 1 / goal.mean - 1 : most
  const size = least(audience?.size ?? 1, LARGEST, (n) => enough({ audience: { words: '', size: n } }))
  const effect = least(outcome.minimumEffect ?? most, Math.min(most, whole), (minimumEffect) =>
    enough({ outcome: { ...outcome, minimumEffect } }),
  )
  return {
    size: size && roundedUp(size, 10 ** Math.max(0, Math.floor(Math.log10(size)) - 1)),
    effect: effect && roundedUp(effect * 100, 1) / 100,
  }
}

/** The least number between two for which it holds, once and for all above; null where it does not at the end. */
function least(from: number, to: number, holds: (n: number) => boolean): number | null {
  if (from >= to || !holds(to)) return null
  let [low, high] = [from, to]
  for (let i = 0; i < STEPS; i += 1) {
    const middle = Math.sqrt(low * high)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

function roundedUp(n: number, step: number): number {
  return Math.ceil(Number((n / step).toPrecision(9))) * step
}
