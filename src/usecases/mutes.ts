import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import { isMutedBy } from '../domain/state/reminder-events.ts'
import { Refusal } from '../refusal.ts'
import { type Changed, change } from './change.ts'
import type { Deps } from './deps.ts'

/** Leaves a campaign out of somebody's own daily message, or takes it in again. Throws a Refusal where it is so already. */
export async function setMuted(deps: Deps, actor: Actor, ref: CampaignRef, muted: boolean): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('mute', actor, state, members)
    const { key } = state.campaign
    if (isMutedBy(state.campaign, actor.userId) === muted)
      throw new Refusal('conflict', `${key} is ${muted ? 'left out of' : 'in'} your daily message already.`)
    return [{ kind: muted ? 'reminders_muted' : 'reminders_unmuted' }]
  })
}
