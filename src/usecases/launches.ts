import { refuseGated, refuseImpossible, seenSteps } from '../domain/approval/looks.ts'
import { frozenAt, overrideFreeze } from '../domain/freezes.ts'
import { checksInTheWay, refuseUnapproved, scheduleLaunch, startLaunch } from '../domain/launch.ts'
import type { Membership } from '../domain/people.ts'
import { may, refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import { apply, type CampaignEvent } from '../domain/state/events.ts'
import type { PlanLooks } from '../domain/state/looks.ts'
import { isBeforeLaunch } from '../domain/state/stage.ts'
import { refusalOf } from '../refusal.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import { askOld } from './checks.ts'
import type { Deps, JobKinds } from './deps.ts'
import { lookAtPlan } from './reads/looks.ts'
import { loadSeen } from './seen.ts'

/**
 * Launches now, or at `at`. Approval, readiness and freezes are checked at this moment, and again at that one. `despite`:
 * why a freeze that holds then is overridden.
 */
export async function launch(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  at: Date | null,
  despite: string | null = null,
): Promise<Changed> {
  const members = await deps.members()
  const looks = await askBeforeLaunch(deps, actor, ref, members, at)
  return launchAsked(deps, actor, ref, at, { members, looks, despite })
}

/** The same where machines and targets were asked, or nothing may be asked any more: inside an open transaction. */
export function launchAsked(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  at: Date | null,
  { members, looks, despite = null }: LaunchFacts,
): Promise<Changed> {
  const { freezes } = deps.catalog
  return change(deps, actor, ref, (before) => {
    const now = deps.now()
    if (!mayLaunch(deps, actor, before, members, at)) refuseUnless('launch', actor, before, members)
    const given = { at: at ?? now, words: despite ?? '' }
    const overridden = despite === null ? [] : [overrideFreeze(before, freezes, given, actor, members, now)]
    const state = overridden.reduce<CampaignState>(
      (so, event) => apply(so, { at: now, actor, event }, so.campaign.id),
      before,
    )
    const launched = at ? scheduleLaunch(state, at, freezes, now) : startLooked(deps, state, looks)
    return [...overridden, ...launched]
  })
}

/** What was asked before the transaction, and why a freeze is overridden. */
interface LaunchFacts {
  readonly members: Membership
  readonly looks: PlanLooks
  readonly despite?: string | null
}

/** Who runs it, or whom the freezes name that are in its way. */
function mayLaunch(
  deps: Deps,
  actor: Actor,
  state: CampaignState,
  members: Membership,
  at: Date | null,
): boolean {
  if (may('launch', actor, state, members)) return true
  const { campaign } = state
  const frozen = frozenAt(state, deps.catalog.freezes, at ?? deps.now())
  return frozen !== null && may('launch_despite', actor, { campaign, override: frozen.override }, members)
}

/** Starts it unless a target of its plan would refuse it. */
function startLooked({ catalog, now }: Deps, state: CampaignState, looks: PlanLooks): CampaignEvent[] {
  const started = startLaunch(state, catalog.freezes, now())
  const seen = seenSteps(state.campaign.brief.plan, looks)
  refuseImpossible(state.campaign, seen, catalog.targets)
  refuseGated(state.campaign, seen, catalog.targets)
  return started
}

/** What is known of a plan whose targets were not asked. */
export const UNASKED: PlanLooks = { plan: [], looks: [] }

/** Asks once more, before it starts, what machines and targets say. */
export async function askToLaunch(deps: Deps, state: CampaignState): Promise<PlanLooks> {
  const [looks] = await Promise.all([lookAtPlan(deps, state), askOld(deps, state)])
  return looks
}

/** Machines and targets are asked once more where it starts `now`, else machines only where they are in its way; for nobody who may not launch it. */
async function askBeforeLaunch(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  members: Membership,
  at: Date | null,
  now = at === null,
): Promise<PlanLooks> {
  const state = await loadSeen(deps, actor, ref)
  if (state.campaign.stage !== 'approved' || !mayLaunch(deps, actor, state, members, at)) return UNASKED
  if (now) return askToLaunch(deps, state)
  if (checksInTheWay(state, deps.now()).length > 0) await askOld(deps, state)
  return UNASKED
}

/** Refuses, before somebody is asked whether to launch now, what would be refused afterwards. */
export async function refuseUnlaunchable(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
): Promise<{ readonly state: CampaignState; readonly looks: PlanLooks }> {
  const members = await deps.members()
  await askBeforeLaunch(deps, actor, ref, members, null, false)
  const state = await loadSeen(deps, actor, ref)
  if (!mayLaunch(deps, actor, state, members, null)) refuseUnless('launch', actor, state, members)
  startLaunch(state, deps.catalog.freezes, deps.now())
  const looks = await lookAtPlan(deps, state)
  startLooked(deps, state, looks)
  return { state, looks }
}

/** What is later than that is not started: people expect it at its time, or not at all. */
const LATEST_MS = 3_600_000

/** Starts a scheduled launch, or tells its owner why it did not start. */
export async function launchDue(
  deps: Deps,
  teamId: string,
  campaignId: number,
  launchAt: number,
): Promise<Changed> {
  const due = await loadSeen(deps, stairwayOf(teamId), { id: campaignId })
  const isDue = due.campaign.stage === 'approved' && isSetFor(due, launchAt)
  const looks = isDue ? await askToLaunch(deps, due) : UNASKED
  return change(deps, stairwayOf(teamId), { id: campaignId }, async (state): Promise<CampaignEvent[]> => {
    if (!isSetFor(state, launchAt)) return []
    let started: CampaignEvent[] = []
    const why = await refusalOf(async () => {
      refuseUnapproved(state)
      started = startLooked(deps, state, looks)
    })
    if (why === null) return isTooLate(launchAt, deps.now()) ? [missed(launchAt, TOO_LATE)] : started
    const checks = checksInTheWay(state, deps.now())
    return [
      { kind: 'launch_refused', why, ...(checks.length > 0 ? { checks, launchAt: new Date(launchAt) } : {}) },
    ]
  })
}

/** Tells owner and approvers that Stairway could not start a scheduled launch; nobody where it is not wanted any more. */
export function launchGivenUp(
  deps: Deps,
  { teamId, campaignId, launchAt }: JobKinds['launch_due'],
  why: string,
): Promise<Changed> {
  return change(deps, stairwayOf(teamId), { id: campaignId }, (state) =>
    isSetFor(state, launchAt) ? [missed(launchAt, why)] : [],
  )
}

function missed(launchAt: number, why: string): CampaignEvent {
  return { kind: 'launch_missed', launchAt: new Date(launchAt), why }
}

const TOO_LATE = 'Stairway was away then, and found it more than an hour later.'

function isTooLate(launchAt: number, now: Date): boolean {
  return now.getTime() - launchAt > LATEST_MS
}

/** Cancelled, launched or set to another time meanwhile, it is another launch, or none. */
function isSetFor({ campaign: { stage, launchAt } }: CampaignState, at: number): boolean {
  return isBeforeLaunch(stage) && launchAt?.getTime() === at
}
