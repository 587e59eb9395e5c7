/**
 * Always-valid inference on the share of a yes among yes and no, each on its own: at the true share the likelihood
 * averaged over a beta prior, against the likelihood itself, is a martingale from 1, which crosses 1/alpha with a chance
 * of alpha at most however often it is looked at (Ville 1939; Robbins 1970; Howard et al. 2021, "Time-uniform,
 * nonparametric, nonasymptotic confidence sequences"). Exact, for few and many.
 */
import type { Interval } from './direction.ts'
import { logGamma } from './distributions.ts'

/** How many were a yes and how many a no; of a prior, as if so many had been seen before (both above 0). */
export interface Outcomes {
  readonly yes: number
  readonly no: number
}

/** Newton needs about six. */
const MOST_STEPS = 100
const CLOSE = 1e-13

/** The log odds ln(s/(1 − s)) of all shares s whose Bayes factor is below 1/alpha; infinite where only one kind was seen. */
export function logOddsSequence(seen: Outcomes, prior: Outcomes, alpha: number): Interval {
  const bound = Math.log(alpha) + logMixture(seen, prior)
  const turned = { yes: seen.no, no: seen.yes }
  return { low: lowerLogOdds(seen, bound), high: 0 - lowerLogOdds(turned, bound) }
}

/**
 * Where the log likelihood rises to the bound. It is concave in the log odds and lies below yes·logOdds, so Newton
 * from bound/yes comes ever closer from below.
 */
function lowerLogOdds(seen: Outcomes, bound: number): number {
  if (seen.yes === 0) return Number.NEGATIVE_INFINITY
  let at = bound / seen.yes
  for (let i = 0; i < MOST_STEPS; i++) {
    const slope = seen.yes - (seen.yes + seen.no) * shareOf(at)
    const step = (bound - logLikelihood(seen, at)) / slope
    if (!(step > CLOSE * (1 + Math.abs(at)))) return at
    at += step
  }
  return at
}

/** yes·ln s + no·ln(1 − s), and 0 for what was not seen. */
function logLikelihood({ yes, no }: Outcomes, logOdds: number): number {
  const ofYes = yes === 0 ? 0 : yes * logOfShare(logOdds)
  return ofYes + (no === 0 ? 0 : no * logOfShare(-logOdds))
}

/** s = 1/(1 + exp(−logOdds)). */
export function shareOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

function logOfShare(logOdds: number): number {
  return logOdds < 0 ? logOdds - Math.log1p(Math.exp(logOdds)) : -Math.log1p(Math.exp(-logOdds))
}

/** The likelihood averaged over the prior: B(yes + prior yes, no + prior no)/B(prior yes, prior no). */
function logMixture(seen: Outcomes, prior: Outcomes): number {
  return logBeta(seen.yes + prior.yes, seen.no + prior.no) - logBeta(prior.yes, prior.no)
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}
