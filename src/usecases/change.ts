import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { apply, replay } from '../domain/state/events.ts'
import { countRenewal, insertCampaign, loadForChange, saveChanges, saveNew } from '../store/campaigns.ts'
import { insertEvents, once } from '../store/events.ts'
import type { Tx } from '../store/kit/database.ts'
import { storable } from '../store/kit/json.ts'
import type { Deps } from './deps.ts'
import { followOn } from './follow-on/follow-on.ts'
import { refuseUnseen } from './seen.ts'
import { type OpenDeps, transact } from './transaction.ts'

export interface Changed {
  readonly before: CampaignState
  readonly after: CampaignState
  readonly events: readonly CampaignEvent[]
}

export type Decide = (state: CampaignState, tx: Tx) => CampaignEvent[] | Promise<CampaignEvent[]>

/**
 * The one way a campaign changes: load it locked, decide, save what differs, write the events and the jobs that must
 * follow, all in one transaction. It leaves rows to the end of that: until then the tables are behind, the state that
 * it gives is not. What only renews an answer is no event that is written: a check that is asked for weeks would drown
 * the others.
 */
export function change(deps: Deps, actor: Actor, ref: CampaignRef, decide: Decide): Promise<Changed> {
  return transact(deps, (open) => changeLocked(open, actor, ref, decide), 'writes later')
}

async function changeLocked(
  open: OpenDeps,
  actor: Actor,
  ref: CampaignRef,
  decide: Decide,
): Promise<Changed> {
  const { db: tx, now } = open
  const before = await loadForChange(tx, ref)
  refuseUnseen(actor, before)
  const at = now()
  const events = storable(await once(tx, actor, () => decide(before, tx)))
  const after = events.reduce(
    (state, event) => apply(state, { at, actor, event }, before.campaign.id),
    before,
  )
  await saveChanges(tx, before, after, at)
  const written = events.filter((event) => !isRenewal(event))
  insertEvents(tx, before.campaign.id, actor, written, at)
  if (written.length < events.length) await countRenewal(tx, before.campaign.id)
  await followOn(open, after, events, actor.userId)
  return { before, after, events }
}

function isRenewal(event: CampaignEvent): boolean {
  return (event.kind === 'check_answered' || event.kind === 'proof_read') && event.renews === true
}

/** Writes a campaign that does not exist yet, and what happens to it at once; null when its key was taken meanwhile. */
export function create(
  deps: Deps,
  actor: Actor,
  created: Extract<CampaignEvent, { kind: 'created' }>,
  thereupon: readonly CampaignEvent[],
): Promise<CampaignState | null> {
  return transact(deps, async (open) => {
    const at = open.now()
    const events = storable([created, ...thereupon])
    const draft = replay(
      events.map((event) => ({ at, actor, event })),
      0,
    )
    const id = await insertCampaign(open.db, draft.campaign)
    if (id === null) return null
    const state = { ...draft, campaign: { ...draft.campaign, id } }
    await saveNew(open.db, state, at)
    insertEvents(open.db, id, actor, events, at)
    await followOn(open, state, events, actor.userId)
    return state
  })
}
