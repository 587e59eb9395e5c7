import { refuseGated, refuseImpossible, seenSteps } from '../domain/approval/looks.ts'
import {
  abandonStep,
  beginStep,
  checksInTheWay,
  confirmStep,
  failStep,
  finishStep,
  keepHandle,
  refuseUnapproved,
  retryStep,
  scheduleLaunch,
  startLaunch,
} from '../domain/launch.ts'
import type { Membership } from '../domain/people.ts'
import { may, refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import type { PlanLooks } from '../domain/state/looks.ts'
import { isBeforeLaunch } from '../domain/state/stage.ts'
import type { LaunchStep } from '../domain/state/steps.ts'
import { refusalOf } from '../refusal.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import { askOld } from './checks.ts'
import type { Deps, JobKinds } from './deps.ts'
import { lookAtPlan } from './reads/looks.ts'
import { loadSeen } from './seen.ts'

/** Launches now, or at `at`. Approval, readiness and freezes are checked at this moment, and again at that one. */
export async function launch(deps: Deps, actor: Actor, ref: CampaignRef, at: Date | null): Promise<Changed> {
  const members = await deps.members()
  const looks = await askBeforeLaunch(deps, actor, ref, members, at === null)
  return launchAsked(deps, actor, ref, at, { members, looks })
}

/** The same where machines and targets were asked, or nothing may be asked any more: inside an open transaction. */
export function launchAsked(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  at: Date | null,
  { members, looks }: { readonly members: Membership; readonly looks: PlanLooks },
): Promise<Changed> {
  return change(deps, actor, ref, (state) => {
    refuseUnless('launch', actor, state, members)
    if (at) return scheduleLaunch(state, at, deps.catalog.freezes, deps.now())
    return startLooked(deps, state, looks)
  })
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
  now: boolean,
): Promise<PlanLooks> {
  const state = await loadSeen(deps, actor, ref)
  if (state.campaign.stage !== 'approved' || !may('launch', actor, state, members)) return UNASKED
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
  await askBeforeLaunch(deps, actor, ref, members, false)
  const state = await loadSeen(deps, actor, ref)
  refuseUnless('launch', actor, state, members)
  startLaunch(state, deps.catalog.freezes, deps.now())
  const looks = await lookAtPlan(deps, state)
  startLooked(deps, state, looks)
  return { state, looks }
}

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
    if (why === null) return started
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
    isSetFor(state, launchAt) ? [{ kind: 'launch_missed', launchAt: new Date(launchAt), why }] : [],
  )
}

/** Cancelled, launched or set to another time meanwhile, it is another launch, or none. */
function isSetFor({ campaign: { stage, launchAt } }: CampaignState, at: number): boolean {
  return isBeforeLaunch(stage) && launchAt?.getTime() === at
}

/** Marks a step as on its way and gives what to send, `again` where it may have left before; null when it must not be sent any more. */
export async function beginSend(
  deps: Deps,
  job: JobKinds['launch_step'],
): Promise<{ state: CampaignState; step: LaunchStep; again: boolean } | null> {
  let begun: CampaignEvent[] | null = null
  const { after, events } = await change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) => {
    begun = isTry(state, job) ? beginStep(state, job.n, deps.now()) : null
    return begun ?? abandonStep(state, job.n, deps.now())
  })
  const step = after.steps.find((each) => each.n === job.n)
  return begun && step
    ? { state: after, step, again: events.length === 0 || step.tries > step.firstTry }
    : null
}

/** How a send ended. Neither done nor refused, it may have arrived: what is sent again then is the same send. */
export interface SendEnd {
  readonly done: boolean
  readonly outcome: string
  readonly refused?: boolean
}

/** A try that a person's "Send again" has replaced says nothing any more. */
export function recordSend(
  deps: Deps,
  job: JobKinds['launch_step'],
  { done, outcome, refused = false }: SendEnd,
): Promise<Changed> {
  const end = (state: CampaignState) =>
    done
      ? finishStep(state, job.n, outcome, deps.now())
      : failStep(state, job.n, outcome, deps.now(), refused)
  return change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) =>
    isTry(state, job) ? end(state) : [],
  )
}

/** Keeps what the target calls a step that it has begun, to ask what became of it. */
export function recordHandle(
  deps: Deps,
  job: JobKinds['launch_step'],
  handle: string | null,
): Promise<Changed> {
  return change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) =>
    isTry(state, job) ? keepHandle(state, job.n, handle) : [],
  )
}

function isTry(state: CampaignState, { n, tries }: JobKinds['launch_step']): boolean {
  return state.steps.find((step) => step.n === n)?.tries === tries
}

export async function retrySend(deps: Deps, actor: Actor, ref: CampaignRef, n: number): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('retry_step', actor, state, members)
    return [retryStep(state, n, deps.now())]
  })
}

export async function confirmManual(deps: Deps, actor: Actor, ref: CampaignRef, n: number): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => confirmStep(state, n, actor.userId, members, deps.now()))
}
