import type { Catalog } from '../domain/catalog/catalog.ts'
import { countedSince } from '../domain/incidents/target-proof.ts'
import type { TargetSeen } from '../domain/state/arrivals.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { LaunchStep } from '../domain/state/steps.ts'
import type { Asked, Targets } from '../targets/target.ts'
import { addressed } from './sent-step.ts'

interface CountingDeps {
  readonly catalog: Pick<Catalog, 'targets'>
  readonly targets: Targets
}

/** What the targets of a launch say of whom they reach since a stop, of each step of which something went out. One that does not answer hides none of the others. */
export async function readCounts(
  deps: CountingDeps,
  state: CampaignState,
  stoppedAt: Date,
  asked: Asked,
): Promise<TargetSeen[]> {
  const out = state.steps.filter(({ arrived }) => arrived !== 'no')
  const told = await Promise.all(out.map((step) => readCount(deps, state, step, stoppedAt, asked)))
  return told.filter((each) => each !== null)
}

/** Null of a step by hand, and of a target that can say nothing of it. */
async function readCount(
  { catalog, targets }: CountingDeps,
  { campaign }: CampaignState,
  { n, ...rest }: LaunchStep,
  stoppedAt: Date,
  asked: Asked,
): Promise<TargetSeen | null> {
  const to = addressed(targets, campaign, { n, ...rest }, asked.now)
  if (!to?.target.count) return null
  const said = await to.target.count(to.step, { ...asked, since: countedSince(stoppedAt) })
  const target = catalog.targets.find(({ name }) => name === to.step.target)?.title ?? to.step.target
  return said.is === 'unseen'
    ? { n, target, state: null, open: false, count: null, why: said.why }
    : { n, target, ...said.says }
}
