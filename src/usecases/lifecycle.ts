import { conclude as concludeEvent, refuseCancelAfterStep } from '../domain/ending.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef, Conclusion } from '../domain/state/campaign.ts'
import { transition } from '../domain/state/stage.ts'
import { isBlank } from '../domain/text/visible.ts'
import { Refusal } from '../refusal.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'
import { readMeasurement } from './reads/digests.ts'

export type Move = 'pause' | 'resume' | 'stop' | 'cancel'

const EVENT = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const

/** Pauses, resumes, stops or cancels, with the reason that the others will ask for. */
export async function move(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  action: Move,
  reason: string,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    const { campaign } = state
    transition(campaign.stage, action, campaign.key)
    refuseUnless(action, actor, state, members)
    if (action === 'cancel') refuseCancelAfterStep(state)
    if (isBlank(reason))
      throw new Refusal(
        'invalid',
        `Say why, so that the others need not ask: \`/campaign ${action} ${campaign.key} <reason>\``,
      )
    if (action === 'stop') return [{ kind: 'stopped', words: reason, undoes: true, asked: true }]
    return [{ kind: EVENT[action], words: reason }]
  })
}

/** Ends a campaign with three answers; what its goal did is kept with them. */
export async function conclude(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  conclusion: Conclusion,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, async (state, tx) => {
    refuseUnless('conclude', actor, state, members)
    return [
      concludeEvent(state, { ...conclusion, measured: await readMeasurement({ db: tx }, state.campaign) }),
    ]
  })
}
