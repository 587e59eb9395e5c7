/** From what the warehouse sums up to a comparison, for every kind of metric. */
import { type CupedSums, cupedPair } from './cuped.ts'
import { type CupedRatioSums, cupedRatioPair } from './cuped-ratio.ts'
import { estimate, type Sums } from './estimates.ts'
import { type Contrast, type NotComputable, notComputable } from './lift.ts'
import type { StatisticKind } from './moments.ts'
import { type Pair, unadjustedPair } from './pair.ts'
import { type RatioSums, ratioEstimate } from './ratio.ts'

export type Measure =
  | { readonly type: StatisticKind; readonly control: Sums; readonly treatment: Sums }
  | { readonly type: 'ratio'; readonly control: RatioSums; readonly treatment: RatioSums }
  | { readonly type: 'cuped'; readonly control: CupedSums; readonly treatment: CupedSums }
  | { readonly type: 'cuped ratio'; readonly control: CupedRatioSums; readonly treatment: CupedRatioSums }

/** The two arms compared, or why one of them can't be estimated. */
export function pairOf(measure: Measure): Pair | NotComputable {
  switch (measure.type) {
    case 'ratio':
      return unadjustedPair(ratioEstimate(measure.control), ratioEstimate(measure.treatment))
    case 'cuped':
      return cupedPair(measure.control, measure.treatment)
    case 'cuped ratio':
      return cupedRatioPair(measure.control, measure.treatment)
    default:
      return unadjustedPair(
        estimate(measure.type, measure.control),
        estimate(measure.type, measure.treatment),
      )
  }
}

/** In standard errors: nearer to zero than this (about nine conversions) the delta method misleads. */
const SURE_BASELINE = 3

/** The relative contrast where it may be shown: not over a baseline that is hardly told from zero. */
export function readableRelative({ relative, baseline, control }: Pair): Contrast | NotComputable {
  const unsure = Math.abs(baseline) < SURE_BASELINE * Math.sqrt(control.variance / control.n)
  return unsure ? notComputable('unsure baseline', 'control') : relative
}
