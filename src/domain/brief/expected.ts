import { minimumDays } from '../readout/registered-plan.ts'
import type { Arm, Brief, Guardrail } from '../state/brief.ts'
import { crossingChances } from '../statistics/crossing-chances.ts'
import type { PlannedLook } from '../statistics/group-sequential.ts'
import { eventsAPerson, LEAST_EVENTS } from '../statistics/least-events.ts'
import type { KnownBaseline } from './baseline.ts'

/** How often a campaign with the effect that it is meant to have ships, by the rules that will judge it. */
export interface Expected {
  /** On it the last who come within the horizon count. */
  readonly lastDay: number
  /** The first by which 4 of 5 have shipped; null where fewer do. */
  readonly day: number | null
  /** To ship by the last day. */
  readonly chance: number
  /** The guardrail that is least often proven to be within its margin though unharmed, where fewer than 4 of 5 are. */
  readonly unproven: { readonly metric: string; readonly chance: number } | null
  /** Guardrails of which nothing is known: what is said leaves them aside. */
  readonly aside: readonly string[]
  /** Where the smallest arm never has events enough for a verdict. */
  readonly few: ExpectedFew | null
}

export interface ExpectedFew {
  readonly arm: string
  /** Of the audience. */
  readonly share: number
  /** Effective events by the last day. */
  readonly has: number
  readonly needs: number
  /** The share of the audience that would do; null where no split would. */
  readonly wanted: number | null
}

/** What a promise is made of. */
interface Plan {
  readonly size: number
  readonly horizonDays: number
  /** People count so many days after they came. */
  readonly windowDays: number
  /** The control first. */
  readonly arms: readonly Arm[]
}

/** One of the daily looks: what is known grows as what is spent by, since people are taken to come evenly. */
interface DailyLook extends PlannedLook {
  readonly day: number
}

const ALPHA = 0.05
export const POWER = 0.8
const EVEN: readonly Arm[] = ['control', 'treatment'].map((name) => ({ name, weight: 1 }))

/**
 * With people who come evenly over the horizon, looked at every day from the minimum runtime on, at Holm's first level
 * over the treatments. `known` is what metrics were without anything new, `windowDays` the goal's. Null where the brief
 * lacks a size, an effect or a horizon, or its goal was never read out. Where a number is searched for, `mostLooks` do.
 */
export function expectedOf(
  { outcome, audience, horizonDays, guardrails, arms }: Brief,
  known: ReadonlyMap<string, KnownBaseline>,
  windowDays = 0,
  mostLooks = Number.POSITIVE_INFINITY,
): Expected | null {
  const goal = outcome ? known.get(outcome.metric) : undefined
  const effect = outcome?.minimumEffect ?? 0
  const size = audience?.size ?? 0
  if (!outcome || !goal || effect <= 0 || size <= 0 || horizonDays === null) return null
  const planned = arms.filter(({ weight }) => weight > 0)
  const plan = { size, horizonDays, windowDays, arms: planned.length < 2 ? EVEN : planned }
  const looks = thinned(looksOf(plan, goal), mostLooks)
  const alpha = ALPHA / (plan.arms.length - 1)
  const drift = effectDrift(goal, outcome.direction === 'up' ? effect : -effect, plan)
  const proven = guardrails.flatMap((each) => provenChances(each, known, looks, plan))
  const shipped = crossingChances(looks, alpha, drift).map((found, i) =>
    proven.reduce((chance, { chances }) => chance * (chances[i] ?? 0), found),
  )
  const day = looks[shipped.findIndex((chance) => chance >= POWER)]?.day ?? null
  return {
    lastDay: horizonDays + windowDays,
    day,
    chance: shipped.at(-1) ?? 0,
    unproven: leastProven(proven),
    aside: guardrails.flatMap(({ metric }) => (known.has(metric) ? [] : [metric])),
    few: looks.length > 0 ? null : expectedFew(goal, plan),
  }
}

