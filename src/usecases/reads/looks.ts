import type { CampaignState } from '../../domain/state/campaign.ts'
import type { PlanLooks } from '../../domain/state/looks.ts'
import type { Deps } from '../deps.ts'

/** Asks the targets of a plan what would come of its steps, all at once: one that can't be asked takes no other down. It asks the outside, so never inside a transaction. */
export async function lookAtPlan(
  deps: Pick<Deps, 'lookAt' | 'catalog'>,
  state: CampaignState,
): Promise<PlanLooks> {
  const { plan } = state.campaign.brief
  const numbers = plan.flatMap((step, i) =>
    step.kind === 'sent' && canRead(step.target, step.words) ? [i + 1] : [],
  )
  const looks = await Promise.all(
    numbers.map(async (n) => {
      const look = await deps.lookAt(state, n)
      return look ? [{ ...look, n }] : []
    }),
  )
  return { plan, looks: looks.flat() }

  function canRead(name: string, words: string): boolean {
    const target = deps.catalog.targets.find((each) => each.name === name)
    return (target?.unread?.(words) ?? null) === null
  }
}
