import { awaitsConclusion, openChoice } from '../../domain/choice/choice.ts'
import { endOf, isOver } from '../../domain/choice/ending.ts'
import type { UserId } from '../../domain/people.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { Choice } from '../../domain/state/choices.ts'
import type { Deps } from '../deps.ts'

/** One thing of a campaign that waits for somebody. */
export interface One<Item> {
  readonly campaign: Campaign
  readonly item: Item
  readonly dueAt: Date | null
  /** Whom it waits for, where who reads this was told that it is late. */
  readonly of?: UserId | null
}

export type Ending =
  /** A verdict asks its owner for a decision. */
  | ({ readonly kind: 'choice' } & One<Choice>)
  /** Over, or decided, and for its owner to conclude. */
  | ({ readonly kind: 'end' } & One<Campaign>)

/** What its owner has to decide, and to conclude. */
export function endings(
  { catalog, now }: Pick<Deps, 'catalog' | 'now'>,
  owned: readonly Campaign[],
): Ending[] {
  return owned.flatMap((campaign): Ending[] => {
    const choice = openChoice(campaign)
    if (choice) return [{ kind: 'choice', campaign, item: choice, dueAt: choice.dueAt }]
    const over = isOver(campaign, catalog.metrics, now())
    if (!over && !awaitsConclusion(campaign)) return []
    const since = over ? endOf(campaign, catalog.metrics) : (campaign.choices.at(-1)?.made?.at ?? null)
    return [{ kind: 'end', campaign, item: campaign, dueAt: over ? since : null }]
  })
}

/** Decisions of others that this person was told are late. */
export function escalatedChoices(campaigns: readonly Campaign[], person: UserId): Ending[] {
  return campaigns.flatMap((campaign): Ending[] => {
    const choice = openChoice(campaign)
    if (choice?.escalated?.to !== person || campaign.owner === person) return []
    return [{ kind: 'choice', campaign, item: choice, dueAt: choice.dueAt, of: campaign.owner }]
  })
}
