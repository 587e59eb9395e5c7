/** Treatment against control, whatever the metric is made of: all that an interval, a test or a posterior rests on. */
import type { Estimate, Estimated } from './estimates.ts'
import {
  absoluteContrast,
  type Contrast,
  type NotComputable,
  notComputable,
  relativeContrast,
  welchSatterthwaite,
} from './lift.ts'

/**
 * Both arms' estimates (adjusted where there is a pre-period) and both contrasts between them. `baseline` and
 * `outcome` are the unadjusted means of control and treatment. `theta` is null without a pre-period, and 0 where
 * the pre-period explains nothing. `over` is what a relative lift needs to know of the mean it is over.
 */
export interface Pair {
  readonly computable: true
  readonly control: Estimate
  readonly treatment: Estimate
  readonly units: number
  readonly baseline: number
  readonly outcome: number
  readonly theta: number | null
  readonly relative: Contrast | NotComputable
  readonly absolute: Contrast
  readonly over: Over
}

/** Variance of the unadjusted mean of the control, and its covariance with the absolute lift. Of means, not of one person. */
export interface Over {
  readonly variance: number
  readonly covariance: number
}

export type Scale = 'relative' | 'absolute'

/** Two arms without a pre-period, or the first one that can't be estimated. `theta` as in a pair. */
export function unadjustedPair(
  control: Estimated,
  treatment: Estimated,
  theta: number | null = null,
): Pair | NotComputable {
  if (!control.usable) return notComputable(control.problem, 'control')
  if (!treatment.usable) return notComputable(treatment.problem, 'treatment')
  const variance = control.variance / control.n
  return {
    computable: true,
    control,
    treatment,
    units: control.n + treatment.n,
    baseline: control.mean,
    outcome: treatment.mean,
    theta,
    relative: relativeContrast(control, treatment),
    absolute: absoluteContrast(control, treatment),
    over: { variance, covariance: -variance },
  }
}

/** What an adjustment for a pre-period gives: adjusted estimates, unadjusted means, and the variance of the relative lift. */
interface Adjusted {
  readonly control: Estimate
  readonly treatment: Estimate
  readonly baseline: number
  readonly outcome: number
  readonly theta: number
  readonly relativeVariance: number
  readonly over: Over
}

/** Δ relative is (mB − mA)/|u|, u the unadjusted mean of the control; Δ absolute is mB − mA. */
export function adjustedPair(adjusted: Adjusted): Pair {
  const { control, treatment, baseline, outcome, theta, over } = adjusted
  return {
    computable: true,
    control,
    treatment,
    units: control.n + treatment.n,
    baseline,
    outcome,
    theta,
    relative: adjustedRelative(adjusted),
    absolute: absoluteContrast(control, treatment),
    over,
  }
}

function adjustedRelative(adjusted: Adjusted): Contrast | NotComputable {
  const { control, treatment, baseline, relativeVariance } = adjusted
  if (baseline === 0) return notComputable('zero mean', 'control')
  const lift = (treatment.mean - control.mean) / Math.abs(baseline)
  return { lift, se: Math.sqrt(relativeVariance), df: welchSatterthwaite(control, treatment) }
}
