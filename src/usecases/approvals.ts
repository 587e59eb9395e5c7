import { isAsSubmitted, submit as submitRequest } from '../domain/approval/approval.ts'
import { approversOf } from '../domain/approval/approvers.ts'
import { decide as decideRequest, type Given } from '../domain/approval/decision.ts'
import { ladderOf } from '../domain/approval/ladder.ts'
import { waitingWords } from '../domain/approval/stead.ts'
import { takeBack as takeApprovalBack } from '../domain/approval/taken-back.ts'
import type { Guess } from '../domain/growth/guess.ts'
import { predict } from '../domain/growth/prediction.ts'
import type { Membership } from '../domain/people.ts'
import { may, refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import type { PlanLooks } from '../domain/state/looks.ts'
import { possibleVerbs, transition } from '../domain/state/stage.ts'
import { Refusal } from '../refusal.ts'
import { loadForChange } from '../store/campaigns.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import { askAll } from './checks.ts'
import type { Deps, JobKinds } from './deps.ts'
import { tellUnclosed } from './follow-on/given-up.ts'
import { putRequest } from './follow-on/requests.ts'
import { askToLaunch, launchAsked, UNASKED } from './launches.ts'
import { lookAtPlan } from './reads/looks.ts'
import { decidingMembers, readingMembers, withStandInsOf } from './reads/stand-ins.ts'
import { loadSeen } from './seen.ts'
import { transact } from './transaction.ts'

export interface Verdict extends Given {
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
  const seen = await loadSeen(deps, actor, ref)
  const zone = await deps.zone(seen.campaign.owner)
  const looks = await askBeforeSubmit(deps, actor, seen, members)
  const reading = await readingMembers(deps, actor.teamId, members)
  const now = deps.now()
  return transact(deps, async (open) => {
    const changed = await change(open, actor, ref, (state) => {
      refuseUnless('submit', actor, state, members)
      const predicted = guess ? predict(state, actor.userId, guess, members, now) : []
      // Where it waits already, only the prediction is new.
      if (guess && isAsSubmitted(state, now)) return predicted
      return [
        ...predicted,
        ...submitRequest(state, actor.userId, deps.catalog, members, { now, zone, looks }),
      ]
    })
    const { request, campaign } = changed.after
    const approvers = request ? approversOf(request, campaign.owner, reading) : []
    const isNew = changed.events.some(({ kind }) => kind === 'submitted')
    if (request && isNew)
      await putRequest(
        open,
        changed.after,
        request,
        approvers,
        ladderOf(deps.catalog.policies, request, zone),
      )
    return changed
  })
}

/** Machines and targets are asked for what people will be asked to approve; for nobody who may not, nor where it waits already. */
async function askBeforeSubmit(
  deps: Deps,
  actor: Actor,
  state: CampaignState,
  members: Membership,
): Promise<PlanLooks> {
  const possible = possibleVerbs(state.campaign.stage).includes('submit')
  if (!possible || !may('submit', actor, state, members) || isAsSubmitted(state, deps.now())) return UNASKED
  const [looks] = await Promise.all([lookAtPlan(deps, state), askAll(deps, state)])
  return looks
}

/** Takes the approval of who gave it back, until the launch begins. `requestN`: the one that was seen. Throws a Refusal where there is none. */
export async function takeBack(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  { words, requestN }: { readonly words: string | null; readonly requestN?: number },
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseOlder(state, requestN)
    return takeApprovalBack(state, actor, { words, members, now: deps.now() })
  })
}

/** Refuses, before somebody writes down why, what would be refused afterwards. */
export async function refuseUntakeable(
  deps: Deps,
  actor: Actor,
  state: CampaignState,
  requestN: number,
): Promise<void> {
  refuseOlder(state, requestN)
  takeApprovalBack(state, actor, { words: null, members: await deps.members(), now: deps.now() })
}

/** Records one person's decision, once. Throws a Refusal that says why not, and who may. */
export async function decide(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  { requestN, ...given }: Verdict,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, async (state, tx) => {
    refuseReplaced(state, requestN)
    const deciding = await decidingMembers(tx, actor, members, deps.now())
    return decideRequest(state, actor.userId, given, deciding, deps.now())
  })
}

/** Approves and launches at once, both or neither. Throws a Refusal where more have to approve, or this person may not launch. */
export async function approveAndLaunch(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  verdict: Omit<Verdict, 'verdict'>,
): Promise<Changed> {
  const members = await deps.members()
  const asked = await loadSeen(deps, actor, ref)
  const looks = may('launch', actor, asked, members) ? await askToLaunch(deps, asked) : UNASKED
  return transact({ ...deps, members: async () => members }, async (open) => {
    const { after } = await decide(open, actor, ref, { verdict: 'approve', ...verdict })
    if (after.campaign.stage !== 'approved')
      throw needsMore(after, await withStandInsOf(open, actor.teamId, members))
    // The payload's id stands at the decision already.
    const { delivery: _, ...again } = actor
    return launchAsked(open, again, ref, null, { members, looks })
  })
}

function needsMore({ campaign, request }: CampaignState, members: Membership): Refusal {
  const people = request ? waitingWords(request, campaign.owner, members) : 'nobody'
  return new Refusal(
    'conflict',
    `${campaign.key} can't be launched yet: ${people} must approve it too. Approve it alone, and it can be launched then.`,
  )
}

/** Asked before they are written, words are no question yet. */
const SOME_REASON = 'a reason'

/** Refuses, before somebody writes down a reason, a decision that would be refused afterwards. */
export async function refuseUndecidable(
  deps: Deps,
  actor: Actor,
  state: CampaignState,
  requestN: number,
): Promise<void> {
  refuseReplaced(state, requestN)
  const members = await withStandInsOf(deps, actor.teamId, await deps.members())
  decideRequest(state, actor.userId, { verdict: 'approve', words: SOME_REASON }, members, deps.now())
}

/** Refuses what is not the request that a decision is about; where none is open, deciding says so. */
function refuseReplaced(state: CampaignState, requestN: number | undefined): void {
  if (state.request?.state === 'open') refuseOlder(state, requestN)
}

export function refuseOlder(
  { request, campaign: { key } }: CampaignState,
  requestN: number | undefined,
): void {
  if (requestN === undefined || request?.n === requestN) return
  throw new Refusal(
    'conflict',
    `${key} was submitted again since: decide on the newer request. \`/campaign show ${key}\` shows it.`,
  )
}

/** Takes a request, or what was approved, back to preparing. */
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
