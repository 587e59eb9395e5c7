/** Planning: how likely an effect is found, and how small an effect can be found. */
import { sequentialReach } from './always-valid.ts'
import { normalCdf, normalQuantile } from './distributions.ts'

/** A metric before the campaign: mean and variance of one person's value. */
export interface Baseline {
  readonly mean: number
  readonly variance: number
}

/** `people` in all arms together, split evenly. `planned` (N*) where always-valid intervals will be read, else null. */
export interface Design {
  readonly people: number
  readonly arms: number
  readonly alpha: number
  readonly planned: number | null
}

/** SE of the relative lift e: √(v(1+(1+e)²)/(n·m²)), n people an arm; widened where intervals are always-valid. */
export function plannedError({ mean, variance }: Baseline, effect: number, design: Design): number {
  const perArm = design.people / design.arms
  const se = Math.sqrt((variance * (1 + (1 + effect) ** 2)) / (perArm * mean ** 2))
  return se * widening(design)
}

/** 1 − Φ(z − e/SE) + Φ(−z − e/SE); one-sided without the opposite tail (as GrowthBook's powerFrequentist). */
export function powerOf(effect: number, se: number, alpha: number, sides: 1 | 2 = 2): number {
  const z = -normalQuantile(alpha / sides)
  const upper = normalCdf(effect / se - z)
  return sides === 2 ? upper + normalCdf(-z - effect / se) : upper
}

/**
 * The smallest relative lift found with `power`: c = (z_{1−α/2} + z_power)²v/(n·m²),
 * MDE = (1 + √(1 − (1−c)²))/(1−c) − 1; null where c ≥ 1 (so few people find no effect of any
 * size) or power isn't above alpha. Over a negative mean
 * the lift that improves is a negative one (as GrowthBook's findMdeFrequentist).
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function minimumDetectableEffect(baseline: Baseline, power: number, design: Design): number | null {
  const perArm = design.people / design.arms
  const z = -normalQuantile(design.alpha / 2) - normalQuantile(1 - power)
  const c = ((z * widening(design)) ** 2 * baseline.variance) / (perArm * baseline.mean ** 2)
  if (!(c < 1) || power <= design.alpha) return null
  return (1 + Math.sign(baseline.mean) * Math.sqrt(1 - (1 - c) ** 2)) / (1 - c) - 1
}

/** How much wider an always-valid interval is than a fixed one at that many people of a pair. */
function widening({ people, arms, alpha, planned }: Design): number {
  if (planned === null) return 1
  return sequentialReach(alpha, { units: (2 * people) / arms, planned }) / -normalQuantile(alpha / 2)
}

/** After each week: power for the effect, and the MDE (of the last week that had one; null before). */
interface PlannedWeek {
  readonly people: number
  readonly power: number
  readonly minimumEffect: number | null
}

interface Runtime {
  readonly weeks: readonly PlannedWeek[]
  /** Weeks until the target; null where the horizon is too short. */
  readonly needed: number | null
}

/**
 * Week by week over `weeks`; a power that rounds to the target in whole percents reaches it, as 79.9 % does 80 %.
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function runtime(
  baseline: Baseline,
  effect: number,
  plan: Omit<Design, 'people'> & { peopleAWeek: number; weeks: number; power: number },
): Runtime {
  let minimumEffect: number | null = null
  const weeks = Array.from({ length: plan.weeks }, (_, index) => {
    const design = { ...plan, people: plan.peopleAWeek * (index + 1) }
    minimumEffect = minimumDetectableEffect(baseline, plan.power, design) ?? minimumEffect
    const power = powerOf(effect, plannedError(baseline, effect, design), plan.alpha)
    return { people: design.people, power, minimumEffect }
  })
  const first = weeks.findIndex((week) => Math.round(week.power * 100) >= Math.round(plan.power * 100))
  return { weeks, needed: first < 0 ? null : first + 1 }
}
