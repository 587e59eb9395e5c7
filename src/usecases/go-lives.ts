import { escalateChoice, remindedOfChoice } from '../domain/choice/reminders.ts'
import type { UserId } from '../domain/people.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { Campaign, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { metUntil, unmetGoLive } from '../domain/tasks/critical-path.ts'
import { isDaytime, nextMorning } from '../domain/time/working-days.ts'
import { type DueGoLive, goingLive, lookAtGoLive } from '../store/overview.ts'
import { lookAtUnknownGoLives } from '../store/watch.ts'
import { forEachDue, PAGE } from './batches.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'
import { loadSeen } from './seen.ts'

/** Once an hour: what another version wrote is looked at too. */
export function lookAtUnknown({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<number> {
  return lookAtUnknownGoLives(db, now())
}

/** Tells owners that a go-live can't be met any more: once each, in their day unless it comes before that. Returns how many. */
export async function tellUnmetGoLives(deps: Deps): Promise<number> {
  const now = deps.now()
  return forEachDue(
    'Go-lives could not be looked at',
    (after: DueGoLive | null) => goingLive(deps.db, now, after, PAGE),
    (due) => tellOne(deps, due),
  )
}

async function tellOne(deps: Deps, { campaign, lookedAt }: DueGoLive): Promise<boolean> {
  const { id, teamId, owner } = campaign
  const reader = stairwayOf(teamId)
  const seen = await loadSeen(deps, reader, { id })
  if (!untold(seen, deps.now())) {
    const isTold = unmetGoLive(seen, deps.now()) !== null
    await lookAtGoLive(deps.db, campaign, lookedAt, isTold ? null : metUntil(seen, deps.now()))
    return false
  }
  const zone = await deps.zone(owner)
  const soon = (campaign.launchAt ?? deps.now()) <= nextMorning(deps.now(), zone)
  if (!soon && !isDaytime(deps.now(), zone)) return false
  const to = await ownerOrInstead(deps, campaign)
  // Looked at again under the lock: a task may be done, or the time moved meanwhile.
  const { events } = await change(deps, reader, { id }, (state) => untold(state, deps.now(), to) ?? [])
  return events.length > 0
}

function untold(state: CampaignState, now: Date, to?: UserId): CampaignEvent[] | null {
  const unmet = unmetGoLive(state, now)
  if (!unmet || state.campaign.unmetLaunchAt?.getTime() === unmet.goLive.getTime()) return null
  const { goLive: launchAt, task, at } = unmet
  return [{ kind: 'go_live_unmet', launchAt, n: task.n, at, to: to ?? state.campaign.owner }]
}

async function ownerOrInstead(deps: Deps, campaign: Campaign): Promise<UserId> {
  const { teams } = deps.catalog
  const leads = teams.flatMap(({ lead }) => lead ?? [])
  const { owner, brief } = campaign
  const gone = await deps.deactivated([...new Set([...leads, owner, brief.partner ?? owner])])
  return remindedOfChoice(campaign, escalateChoice(campaign, teams, await deps.members(), gone), gone)
}
