/** Treatment against control: Welch's t on the difference of two means, relative (delta method) or absolute. */
import { tCdf, tQuantile } from './distributions.ts'
import type { ArmProblem, Estimate } from './estimates.ts'

/** A relative lift is a fraction of the control's mean; an absolute one is in the metric's unit (a fraction for proportions). */
export interface Lift {
  readonly computable: true
  readonly lift: number
  readonly se: number
  readonly df: number
  readonly low: number
  readonly high: number
  /** Two-sided. */
  readonly p: number
}

export type LiftProblem = ArmProblem | 'zero mean' | 'unsure baseline' | 'out of range'

export interface NotComputable {
  readonly computable: false
  readonly problem: LiftProblem
  /** The arm that the problem lies in. */
  readonly side: 'control' | 'treatment'
}

/** What an interval is made from; whatever method makes it. */
export interface Contrast {
  readonly lift: number
  readonly se: number
  readonly df: number
}

/** The fixed 1 − alpha interval Δ ± t·se, and p = 2·F_t(−|Δ/se|) as a true lower tail. */
export function fixedInterval(contrast: Contrast, alpha: number): Lift | NotComputable {
  const { lift, se, df } = contrast
  const reach = tQuantile(1 - alpha / 2, df) * se
  const p = Math.min(1, 2 * tCdf(-Math.abs(lift / se), df))
  const [low, high] = [lift - reach, lift + reach]
  const sound =
    se > 0 && Number.isFinite(df) && Number.isFinite(p) && Number.isFinite(low) && Number.isFinite(high)
  // + 0 because JSON has no −0.
  return sound
    ? { computable: true, lift: lift + 0, se, df, low, high, p }
    : notComputable('out of range', 'treatment')
}

/**
 * Δ = (mB − mA)/|mA|, V = vB/(nB·mA²) + vA·mB²/(nA·mA⁴); divided by the control's mean before it is squared, so that
 * large values don't overflow. Not computable says why.
 */
export function relativeContrast(a: Estimate, b: Estimate): Contrast | NotComputable {
  if (a.mean === 0) return notComputable('zero mean', 'control')
  const base = Math.abs(a.mean)
  const se = Math.sqrt(b.variance / b.n + (a.variance / a.n) * (b.mean / base) ** 2) / base
  return { lift: (b.mean - a.mean) / base, se, df: welchSatterthwaite(a, b) }
}

/** Δ = mB − mA, V = vA/nA + vB/nB. */
export function absoluteContrast(a: Estimate, b: Estimate): Contrast {
  const se = Math.sqrt(a.variance / a.n + b.variance / b.n)
  return { lift: b.mean - a.mean, se, df: welchSatterthwaite(a, b) }
}

/** (vA/nA + vB/nB)² / ((vA/nA)²/(nA−1) + (vB/nB)²/(nB−1)), written with shares so that nothing overflows. */
export function welchSatterthwaite(a: Estimate, b: Estimate): number {
  const fromA = a.variance / a.n
  const fromB = b.variance / b.n
  const shareA = fromA / (fromA + fromB)
  const shareB = fromB / (fromA + fromB)
  return 1 / (shareA ** 2 / (a.n - 1) + shareB ** 2 / (b.n - 1))
}

export function notComputable(problem: LiftProblem, side: NotComputable['side']): NotComputable {
  return { computable: false, problem, side }
}
