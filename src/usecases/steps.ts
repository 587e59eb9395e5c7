import { refuseUnless } from '../domain/permission/permission.ts'
import { type Actor, stairwayOf } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { LaunchStep, StepReached } from '../domain/state/steps.ts'
import { refuseOtherTry, retryStep, skipStep, stepArrived } from '../domain/steps/failed.ts'
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
import { isOpenSend, markOpenSend, unmarkOpenSend } from '../store/open-sends.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'

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
    const isOpen = step !== null && (await isOpenSend(tx, job.campaignId, step))
    const begun = step && beginStep(state, job.n, deps.now(), isOpen)
    if (!begun) return abandonStep(state, job.n, deps.now())
    open = isOpen
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
  /** How many came through, where its target says so. */
  readonly reached?: Omit<StepReached, 'at'>
}

/** A try that a person's "Send again" has replaced says nothing any more. */
export function recordSend(deps: Deps, job: JobKinds['launch_step'], end: SendEnd): Promise<Changed> {
  return change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) => {
    if (!isTry(state, job)) return []
    return end.done
      ? finishStep(state, job.n, end.outcome, deps.now(), end.reached)
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

/** `anew`: whoever looked says that what was sent before does not count. `tries`: of the try that it was offered for. */
export async function retrySend(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  anew = false,
  tries?: number,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('retry_step', actor, state, members)
    refuseOtherTry(state, n, tries)
    return [retryStep(state, n, deps.now(), anew)]
  })
}

/** A step of which its target can't tell counts as done: somebody looked. */
export async function confirmArrived(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  tries?: number,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('retry_step', actor, state, members)
    refuseOtherTry(state, n, tries)
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
  tries?: number,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('skip_step', actor, state, members)
    refuseOtherTry(state, n, tries)
    return skipStep(state, n, why, deps.now())
  })
}

export async function confirmManual(deps: Deps, actor: Actor, ref: CampaignRef, n: number): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => confirmStep(state, n, actor.userId, members, deps.now()))
}
