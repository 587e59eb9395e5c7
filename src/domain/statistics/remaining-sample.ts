/** In the middle of a campaign: how many more people until the planned effect would be found? */
import { sequentialReach } from './always-valid.ts'
import type { Prior } from './bayesian.ts'
import { normalCdf, normalQuantile } from './distributions.ts'

/** What is known now: the standard error of a pair's lift and its `units`; the plan that was registered. */
export interface Midway {
  readonly se: number
  readonly units: number
  readonly effect: number
  readonly power: number
  readonly alpha: number
  /** Goals that must all be found, each with power^(1/goals). */
  readonly goals: number
  /** Tests that alpha is shared by; 1 where nothing is corrected. */
  readonly tests: number
  /** N* where always-valid intervals are read; null for fixed ones. */
  readonly planned: number | null
  /** Where credible intervals are read with a prior. */
  readonly prior: Prior | null
}

interface Remaining {
  readonly powerNow: number
  readonly targetPower: number
  /** More units as a multiple of those seen; 0 where there are enough, null where 2²⁷ times as many are not. */
  readonly factor: number | null
}

const MOST_DOUBLINGS = 27
const CLOSE_ENOUGH = 1e-5
const MOST_HALVINGS = 100

/**
 * se²/(1 + f) after f times as many units more; f by doubling, then halving until power is within 1e-5 (as gbstats'
 * MidExperimentPower).
 */
export function remainingSample(midway: Midway): Remaining {
  const targetPower = midway.power ** (1 / midway.goals)
  const powerNow = powerAfter(midway, 0)
  const factor = powerNow > targetPower ? 0 : factorFor(midway, targetPower)
  return { powerNow, targetPower, factor }
}

function factorFor(midway: Midway, target: number): number | null {
  let high = 1
  for (let i = 0; i < MOST_DOUBLINGS && powerAfter(midway, high) < target; i++) high *= 2
  if (powerAfter(midway, high) < target) return null
  let low = 0
  let factor = high
  for (let i = 0; i < MOST_HALVINGS; i++) {
    factor = (low + high) / 2
    const gap = powerAfter(midway, factor) - target
    if (Math.abs(gap) < CLOSE_ENOUGH) break
    if (gap > 0) high = factor
    else low = factor
  }
  return factor
}

/** Φ(e/se − h) + Φ(−e/se − h), h the half-width in standard errors that would be read after `factor` more. */
export function powerAfter(midway: Midway, factor: number): number {
  const se = midway.se / Math.sqrt(1 + factor)
  const effect = Math.abs(midway.effect) / se
  const { reach, pull } = halfWidth(midway, se, factor)
  return normalCdf(effect + pull - reach) + normalCdf(-effect - pull - reach)
}

/** With a prior the posterior's interval, brought back to the data's scale: √(1 + se²/τ²)·z, pulled by se·μ₀/τ². */
function halfWidth(midway: Midway, se: number, factor: number): { reach: number; pull: number } {
  const alpha = midway.alpha / midway.tests
  const z = -normalQuantile(alpha / 2)
  if (midway.prior) {
    const { mean, variance } = midway.prior
    return { reach: z * Math.sqrt(1 + se ** 2 / variance), pull: (se * mean) / variance }
  }
  if (midway.planned === null) return { reach: z, pull: 0 }
  const units = midway.units * (1 + factor)
  return { reach: sequentialReach(alpha, { units, planned: midway.planned }), pull: 0 }
}
