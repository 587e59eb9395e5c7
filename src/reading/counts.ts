import type { Catalog } from '../domain/catalog/catalog.ts'
import { countedSince } from '../domain/incidents/target-proof.ts'
import type { TargetSays, TargetSeen } from '../domain/state/arrivals.ts'
import type { PlannedStep } from '../domain/state/brief.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { LaunchStep } from '../domain/state/steps.ts'
import { token } from '../domain/text/tokens.ts'
import type { Asked, Targets } from '../targets/target.ts'
import { addressed } from './sent-step.ts'

interface CountingDeps {
  readonly catalog: Pick<Catalog, 'targets'>
  readonly targets: Targets
}

/** What is known of whom each step of which something went out reaches since a stop, by its target and by what became of taking it back. One that does not answer hides none of the others. */
export async function readCounts(
  deps: CountingDeps,
  state: CampaignState,
  stoppedAt: Date,
  asked: Asked,
): Promise<TargetSeen[]> {
  const out = state.steps.filter(({ arrived }) => arrived !== 'no')
  return Promise.all(out.map((step) => readCount(deps, state, step, stoppedAt, asked)))
}

const NOTHING_SAID = { state: null, open: false, count: null }

async function readCount(
  deps: CountingDeps,
  state: CampaignState,
  step: LaunchStep,
  stoppedAt: Date,
  asked: Asked,
): Promise<TargetSeen> {
  const { n, plan, undo } = step
  const became = undo?.state === 'undone' || undo?.state === 'undoing' ? { undo: undo.state } : {}
  const said = await askCount(deps, state, step, stoppedAt, asked)
  return { n, target: nameOf(deps, plan), ...became, ...said }
}

/** Nothing of a step by hand, and of a target that can say nothing of it. */
async function askCount(
  { targets }: CountingDeps,
  { campaign }: CampaignState,
  step: LaunchStep,
  stoppedAt: Date,
  asked: Asked,
): Promise<TargetSays> {
  const to = addressed(targets, campaign, step, asked.now)
  if (!to?.target.count) return NOTHING_SAID
  const said = await to.target.count(to.step, { ...asked, since: countedSince(stoppedAt) })
  return said.is === 'unseen' ? { ...NOTHING_SAID, why: said.why } : said.says
}

function nameOf({ catalog }: CountingDeps, plan: PlannedStep): string {
  if (plan.kind === 'human') return token.person(plan.person)
  return catalog.targets.find(({ name }) => name === plan.target)?.title ?? plan.target
}
