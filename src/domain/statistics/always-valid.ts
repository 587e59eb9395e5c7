/**
 * Intervals that may be looked at any number of times: they hold at all looks together. Used for harm, and for wins
 * where no horizon is registered. Asymptotic confidence sequences, Waudby-Smith et al. 2023 (arXiv 2103.06476).
 */
import { type Contrast, type Lift, type NotComputable, notComputable } from './lift.ts'
import { openEnded, type Side } from './one-sided.ts'

/** `units` seen in both arms now; `planned` in both arms at the end, fixed at launch: there the interval is narrowest. */
export interface SequentialPlan {
  readonly units: number
  readonly planned: number
}

/** N* where no plan says how many people to expect. */
export const PLANNED_UNITS_UNKNOWN = 5000

/** The smallest p that a one-sided sequence knows nothing above: its formula holds for α below one half. */
const HALF = 0.5

/** ρ = √((−2lnα + ln(1 − 2lnα))/N*) (eq. 161). */
export function sequentialRho(alpha: number, planned: number): number {
  const spread = -2 * Math.log(alpha)
  return Math.sqrt((spread + Math.log(1 + spread)) / planned)
}

/** k = Nρ² + 1; standard errors in the half-width: √(2k·ln(√k/α)/(Nρ²)) (eq. 9). */
export function sequentialReach(alpha: number, { units, planned }: SequentialPlan): number {
  const information = units * sequentialRho(alpha, planned) ** 2
  const k = information + 1
  return Math.sqrt((2 * k * Math.log(Math.sqrt(k) / alpha)) / information)
}

/** Δ ± se·reach, and p = min(1, √k·exp(−ρ²N·z²/2k)) (eq. 155). */
export function alwaysValidInterval(
  contrast: Contrast,
  plan: SequentialPlan,
  alpha = 0.05,
): Lift | NotComputable {
  const { lift, se } = contrast
  const information = plan.units * sequentialRho(alpha, plan.planned) ** 2
  const k = information + 1
  const reach = se * sequentialReach(alpha, plan)
  const p = Math.min(1, Math.sqrt(k) * Math.exp((-information * (lift / se) ** 2) / (2 * k)))
  return sound(contrast, reach, p, { low: lift - reach, high: lift + reach })
}

/**
 * One side of zero only: ρ at 2α, half-width se·√(2k·ln(1 + √k/2α)/(Nρ²)) (eq. 134). p is the α at which the bound
 * meets zero with ρ held: √k/(2(exp(Nρ²z²/2k) − 1)); one half stands for one half or more.
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function oneSidedAlwaysValid(
  contrast: Contrast,
  plan: SequentialPlan,
  side: Side,
  alpha = 0.05,
): Lift | NotComputable {
  const { lift, se } = contrast
  const information = plan.units * sequentialRho(2 * alpha, plan.planned) ** 2
  const k = information + 1
  const reach = se * Math.sqrt((2 * k * Math.log1p(Math.sqrt(k) / (2 * alpha))) / information)
  const towards = side === 'greater' ? lift > 0 : lift < 0
  const evidence = Math.expm1((information * (lift / se) ** 2) / (2 * k))
  const p = towards ? Math.min(HALF, Math.sqrt(k) / (2 * evidence)) : HALF
  return sound(contrast, reach, p, openEnded(lift, reach, side))
}

function sound(
  { lift, se, df }: Contrast,
  reach: number,
  p: number,
  ends: { readonly low: number; readonly high: number },
): Lift | NotComputable {
  const fine = se > 0 && [lift, se, reach, p].every(Number.isFinite)
  return fine ? { computable: true, lift, se, df, ...ends, p } : notComputable('out of range', 'treatment')
}
