import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { type Outbox, outboxOf } from '../outbox.ts'
import type { OpenDeps } from '../transaction.ts'

/** A change that is followed: the campaign after all of it, who made it, and what its consequences are written by. */
export interface Followed {
  readonly state: CampaignState
  readonly by: UserId
  readonly outbox: Outbox
  readonly open: OpenDeps
}

/** What follows from each kind of event. */
export type Follows<Event extends { readonly kind: string }> = {
  readonly [Kind in Event['kind']]: Follow<Extract<Event, { kind: Kind }>>
}

export type Follow<Event> = (change: Followed, event: Event) => Promise<void>

export function followed(open: OpenDeps, state: CampaignState, by: UserId): Followed {
  return { state, by, open, outbox: outboxOf(open, state) }
}
