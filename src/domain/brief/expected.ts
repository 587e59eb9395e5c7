import type { Readout } from '../readout/readout.ts'
import type { Brief } from '../state/brief.ts'
import { type Baseline, plannedError, powerOf } from '../statistics/power.ts'

/** A metric as it was without anything new, and where that was seen. */
export interface KnownBaseline extends Baseline {
  /** Key of the campaign whose control it is. */
  readonly campaign: string
  readonly kind: 'proportion' | 'mean'
  readonly unit: string | null
}

/** When the effect that a campaign is meant to have would be seen, once 4 times in 5. */
type Expected =
  | { readonly seen: true; readonly day: number; readonly horizonDays: number }
  /** The chance to see it by the horizon. */
  | { readonly seen: false; readonly chance: number; readonly horizonDays: number }

const ALPHA = 0.05
const POWER = 0.8
/** Fewer people of a control say little of the next campaign. */
const LEAST = 100

/** What the control of a readout says of a metric; null for too few people, no variation, or a ratio. */
export function baselineOf(readout: Readout, metric: string): Omit<KnownBaseline, 'campaign'> | null {
  const found = readout.metrics.find(({ name }) => name === metric)
  if (!found?.measured || found.kind === 'ratio') return null
  const { kind, unit } = found
  const control = found.values[0]
  if (!control || control.n < LEAST || control.sum === null || control.sumSquares === null) return null
  const { n, sum, sumSquares } = control
  const mean = sum / n
  const variance = (sumSquares - n * mean ** 2) / (n - 1)
  return mean === 0 || !(variance > 0) ? null : { kind, unit, mean, variance }
}

/** Day by day until the horizon, with people who arrive evenly; null where the brief lacks a size, an effect or a horizon. */
export function expectedOf(brief: Brief, baseline: Baseline): Expected | null {
  const { outcome, audience, horizonDays } = brief
  const effect = outcome?.minimumEffect ?? 0
  const size = audience?.size ?? 0
  if (!outcome || effect <= 0 || size <= 0 || horizonDays === null) return null
  const chanceOn = (day: number) =>
    chance(baseline, outcome.direction === 'up' ? effect : -effect, (size * day) / horizonDays, brief)
  for (let day = 1; day <= horizonDays; day++)
    if (chanceOn(day) >= POWER) return { seen: true, day, horizonDays }
  return { seen: false, chance: chanceOn(horizonDays), horizonDays }
}

/** Of the control against the smallest other arm; a design speaks of arms of one size, so theirs is the harmonic mean. */
function chance(baseline: Baseline, effect: number, people: number, { arms }: Brief): number {
  const [control = 1, ...others] = arms.length < 2 ? [1, 1] : arms.map(({ weight }) => weight)
  const total = others.reduce((sum, weight) => sum + weight, control)
  const perArm = (people * 2) / (total / control + total / Math.min(...others))
  if (!(perArm > 1)) return 0
  const design = { people: 2 * perArm, arms: 2, alpha: ALPHA, planned: null }
  return powerOf(Math.abs(effect), plannedError(baseline, effect, design), ALPHA / 2, 1)
}
