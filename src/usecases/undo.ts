import { refuseUnless } from '../domain/permission/permission.ts'
import { type Actor, stairwayOf } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import type { LaunchStep, StepUndo } from '../domain/state/steps.ts'
import { refuseOtherTry } from '../domain/steps/failed.ts'
import { failStep, finishStep, stepOf } from '../domain/steps/steps.ts'
import { confirmUndo, endUndo, ranBefore, retryUndo, undoRan } from '../domain/steps/undo.ts'
import { stepChanges } from '../store/events.ts'
import { isOpenSend } from '../store/open-sends.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import { loadSeen } from './seen.ts'
import type { Begun, SendEnd } from './steps.ts'

/** Takes back what ran of a launch that holds at a failed step; `at` the try of it that it was offered for. */
export async function undoLaunched(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  at?: { readonly n: number; readonly tries: number | undefined },
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('undo_steps', actor, state, members)
    if (at) refuseOtherTry(state, at.n, at.tries)
    return undoRan(state)
  })
}

/** Tries once more to take back a step of which that failed. */
export async function undoAgain(deps: Deps, actor: Actor, ref: CampaignRef, n: number): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('undo_steps', actor, state, members)
    return [retryUndo(state, n, actor.userId, deps.now())]
  })
}

/** The person of a manual step says that it was taken back, or can't be (`gone` is false). */
export async function confirmTakenBack(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  gone: boolean,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) =>
    confirmUndo(state, { n, by: actor.userId, gone }, members, deps.now()),
  )
}

/** `earlier`: sends of it that ran before its newest one. */
export interface BegunUndo extends Begun {
  readonly earlier: readonly LaunchStep[]
}

/** What is to be taken back, `open` where a try of it may have arrived; null where it is not any more. */
export async function beginUndo(deps: Deps, job: JobKinds['undo_step']): Promise<BegunUndo | null> {
  const state = await loadSeen(deps, stairwayOf(job.teamId), { id: job.campaignId })
  const step = stepOf(state, job.n)
  if (step?.undo?.state !== 'undoing' || step.undo.tries !== job.tries) return null
  const open = await isOpenSend(deps.db, job.campaignId, step)
  return { state, step, open, earlier: ranBefore(await stepChanges(deps.db, job.campaignId), step) }
}

/** What became of a step that was on its way when it was to be taken back. */
export function recordFound(deps: Deps, job: JobKinds['undo_step'], end: SendEnd): Promise<Changed> {
  return change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) => {
    if (stepOf(state, job.n)?.state !== 'sending') return []
    return end.done
      ? finishStep(state, job.n, end.outcome, deps.now(), end.reached)
      : failStep(state, job.n, end, deps.now())
  })
}

export type UndoEnd = Pick<StepUndo, 'state' | 'outcome' | 'partly'>

export function recordUndo(deps: Deps, job: JobKinds['undo_step'], end: UndoEnd): Promise<Changed> {
  return change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) =>
    stepOf(state, job.n)?.undo?.tries === job.tries ? endUndo(state, job.n, end, deps.now()) : [],
  )
}
