import type { Catalog } from '../domain/catalog/catalog.ts'
import { countedSince } from '../domain/incidents/target-proof.ts'
import type { TargetSays, TargetSeen } from '../domain/state/arrivals.ts'
import type { PlannedStep } from '../domain/state/brief.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { isOut } from '../domain/state/stage.ts'
import type { LaunchStep } from '../domain/state/steps.ts'
import type { Sharing } from '../domain/state/things.ts'
import { isSame, thingOf } from '../domain/steps/things.ts'
import { token } from '../domain/text/tokens.ts'
import { listed } from '../domain/text/words.ts'
import type { Asked, Counting, Targets } from '../targets/target.ts'
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
  shared: readonly Sharing[],
): Promise<TargetSeen[]> {
  const out = state.steps.filter(({ arrived }) => arrived !== 'no')
  const asking = { ...asked, since: countedSince(stoppedAt) }
  return Promise.all(
    out.map(async (step): Promise<TargetSeen> => {
      const { n, plan, undo } = step
      const became = undo?.state === 'undone' || undo?.state === 'undoing' ? { undo: undo.state } : {}
      const said = await askCount(deps, state, step, asking)
      const others = undo?.state === 'undone' ? othersOf(deps, step, shared) : []
      return {
        n,
        target: nameOf(deps, plan),
        ...became,
        ...(others.length > 0 ? ofOthers(said, others) : said),
      }
    }),
  )
}

const NOTHING_SAID = { state: null, open: false, count: null }

/** Nothing of a step by hand, and of a target that can say nothing of it. */
async function askCount(
  { targets }: CountingDeps,
  { campaign }: CampaignState,
  step: LaunchStep,
  asking: Counting,
): Promise<TargetSays> {
  const to = addressed(targets, campaign, step, asking.now)
  if (!to?.target.count) return NOTHING_SAID
  const said = await to.target.count(to.step, asking)
  return said.is === 'unseen' ? { ...NOTHING_SAID, why: said.why } : said.says
}

/** Who runs with what was taken back here. */
function othersOf(
  { catalog }: CountingDeps,
  { plan }: LaunchStep,
  shared: readonly Sharing[],
): Sharing['with'][] {
  const thing = thingOf(plan, catalog)
  const same = shared.filter((each) => thing?.isSet && isSame(each.thing, thing))
  return same.map((each) => each.with).filter((each) => isOut(each))
}

/** What was taken back here and is on, or counts somebody, is so for the others. */
function ofOthers(said: TargetSays, others: readonly Sharing['with'][]): TargetSays {
  const { state, open } = said
  const names = listed(others.map(({ key, name }) => token.campaign(key, name)))
  const words = state !== null && open ? `${state}, which ${names} has too` : state
  return { state: words, open: false, count: null }
}

function nameOf({ catalog }: CountingDeps, plan: PlannedStep): string {
  if (plan.kind === 'human') return token.person(plan.person)
  return catalog.targets.find(({ name }) => name === plan.target)?.title ?? plan.target
}
