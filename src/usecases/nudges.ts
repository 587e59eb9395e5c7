import { findFollowUp } from '../domain/follow-up/follow-up.ts'
import { escalateTo, type Nudge, nudgeDue, remindedPerson } from '../domain/follow-up/nudges.ts'
import type { UserId } from '../domain/people.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import { followUpsDueBy } from '../store/due-follow-ups.ts'
import type { Of } from '../store/waiting.ts'
import { forEachDue, PAGE } from './batches.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'

/** A due Monday is spoken of on Friday morning; further ahead nothing is. */
const AHEAD_MS = 5 * 86_400_000

/**
 * Reminds who asked of follow-ups that fall due and that nobody has, and tells the lead of those that are late: each once, however often this
 * runs, since what was said is a fact of the follow-up. Returns how many were told.
 */
export async function nudgeFollowUps(deps: Deps): Promise<number> {
  const by = new Date(deps.now().getTime() + AHEAD_MS)
  return forEachDue(
    'Reminders could not be sent',
    (after: Of<FollowUp> | null) => followUpsDueBy(deps.db, by, after, PAGE),
    ({ campaign, item }) => nudgeOne(deps, campaign, item),
  )
}

async function nudgeOne(deps: Deps, campaign: Campaign, followUp: FollowUp): Promise<boolean> {
  if (campaign.stage === 'cancelled') return false
  const { id, teamId, owner } = campaign
  const zone = await deps.zone(remindedPerson(followUp))
  const due = nudgeDue(followUp, deps.now(), zone)
  if (!due) return false
  const members = await deps.members()
  const leads = deps.catalog.teams.flatMap(({ lead }) => lead ?? [])
  const { assignee, askedBy } = followUp
  const gone = await deps.deactivated([...new Set([...leads, owner, askedBy, assignee ?? askedBy])])
  if (isHeardDaily(followUp, due, gone)) return false
  const { events } = await change(deps, stairwayOf(teamId), { id }, (state): CampaignEvent[] => {
    // Looked at again under the lock: it may have been answered, handed on or nudged meanwhile.
    const now = findFollowUp(state, followUp.n)
    if (now.assignee !== followUp.assignee) return []
    const nudge = nudgeDue(now, deps.now(), zone)
    if (nudge === null) return []
    const other = remindedPerson(now, gone) === remindedPerson(now) ? {} : { to: remindedPerson(now, gone) }
    if (isHeardDaily(now, nudge, gone)) return []
    if (nudge !== 'late') return [{ kind: 'follow_up_reminded', n: now.n, when: nudge, ...other }]
    const to = escalateTo(state.campaign, now, deps.catalog.teams, members, gone)
    return [{ kind: 'follow_up_escalated', n: now.n, to }]
  })
  return events.length > 0
}

/** Who has it hears of it in their daily message, until it is late and somebody else hears too. */
function isHeardDaily(followUp: FollowUp, nudge: Nudge, gone: readonly UserId[]): boolean {
  return nudge !== 'late' && remindedPerson(followUp, gone) === followUp.assignee
}
