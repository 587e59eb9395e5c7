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
import type { LaunchStep } from '../domain/state/steps.ts'
import { retryStep, skipStep, stepArrived } from '../domain/steps/failed.ts'
import {
  abandonStep,
  beginStep,
  confirmStep,
  failStep,
  finishStep,
  keepHandle,
  type StepFailure,
  stepOf,
} from '../domain/steps/steps.ts'
import { refusalOf } from '../refusal.ts'
import { isOpenSend, markOpenSend, unmarkOpenSend } from '../store/open-sends.ts'
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

/** `open`: an earlier try of this send may have arrived. */
export interface Begun {
  readonly state: CampaignState
  readonly step: LaunchStep
  readonly open: boolean
}

/** Marks a step as on its way, with a try that may arrive, and gives what to send; null when it must not be sent any more. */
export async function beginSend(deps: Deps, job: JobKinds['launch_step']): Promise<Begun | null> {
  let open: boolean | null = null
  const { after } = await change(deps, stairwayOf(job.teamId), { id: job.campaignId }, async (state, tx) => {
    const step = isTry(state, job) ? stepOf(state, job.n) : null
    const begun = step && beginStep(state, job.n, deps.now())
    if (!begun) return abandonStep(state, job.n, deps.now())
    open = await isOpenSend(tx, job.campaignId, step)
    await markOpenSend(tx, job.campaignId, step)
    return begun
  })
  const step = stepOf(after, job.n)
  return step && open !== null ? { state: after, step, open } : null
}

/** Nothing came of the try that was begun, nor of one before it. */
export function recordNothing(deps: Deps, { campaignId }: JobKinds['launch_step'], step: LaunchStep) {
  return unmarkOpenSend(deps.db, campaignId, step)
}

/** How a send ended. Neither done nor refused, what is sent again is the same send. */
export interface SendEnd extends StepFailure {
  readonly done: boolean
}

/** A try that a person's "Send again" has replaced says nothing any more. */
export function recordSend(deps: Deps, job: JobKinds['launch_step'], end: SendEnd): Promise<Changed> {
  return change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) => {
    if (!isTry(state, job)) return []
    return end.done
      ? finishStep(state, job.n, end.outcome, deps.now())
      : failStep(state, job.n, end, deps.now())
  })
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
  return stepOf(state, n)?.tries === tries
}

/** `anew`: whoever looked says that what was sent before does not count. */
export async function retrySend(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  anew = false,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('retry_step', actor, state, members)
    return [retryStep(state, n, deps.now(), anew)]
  })
}

/** A step of which its target can't tell counts as done: somebody looked. */
export async function confirmArrived(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('retry_step', actor, state, members)
    return stepArrived(state, n, actor.userId, deps.now())
  })
}

/** The launch goes on without a step that failed. */
export async function skipFailed(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  why: string,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('skip_step', actor, state, members)
    return skipStep(state, n, why, deps.now())
  })
}

export async function confirmManual(deps: Deps, actor: Actor, ref: CampaignRef, n: number): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => confirmStep(state, n, actor.userId, members, deps.now()))
}
