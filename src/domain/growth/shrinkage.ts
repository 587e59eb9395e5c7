/**
 * Measured lifts shrunk towards the mean of their metric, against the winner's curse: what is picked because it looks
 * large looks larger, on average, than it is. Empirical Bayes with a normal prior (normal–normal).
 *
 * - The spread of the true lifts, τ², by the method of moments: DerSimonian & Laird, Control. Clin. Trials 7 (1986)
 *   177–188: τ² = max(0, (Q − (k−1)) / (Σw − Σw²/Σw)), w = 1/se², Q = Σw(y − ȳ)².
 * - The shrunk lift is the posterior mean (1−B)·y + B·μ with B = se²/(se² + τ²), and its variance se²(1−B) + B²·Var(μ):
 *   Efron & Morris, J. Am. Stat. Assoc. 70 (1975) 311–319; Morris, ibid. 78 (1983) 47–55.
 * - Why it undoes the selection: Efron, J. Am. Stat. Assoc. 106 (2011) 1602–1614; van Zwet & Cator, Stat. Neerl. 75
 *   (2021) 437–452; for experiments Lee & Shen, KDD 2018.
 */
import { normalQuantile } from '../statistics/distributions.ts'

/** A lift with its standard error, both as fractions. */
export interface Estimate {
  readonly lift: number
  readonly se: number
}

/** What the campaigns of a metric have in common. */
export interface Prior {
  readonly k: number
  /** The mean of the true lifts, and the standard error of that mean. */
  readonly mean: number
  readonly meanSe: number
  /** How far the true lifts lie apart, as a standard deviation; 0 where chance alone explains the differences. */
  readonly tau: number
  /** Cochran's Q. */
  readonly q: number
}

export interface Shrunk {
  readonly lift: number
  readonly se: number
  readonly low: number
  readonly high: number
  /** B: how much of the lift is the mean of the metric, from 0 to 1. */
  readonly towardsMean: number
}

/** With fewer, nothing can be said of how far true lifts lie apart. */
export const FEWEST = 3

/** Null for fewer than three campaigns. */
export function priorOf(estimates: readonly Estimate[]): Prior | null {
  if (estimates.length < FEWEST) return null
  const { tau2, q } = momentsOf(estimates)
  const { mean, total } = weighted(estimates, tau2)
  return { k: estimates.length, mean, meanSe: 1 / Math.sqrt(total), tau: Math.sqrt(tau2), q }
}

/** The posterior of one lift, with its 1 − alpha interval. τ is taken as known, so the interval is rather too narrow. */
export function shrink({ lift, se }: Estimate, { mean, meanSe, tau }: Prior, alpha = 0.05): Shrunk {
  const share = se ** 2 / (se ** 2 + tau ** 2)
  const shrunk = (1 - share) * lift + share * mean
  const error = Math.sqrt(se ** 2 * (1 - share) + (share * meanSe) ** 2)
  const reach = -normalQuantile(alpha / 2) * error
  return { lift: shrunk, se: error, low: shrunk - reach, high: shrunk + reach, towardsMean: share }
}

function momentsOf(estimates: readonly Estimate[]): { tau2: number; q: number } {
  const { mean, total, squares } = weighted(estimates, 0)
  const q = estimates.reduce((sum, { lift, se }) => sum + ((lift - mean) / se) ** 2, 0)
  return { q, tau2: Math.max(0, (q - (estimates.length - 1)) / (total - squares / total)) }
}

/** The mean under weights 1/(se² + τ²), with their sum and the sum of their squares. */
function weighted(estimates: readonly Estimate[], tau2: number) {
  const weights = estimates.map(({ se }) => 1 / (se ** 2 + tau2))
  const total = weights.reduce((sum, w) => sum + w, 0)
  const mean = estimates.reduce((sum, { lift }, i) => sum + (weights[i] ?? 0) * lift, 0) / total
  return { mean, total, squares: weights.reduce((sum, w) => sum + w ** 2, 0) }
}
