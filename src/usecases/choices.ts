import { makeChoice, openChoice } from '../domain/choice/choice.ts'
import { endOf, hasPassed, wholeDays } from '../domain/choice/ending.ts'
import { escalateChoice, overMorning, remindedOfChoice } from '../domain/choice/reminders.ts'
import { type Nudge, nudgeOf } from '../domain/follow-up/nudges.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import { type Actor, stairwayOf } from '../domain/state/actor.ts'
import type { Campaign, CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { Chosen } from '../domain/state/choices.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { isRunning } from '../domain/state/stage.ts'
import { isWorkingTime } from '../domain/time/working-days.ts'
import { endingBy } from '../store/owned.ts'
import { forEachOf } from './batches.ts'
import { type Changed, change } from './change.ts'
import type { Deps } from './deps.ts'

/** Decides what a verdict asked for; to stop stops the campaign. `n`: the choice that was seen, null for whichever waits. */
export async function choose(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  choice: { readonly n: number | null; readonly chosen: Chosen; readonly words: string | null },
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('choose', actor, state, members)
    return makeChoice(state, choice)
  })
}

/** A due Monday is spoken of on Friday morning; further ahead nothing is. */
const AHEAD_MS = 5 * 86_400_000

/**
 * Reminds owners of decisions that fall due, tells somebody else of those that are late, and asks for the conclusion of
 * what is past its last day: each once, however often this runs. Returns how many were told.
 */
export async function nudgeChoices(deps: Deps): Promise<number> {
  const by = new Date(deps.now().getTime() + AHEAD_MS)
  const running = (await endingBy(deps.db, deps.now(), by)).filter((each) => mayBeDue(deps, each))
  return forEachOf('Owners could not be reminded', running, (campaign) => nudgeOne(deps, campaign))
}

/** Whether it is worth asking in which zone its owner is. */
function mayBeDue({ catalog, now }: Deps, campaign: Campaign): boolean {
  const choice = openChoice(campaign)
  const soon = choice && !choice.escalated && choice.dueAt.getTime() - now().getTime() < AHEAD_MS
  return soon || (campaign.overToldAt === null && hasPassed(campaign, catalog.metrics, now()))
}

async function nudgeOne(deps: Deps, campaign: Campaign): Promise<boolean> {
  const { owner, brief, id, teamId } = campaign
  const zone = await deps.zone(owner)
  const leads = deps.catalog.teams.flatMap(({ lead }) => lead ?? [])
  const gone = await deps.deactivated([...new Set([...leads, owner, brief.partner ?? owner])])
  const here: Here = { zone, hears: !gone.includes(owner) }
  if (!choiceNudge(deps, campaign, here) && !isOverUntold(deps, campaign, here)) return false
  const members = await deps.members()
  const { events } = await change(deps, stairwayOf(teamId), { id }, (state) => {
    // Looked at again under the lock: it may have been decided, concluded or told meanwhile.
    if (!isRunning(state.campaign)) return []
    const lead = escalateChoice(state.campaign, deps.catalog.teams, members, gone)
    return [
      ...reminderOf(deps, state, here, lead),
      ...(isOverUntold(deps, state.campaign, here) ? overEvents(deps, state, lead, gone) : []),
    ]
  })
  return events.length > 0
}

/** Where an owner is, and whether they hear of it in their daily message. */
interface Here {
  readonly zone: string
  readonly hears: boolean
}

/** What is due to be said of a decision and is not in the daily message: whom it is late for is told at once. */
function choiceNudge({ now }: Deps, campaign: Campaign, { zone, hears }: Here): Nudge | null {
  const choice = openChoice(campaign)
  const nudge = choice && nudgeOf(choice, choice.askedAt, now(), zone)
  return nudge === 'late' || !hears ? nudge : null
}

/** In working hours it is said at once, else it stands in the list of the next morning. */
function isOverUntold({ catalog, now }: Deps, campaign: Campaign, { zone, hears }: Here): boolean {
  const morning = overMorning(campaign, catalog.metrics, zone)
  const end = endOf(campaign, catalog.metrics)
  if (campaign.overToldAt !== null || !morning || !end || morning > now()) return false
  return !hears || isWorkingTime(end, zone)
}

function reminderOf(deps: Deps, { campaign }: CampaignState, here: Here, lead: string): CampaignEvent[] {
  const choice = openChoice(campaign)
  const nudge = choiceNudge(deps, campaign, here)
  if (!choice || !nudge) return []
  const { n } = choice
  return nudge === 'late'
    ? [{ kind: 'choice_escalated', n, to: lead }]
    : [{ kind: 'choice_reminded', n, when: nudge, to: lead }]
}

function overEvents(
  { catalog }: Deps,
  { campaign }: CampaignState,
  lead: string,
  gone: readonly string[],
): CampaignEvent[] {
  const days = wholeDays(campaign, catalog.metrics) ?? 0
  return [{ kind: 'over_told', to: remindedOfChoice(campaign, lead, gone), days }]
}