/** Every day of the plan on which a verdict may fall: after the minimum runtime, with events enough. */
function looksOf(plan: Plan, goal: KnownBaseline): DailyLook[] {
  const { horizonDays, windowDays } = plan
  const least = minimumDays(plan)
  const enough = shareWanted(goal, plan) / smallest(plan).share
  return Array.from({ length: horizonDays + windowDays }, (_, i) => i + 1)
    .map((day) => ({ day, share: Math.min(1, (day - windowDays) / horizonDays) }))
    .filter(({ day, share }) => day >= least && share > 0 && share >= enough)
    .map(({ day, share }) => ({ day, spent: share, information: share }))
}

/** So many at most, evenly apart, the last one among them. */
function thinned(looks: readonly DailyLook[], most: number): readonly DailyLook[] {
  const every = Math.max(1, Math.ceil(looks.length / most))
  return looks.filter((_, i) => (looks.length - 1 - i) % every === 0)
}

/** z of the absolute difference that is expected at the end, where information is 1. */
function effectDrift({ kind, mean, variance }: KnownBaseline, effect: number, plan: Plan): number {
  const treated = kind === 'proportion' ? Math.min(1, mean * (1 + effect)) : mean * (1 + effect)
  const spread = kind === 'proportion' ? treated * (1 - treated) : variance * (1 + effect) ** 2
  return Math.abs(treated - mean) / standardError([variance, spread], plan)
}

/** Of the control against the smallest treatment, at the end. */
function standardError([control, treatment]: readonly [number, number], plan: Plan): number {
  const [first = 0, ...others] = plan.arms.map((arm) => plan.size * shareOf(arm, plan))
  return Math.sqrt(control / first + treatment / Math.min(...others))
}

function shareOf({ weight }: Arm, { arms }: Plan): number {
  return weight / arms.reduce((sum, arm) => sum + arm.weight, 0)
}

function smallest(plan: Plan): { readonly name: string; readonly share: number } {
  const shares = plan.arms.map((arm) => ({ name: arm.name, share: shareOf(arm, plan) }))
  return shares.reduce((least, each) => (each.share < least.share ? each : least))
}

/** Of the audience: people enough for the events that a verdict needs. */
function shareWanted(goal: KnownBaseline, { size }: Plan): number {
  return LEAST_EVENTS[goal.kind] / (size * eventsAPerson(goal.kind, goal))
}

function expectedFew(goal: KnownBaseline, plan: Plan): ExpectedFew {
  const { name: arm, share } = smallest(plan)
  const wanted = shareWanted(goal, plan)
  const has = Math.floor(share * plan.size * eventsAPerson(goal.kind, goal))
  return {
    arm,
    share,
    has,
    needs: LEAST_EVENTS[goal.kind],
    wanted: wanted * plan.arms.length > 1 ? null : wanted,
  }
}

interface Proven {
  readonly metric: string
  readonly chances: readonly number[]
}

/** To have been proven within its margin by each look, where nothing happened to it. */
function provenChances(
  { metric, margin }: Guardrail,
  known: ReadonlyMap<string, KnownBaseline>,
  looks: readonly PlannedLook[],
  plan: Plan,
): Proven[] {
  const was = known.get(metric)
  if (!was) return []
  const room = margin.unit === 'relative' ? margin.amount * Math.abs(was.mean) : margin.amount
  const drift = room / standardError([was.variance, was.variance], plan)
  return [{ metric, chances: crossingChances(looks, ALPHA, drift) }]
}

function leastProven(proven: readonly Proven[]): Expected['unproven'] {
  const last = proven.map(({ metric, chances }) => ({ metric, chance: chances.at(-1) ?? 0 }))
  const least = last.reduce((one, each) => (each.chance < one.chance ? each : one), { metric: '', chance: 1 })
  return least.chance < POWER ? least : null
}
