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

/**
 * When a campaign is looked at, by two clocks (Lan & DeMets 1989): alpha is spent by the plan, which nobody can bend,
 * while what was seen before is held against what has come since by the information there is.
 */
export interface PlannedLook {
  /** Share of the plan: above 0, at most 1, never falling. */
  readonly spent: number
  /**
   * Above 0, in any unit: effective people, or one over the squared error of the difference without an effect. Where
   * it is not more than at the look before, what is known is what was known then.
   */
  readonly information: number
}

/** Boundaries further out than this are as good as infinite, and nothing beyond is integrated. */
const FURTHEST = 8
/** Only so small a chance may lie out there. */
const HARDLY = 1e-14
/** A step of Newton leaves about the square of the last one. */
const CLOSE = 1e-6
/** A look that brings a smaller share of information than this is one that brings none. */
const LEAST_GAIN = 1e-5

/** One look with its boundary: `walk` is the paths that still went on when less was known. */
export interface Step {
  readonly walk: Walk
  readonly information: number
  /** Alpha of one tail that was used up by then, and that is by this look. */
  readonly usedBefore: number
  readonly used: number
  readonly z: number
}

interface Test {
  readonly alpha: number
  readonly sides: 1 | 2
}

const BEGINNING: Step = { walk: START, information: 0, usedBefore: 0, used: 0, z: FURTHEST }

/** Boundaries for |z| (sides 2) or z (sides 1) at each look, and the alpha that is used up by then. */
export interface Boundaries {
  readonly z: readonly number[]
  readonly spent: readonly number[]
}

/**
 * Lan & DeMets (1983) where alpha is spent by the information itself. Throws RangeError for fractions out of order. For
 * the vectors and the simulations; a readout looks once, in a `boundaryTable`.
 */
export function spendingBoundaries(
  { fractions, ...test }: Test & { readonly fractions: readonly number[] },
  spending: Spending = SQUARED,
): Boundaries {
  const looks = fractions.map((t) => ({ spent: t, information: t }))
  return {
    z: steps(looks, test, spending).map(({ z }) => z),
    spent: fractions.map((t) => spent(spending, test.alpha / test.sides, t) * test.sides),
  }
}

/**
 * At each look z is such that the alpha used up is the spending function's, alpha/sides a tail. Where nothing more is
 * known the boundary stays, or comes down to what may be spent by then: those beyond it are the ones who were beyond the
 * one before, and some more. Throws RangeError for looks out of order.
 */
export function steps(
  looks: readonly PlannedLook[],
  test: Test,
  spending: Spending = SQUARED,
): readonly Step[] {
  check(looks)
  let step = BEGINNING
  return looks.map((look) => {
    step = next(step, look, test, spending)
    return step
  })
}

function next(before: Step, look: PlannedLook, { alpha, sides }: Test, spending: Spending): Step {
  const used = spent(spending, alpha / sides, look.spent)
  const same = look.information <= before.information * (1 + LEAST_GAIN)
  if (same && used === before.used) return before
  const { walk, information, usedBefore } = same ? before : onwards(before, look.information, sides)
  return {
    walk,
    information,
    usedBefore,
    used,
    z: boundaryFor(walk, information, used - usedBefore, before.z),
  }
}

function onwards(before: Step, information: number, sides: 1 | 2): Omit<Step, 'used' | 'z'> {
  const walk = before === BEGINNING ? START : continued(before.walk, corridor(before, sides), information)
  return { walk, information, usedBefore: before.used }
}

/** What may go on at a look with this boundary. */
export function corridor({ information: t, z }: Pick<Step, 'information' | 'z'>, sides: 1 | 2) {
  const high = Math.min(z, FURTHEST) * Math.sqrt(t)
  return { t, low: sides === 2 ? -high : -FURTHEST * Math.sqrt(t), high }
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

/** The two-sided boundary of the last of these looks by α·t². */
export type BoundaryTable = (looks: readonly PlannedLook[], alpha: number) => number

/** Looks that a table remembers: about 1 kB each. */
const REMEMBERED = 5_000

/** A look that a table has seen, after those that came before it. */
interface Seen {
  readonly before: Seen | null
  readonly look: PlannedLook
  readonly alpha: number
}

interface Known {
  readonly seen: Seen | null
  readonly step: Step
}

/**
 * A table that goes on from the looks before, which it remembers as long as the caller keeps it: a boundary costs one
 * step where the look before is known, and nothing where another campaign has looked at the same moments.
 */
export function boundaryTable(): BoundaryTable {
  const known = new Map<number, Known>()
  return (looks, alpha) => {
    check(looks)
    if (looks.length === 0) return Number.POSITIVE_INFINITY
    const keys = keysOf(looks, alpha)
    let { seen, step } = longestKnown(known, keys, looks, alpha)
    for (const look of looks.slice(lengthOf(seen))) {
      step = next(step, look, { alpha, sides: 2 }, SQUARED)
      seen = { before: seen, look, alpha }
    }
    const key = keys.at(-1) ?? 0
    known.delete(key)
    known.set(key, { seen, step })
    if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? key)
    return step.z
  }
}

/**
 * For each look a number that other looks hardly come to with those before; whether it is theirs is asked as well.
 * Hundreds of figures joined to a text would cost more than a step.
 */
function keysOf(looks: readonly PlannedLook[], alpha: number): readonly number[] {
  const unit = looks[0]?.information ?? 1
  let key = alpha
  return looks.map(({ spent, information }, i) => {
    key += Math.sqrt(i + 2) * (spent + information / unit)
    return key
  })
}

function longestKnown(
  known: ReadonlyMap<number, Known>,
  keys: readonly number[],
  looks: readonly PlannedLook[],
  alpha: number,
): Known {
  for (let count = looks.length; count > 0; count--) {
    const found = known.get(keys[count - 1] ?? 0)
    if (found && isOf(found.seen, looks, count, alpha)) return found
  }
  return { seen: null, step: BEGINNING }
}

function isOf(newest: Seen | null, looks: readonly PlannedLook[], count: number, alpha: number): boolean {
  let seen = newest
  for (let i = count - 1; i >= 0; i--) {
    const look = looks[i]
    if (!seen || !look || seen.alpha !== alpha) return false
    if (seen.look.spent !== look.spent || seen.look.information !== look.information) return false
    seen = seen.before
  }
  return seen === null
}

function lengthOf(newest: Seen | null): number {
  let count = 0
  for (let seen = newest; seen; seen = seen.before) count++
  return count
}

function check(looks: readonly PlannedLook[]): void {
  const shares = looks.map(({ spent }) => spent)
  const ordered = shares.every((t, i) => t > 0 && t <= 1 && t >= (shares[i - 1] ?? 0))
  if (!ordered) throw new RangeError(`Shares of a plan must rise from above 0 to at most 1: ${shares}`)
  const gained = looks.map(({ information }) => information)
  if (!gained.every((information) => information > 0 && Number.isFinite(information)))
    throw new RangeError(`Information must be above 0: ${gained}`)
}
