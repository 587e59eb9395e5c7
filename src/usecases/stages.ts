import { frozenAt } from '../domain/freezes.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import { type Actor, stairwayOf } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import {
  advance,
  goOn,
  heldOrRefused,
  heldStep,
  nextAsk,
  pauseHeld,
  type Seen,
} from '../domain/steps/held.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import { withStandInsOf } from './reads/stand-ins.ts'
import { loadSeen } from './seen.ts'

/** Lets a held step go where all that was asked allows it; gives when to ask again, null where nobody has to. */
export async function recordStage(
  deps: Deps,
  job: JobKinds['advance_step'],
  seen: Seen,
): Promise<Date | null> {
  const { freezes } = deps.catalog
  const given = { freezes, now: deps.now() }
  const { after } = await change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) =>
    advance(state, job.n, seen, given),
  )
  const step = heldStep(after)
  if (step?.n !== job.n) return null
  const next = nextAsk(step, given.now)
  return next && (frozenAt(after, freezes, next)?.until ?? next)
}

/** Nobody asks again by itself, so a person has to say. */
export function stageGivenUp(deps: Deps, job: JobKinds['advance_step'], why: string): Promise<Changed> {
  return change(deps, stairwayOf(job.teamId), { id: job.campaignId }, (state) =>
    pauseHeld(state, job.n, `Its figures could not be asked for: ${why}`, deps.now()),
  )
}

/** Somebody lets a held step go. What its target would refuse is asked first. */
export async function letGoOn(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  n: number,
  why: string,
): Promise<Changed> {
  const members = await withStandInsOf(deps, actor.teamId, await deps.members())
  const seen = await loadSeen(deps, actor, ref)
  const look = heldStep(seen)?.n === n ? await deps.lookAt(seen, n) : null
  return change(deps, actor, ref, (state) => {
    const { campaign, request } = state
    refuseUnless('go_on', actor, { campaign, request, step: heldOrRefused(state, n) }, members)
    const given = { freezes: deps.catalog.freezes, now: deps.now() }
    return goOn(state, n, { by: actor.userId, why, look, ...given })
  })
}
