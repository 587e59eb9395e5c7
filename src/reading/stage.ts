import { waitsForFigures } from '../domain/brief/stages.ts'
import { delayIn } from '../domain/incidents/proof.ts'
import type { Looking } from '../domain/readout/look.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { LaunchStep } from '../domain/state/steps.ts'
import { type Figures, figuresOf } from '../domain/steps/figures.ts'
import { readArrivals } from './arrivals.ts'
import { type Reading, type ReadingDeps, readCampaign } from './reading.ts'

/** Asks for the guardrails and the split alone, in one pass: it is no look at the goals, and spends nothing of what a win may be found with. */
export function readGuardrails(
  deps: ReadingDeps,
  state: CampaignState,
  now: Date,
  looking: Pick<Looking, 'earlier'> = {},
): Promise<Reading> {
  const { campaign } = state
  const guarded = { ...state, campaign: { ...campaign, brief: { ...campaign.brief, outcome: null } } }
  return readCampaign(deps, guarded, now, { ...looking, counts: false })
}

/** What a reading says of a held step. That exposures come is asked only where it waits for figures: else there may be none yet. */
export async function figuresFor(
  deps: ReadingDeps,
  state: CampaignState,
  step: LaunchStep,
  { readout, failures, faults }: Reading,
  now: Date,
): Promise<Figures> {
  const since = step.at ?? now
  const arrivals = waitsForFigures(step.plan) ? await readArrivals(deps, state, { since, until: now }) : null
  const delay = delayIn(deps.catalog, state.campaign)
  return figuresOf({ readout, failures: [...failures, ...faults], arrivals }, { since, delay, now })
}
