import type { CampaignState, LaunchStep } from '../domain/campaign.ts'
import type { Actor, CampaignEvent } from '../domain/events.ts'
import { STAIRWAY } from '../domain/events.ts'
import {
  beginStep,
  checkLaunch,
  confirmStep,
  failStep,
  finishStep,
  retryStep,
  scheduleLaunch,
  startLaunch,
} from '../domain/launch.ts'
import { refuseStranger } from '../domain/permission.ts'
import { Refusal } from '../refusal.ts'
import type { CampaignRef } from '../store/campaigns.ts'
import { loadCampaign } from '../store/campaigns.ts'
import type { Tx } from '../store/database.ts'
import type { Changed } from './change.ts'
import { change, changeIn } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'

/** Launches now, or at `at`. Approval, readiness and freezes are checked at this moment, and again at that one. */
export async function launch(deps: Deps, actor: Actor, ref: CampaignRef, at: Date | null): Promise<Changed> {
  const members = await deps.members()
  const { freezes } = deps.catalog
  return change(deps, actor, ref, (state) => {
    refuseStranger(state.campaign, actor.userId, members)
    return at ? scheduleLaunch(state, at, freezes, deps.now()) : startLaunch(state, freezes, deps.now())
  })
}

/** What a launch would send now; nothing is sent. Throws a Refusal where it would be refused. */
export async function rehearse(deps: Deps, ref: CampaignRef): Promise<CampaignState> {
  const state = await loadCampaign(deps.db, ref)
  checkLaunch(state, deps.catalog.freezes, deps.now(), deps.now())
  return state
}

/** Starts a scheduled launch, or tells its owner why it did not start. */
export function launchDue(
  deps: Deps,
  teamId: string,
  campaignId: number,
  launchAt: number,
): Promise<Changed> {
  return change(deps, stairway(teamId), { id: campaignId }, (state): CampaignEvent[] => {
    if (state.campaign.stage !== 'approved' || state.campaign.launchAt?.getTime() !== launchAt) return []
    try {
      return startLaunch(state, deps.catalog.freezes, deps.now())
    } catch (error) {
      // A scheduled launch has nobody to refuse to: the owner is told by what follows from this event.
      if (error instanceof Refusal) return [{ kind: 'launch_refused', why: error.message }]
      throw error
    }
  })
}

/** Marks a webhook step as on its way and gives what to send; null when it must not be sent any more. */
export async function beginWebhook(
  deps: Deps,
  teamId: string,
  campaignId: number,
  n: number,
  tries: number,
): Promise<{ state: CampaignState; step: LaunchStep } | null> {
  const { after, events } = await change(deps, stairway(teamId), { id: campaignId }, (state) => {
    const begun =
      state.steps.find((step) => step.n === n)?.tries === tries ? beginStep(state, n, deps.now()) : null
    return begun ? [begun] : []
  })
  const step = after.steps.find((each) => each.n === n)
  return events.length > 0 && step ? { state: after, step } : null
}

export function recordWebhook(
  deps: Deps,
  teamId: string,
  campaignId: number,
  n: number,
  result: { done: boolean; outcome: string },
): Promise<Changed> {
  return change(deps, stairway(teamId), { id: campaignId }, (state) =>
    result.done
      ? finishStep(state, n, result.outcome, deps.now())
      : failStep(state, n, result.outcome, deps.now()),
  )
}

/** A webhook that got no answer often enough: the step has failed, and people decide. */
export async function recordWebhookIn(
  tx: Tx,
  deps: Deps,
  { teamId, campaignId, n }: JobKinds['launch_step'],
  why: string,
): Promise<void> {
  await changeIn(tx, deps, stairway(teamId), { id: campaignId }, (state) =>
    failStep(state, n, why, deps.now()),
  )
}

export async function retryWebhook(deps: Deps, actor: Actor, ref: CampaignRef, n: number): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseStranger(state.campaign, actor.userId, members)
    return [retryStep(state, n, deps.now())]
  })
}

export function confirmManual(deps: Deps, actor: Actor, ref: CampaignRef, n: number): Promise<Changed> {
  return change(deps, actor, ref, (state) => confirmStep(state, n, actor.userId, deps.now()))
}

function stairway(teamId: string): Actor {
  return { teamId, userId: STAIRWAY, surface: 'job' }
}
