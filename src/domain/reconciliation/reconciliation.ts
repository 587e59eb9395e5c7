import type { Catalog } from '../catalog/catalog.ts'
import { dropLimits } from '../catalog/drops.ts'
import { delayIn } from '../incidents/proof.ts'
import type { PeopleSeen } from '../state/arrivals.ts'
import type { CampaignState } from '../state/campaign.ts'
import { isSettled } from '../state/steps.ts'
import { type Drop, largestDrop } from './drop.ts'
import { type Figure, figuresOf } from './figures.ts'

/** What a launch planned against what came of it: the figures, and the one drop that is larger than expected. */
export interface Reconciliation {
  readonly figures: readonly Figure[]
  readonly drop: Drop | null
}

/** `seen`: whom a readout found; missing where there is none yet. */
export function reconciled(
  state: CampaignState,
  catalog: Pick<Catalog, 'targets' | 'checks' | 'exposures' | 'drops'>,
  seen: PeopleSeen | undefined,
): Reconciliation {
  const { campaign, steps } = state
  const figures = figuresOf(state, catalog, seen)
  const drop = largestDrop(figures, {
    complete: campaign.liveAt !== null && steps.every(isSettled),
    liveAt: campaign.liveAt,
    delay: delayIn(catalog, campaign),
    arms: campaign.brief.arms,
    limits: dropLimits(catalog, campaign.brief.exposures),
  })
  return { figures, drop }
}
