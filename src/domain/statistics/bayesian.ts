/** The same lift as a posterior: a second view that a campaign may ask for. It decides nothing. */
import { normalCdf, normalDensity, normalQuantile } from './distributions.ts'
import type { Contrast } from './lift.ts'

/** A normal prior on the lift's own scale; null where only the data speak. */
export interface Prior {
  readonly mean: number
  readonly variance: number
}

export interface Posterior {
  readonly mean: number
  readonly sd: number
  /** The equal-tailed credible interval. */
  readonly low: number
  readonly high: number
  /** Probability that the lift is on the better side of zero. */
  readonly chanceToWin: number
  /** Expected loss on the lift's scale: of staying with the control, and of going with the treatment. */
  readonly risk: { readonly control: number; readonly treatment: number }
}

/**
 * A prior on relative lifts, brought to the absolute scale by the control's mean.
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function absolutePrior(prior: Prior, baseline: number): Prior {
  return { mean: prior.mean * Math.abs(baseline), variance: prior.variance * baseline ** 2 }
}

/**
 * Normal likelihood and normal prior: precisions add, means weigh by them. Chance to win Φ(μ/σ); risks E[X⁺] and
 * E[X⁻] of N(μ, σ²) (as gbstats' EffectBayesianABTest). `lowerIsBetter` turns both round.
 */
export function posterior(
  contrast: Contrast,
  prior: Prior | null,
  { alpha = 0.05, lowerIsBetter = false }: { alpha?: number; lowerIsBetter?: boolean } = {},
): Posterior {
  const { mean, sd } = combined(contrast, prior)
  const reach = -normalQuantile(alpha / 2) * sd
  const gain = expectedAboveZero(mean, sd)
  const loss = expectedAboveZero(-mean, sd)
  return {
    mean,
    sd,
    low: mean - reach,
    high: mean + reach,
    chanceToWin: normalCdf((lowerIsBetter ? -mean : mean) / sd),
    risk: lowerIsBetter ? { control: loss, treatment: gain } : { control: gain, treatment: loss },
  }
}

function combined({ lift, se }: Contrast, prior: Prior | null): { mean: number; sd: number } {
  if (!prior) return { mean: lift, sd: se }
  const data = 1 / se ** 2
  const before = 1 / prior.variance
  return {
    mean: (lift * data + prior.mean * before) / (data + before),
    sd: Math.sqrt(1 / (data + before)),
  }
}

/** E[max(X, 0)] = μΦ(μ/σ) + σφ(μ/σ); never below zero, where rounding would take it far out in the tail. */
function expectedAboveZero(mean: number, sd: number): number {
  return Math.max(0, mean * normalCdf(mean / sd) + sd * normalDensity(mean / sd))
}
