/** One-sided tests and intervals: is the treatment greater, or is it lesser? */
import { tCdf, tQuantile } from './distributions.ts'
import { type Contrast, type Lift, type NotComputable, notComputable } from './lift.ts'

export type Side = 'greater' | 'lesser'

/**
 * Welch's t on one side: [Δ − t_{1−α}·se, ∞) with p = F_t(−Δ/se) for greater, its mirror image for lesser.
 * For the reference vectors alone (`npm run vectors`): no readout asks for it.
 */
export function oneSidedInterval(contrast: Contrast, alpha: number, side: Side): Lift | NotComputable {
  const { lift, se, df } = contrast
  const reach = tQuantile(1 - alpha, df) * se
  const p = tCdf((side === 'greater' ? -lift : lift) / se, df)
  if (!(se > 0 && [lift, se, df, reach, p].every(Number.isFinite))) {
    return notComputable('out of range', 'treatment')
  }
  return { computable: true, lift, se, df, ...openEnded(lift, reach, side), p }
}

/** The interval that is open towards the side asked about. */
export function openEnded(lift: number, reach: number, side: Side): { low: number; high: number } {
  return side === 'greater'
    ? { low: lift - reach, high: Number.POSITIVE_INFINITY }
    : { low: Number.NEGATIVE_INFINITY, high: lift + reach }
}
