import {
  decide as decideRequest,
  isAsSubmitted,
  submit as submitRequest,
} from '../domain/approval/approval.ts'
import { approversOf } from '../domain/approval/approvers.ts'
import type { Guess } from '../domain/growth/guess.ts'
import { predict } from '../domain/growth/prediction.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { transition } from '../domain/state/stage.ts'
import { Refusal } from '../refusal.ts'
import { loadForChange } from '../store/campaigns.ts'
import type { Db } from '../store/kit/database.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import { refuseEdited } from './edited.ts'
import { tellUnclosed } from './follow-on/given-up.ts'
import { putRequest } from './follow-on/requests.ts'
import { transact } from './transaction.ts'

export interface Verdict {
  readonly verdict: 'approve' | 'decline'
  readonly words: string | null
  /** The request a button stood on; a command speaks of the newest. */
  readonly requestN?: number
}

/** Puts a campaign to its approvers, with what the one who submits it predicts. Throws a Refusal that lists what is still open. */
export async function submit(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  guess: Guess | null = null,
): Promise<Changed> {
  const members = await deps.members()
  return transact(deps, async (open) => {
    const changed = await change(open, actor, ref, (state) => {
      refuseUnless('submit', actor, state, members)
      const predicted = guess ? predict(state, actor.userId, guess, members, deps.now()) : []
      // Where it waits already, only the prediction is new.
      if (guess && isAsSubmitted(state, deps.now())) return predicted
      return [...predicted, ...submitRequest(state, actor.userId, deps.catalog, members, deps.now())]
    })
    const { request, campaign } = changed.after
    const isNew = changed.events.some(({ kind }) => kind === 'submitted')
    if (request && isNew)
      await putRequest(open, changed.after, request, approversOf(request, campaign.owner, members))
    return changed
  })
}

/** Records one person's decision, once. Throws a Refusal that says why not, and who may. */
export async function decide(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  { verdict, words, requestN }: Verdict,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, async (state, tx) => {
    await refuseReplaced(tx, state, requestN)
    return decideRequest(state, actor.userId, verdict, words, members, deps.now())
  })
}

/** Refuses, before somebody writes down a reason, a decision that would be refused afterwards. */
export async function refuseUndecidable(
  deps: Deps,
  { userId }: Actor,
  state: CampaignState,
  requestN: number,
): Promise<void> {
  await refuseReplaced(deps.db, state, requestN)
  decideRequest(state, userId, 'approve', null, await deps.members(), deps.now())
}

/** Refuses what is not, or no longer, the request that a decision is about; where none is open, deciding says so. */
async function refuseReplaced(db: Db, state: CampaignState, requestN: number | undefined): Promise<void> {
  const { request, campaign } = state
  const { key } = campaign
  if (requestN !== undefined && request?.n !== requestN && request?.state === 'open')
    throw new Refusal(
      'conflict',
      `${key} was submitted again since: decide on the newer request. \`/campaign show ${key}\` shows it.`,
    )
  await refuseEdited(db, state, 'in_review')
}

/** Takes a request, or an approval, back. */
export async function withdraw(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  words: string | null,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    transition(state.campaign.stage, 'withdraw', state.campaign.key)
    refuseUnless('withdraw', actor, state, members)
    return [{ kind: 'withdrawn', words }]
  })
}

/** Closes a request that nobody decided in time; nothing where it was decided meanwhile. */
export function expire(deps: Deps, teamId: string, campaignId: number, n: number): Promise<Changed> {
  return change(deps, stairwayOf(teamId), { id: campaignId }, (state): CampaignEvent[] =>
    isOverdue(state, n, deps.now()) ? [{ kind: 'expired' }] : [],
  )
}

/** Tells owner and approvers that a request is over, yet could not be closed; nobody where it was closed meanwhile. */
export function expiryGivenUp(
  deps: Deps,
  { campaignId, n }: JobKinds['expire_request'],
  why: string,
): Promise<void> {
  return transact(deps, async (open) => {
    const state = await loadForChange(open.db, { id: campaignId })
    if (isOverdue(state, n, open.now())) await tellUnclosed(open, state, why)
  })
}

function isOverdue({ request, campaign }: CampaignState, n: number, now: Date): boolean {
  const open = request?.n === n && request.state === 'open' && campaign.stage === 'in_review'
  return open && request.expiresAt.getTime() <= now.getTime()
}
