import { openChoice } from '../domain/choice/choice.ts'
import { isOver, wholeDays } from '../domain/choice/ending.ts'
import { nudgeDue, nudgeOf } from '../domain/follow-up/nudges.ts'
import type { UserId } from '../domain/people.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { Campaign, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import { isMutedBy } from '../domain/state/reminder-events.ts'
import { subjectOf } from '../domain/subject.ts'
import { dayIn, isWorkingTime, nextMorning } from '../domain/time/working-days.ts'
import { newestTo } from '../store/messages.ts'
import {
  beginMornings,
  dueMornings,
  type Morning,
  morningsOf,
  newlyBusy,
  takeMorning,
  workspaces,
} from '../store/mornings.ts'
import { forEachOf } from './batches.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'
import type { DailyList } from './follow-on/daily.ts'
import { type Lateness, lateCampaignsFor, lateEvents, latenessNow } from './late-tasks.ts'
import { postToTeam, redrawInTurn } from './outbox.ts'
import { dailyOf } from './reads/daily.ts'
import { type OpenDeps, transact } from './transaction.ts'

/**
 * Sends each person, in their own morning, the list of what waits for them: once a working day, however often this runs,
 * and not where nothing waits. Who is new hears in the morning after. Returns how many were told.
 */
export async function sendDaily(deps: Deps): Promise<number> {
  const due = await dueMornings(deps.db, deps.now())
  await beginNew(deps)
  if (due.length === 0) return 0
  const lateness = await latenessNow(deps)
  // A whole office has its morning in the same minute.
  return forEachOf('Daily messages could not be sent', due, (morning) => tellOne(deps, morning, lateness))
}

async function beginNew(deps: Deps): Promise<void> {
  const { people: busy, done } = await newlyBusy(deps.db)
  const teams = [...(await deps.members()).values()].flatMap((members) => [...members])
  const leads = deps.catalog.teams.flatMap(({ lead }) => lead ?? [])
  const spaces = await workspaces(deps.db)
  const all = [
    ...busy,
    ...spaces.flatMap((teamId) => [...teams, ...leads].map((person) => ({ teamId, person }))),
  ]
  const name = ({ teamId, person }: Pick<Morning, 'teamId' | 'person'>) => `${teamId} ${person}`
  const known = await morningsOf(deps.db, [...new Set(all.map(({ person }) => person))])
  const names = new Set(known.map(name))
  for (const one of all) {
    if (names.has(name(one))) continue
    names.add(name(one))
    const nextAt = nextMorning(deps.now(), await deps.zone(one.person))
    await beginMornings(deps.db, { ...one, nextAt })
  }
  done()
}

async function tellOne(deps: Deps, morning: Morning, lateness: Lateness): Promise<boolean> {
  const { teamId, person } = morning
  const zone = await deps.zone(person)
  const then = nextMorning(deps.now(), zone)
  const [gone] = await deps.deactivated([person])
  // They have moved, or Stairway was away until their evening: tomorrow is another morning.
  if (gone !== undefined || !isWorkingTime(deps.now(), zone))
    return transact(deps, async (open) => {
      await takeMorning(open.db, morning, then)
      return false
    })
  const { waiting } = await dailyOf(deps, { teamId, userId: person })
  const campaigns = new Set([
    ...waiting.map(({ campaign }) => campaign.id),
    ...lateCampaignsFor(lateness, teamId, person, deps.now()),
  ])
  return transact(deps, async (open) => {
    if (!(await takeMorning(open.db, morning, then))) return false
    const heard: CampaignEvent[] = []
    for (const id of [...campaigns].sort((a, b) => a - b)) {
      const decide = (state: CampaignState) => heardBy(state, person, zone, deps, lateness)
      heard.push(...(await change(open, stairwayOf(teamId), { id }, decide)).events)
    }
    if (waiting.length === 0 && heard.length === 0) return false
    await post(open, { teamId, target: person }, dayIn(deps.now(), zone), [...campaigns])
    return true
  })
}

/** The list of before is closed: there is one that is newer. */
async function post(
  open: OpenDeps,
  to: { readonly teamId: string; readonly target: UserId },
  day: string,
  campaigns: readonly number[],
): Promise<void> {
  const [before] = await newestTo(open.db, { ...to, kind: 'waiting' }, [to.target])
  const data: DailyList = { campaigns }
  await postToTeam(open, { ...to, kind: 'waiting', subject: subjectOf('waiting', day), data })
  if (before) await redrawInTurn(open, before)
}

/** That they heard of what is late and of what falls due, which nobody then tells them once more. */
function heardBy(
  state: CampaignState,
  person: UserId,
  zone: string,
  deps: Deps,
  lateness: Lateness,
): CampaignEvent[] {
  if (isMutedBy(state.campaign, person)) return []
  return [
    ...lateEvents(state, person, deps.now(), lateness),
    ...state.followUps.flatMap((each) => questionHeard(each, person, zone, deps.now())),
    ...(state.campaign.owner === person ? endingHeard(state.campaign, zone, deps) : []),
  ]
}

function questionHeard(followUp: FollowUp, person: UserId, zone: string, now: Date): CampaignEvent[] {
  const when = followUp.assignee === person ? nudgeDue(followUp, now, zone) : null
  if (!when || when === 'late') return []
  return [{ kind: 'follow_up_reminded', n: followUp.n, when, daily: true }]
}

/** A decision that falls due, or a last day that has passed: of its owner. */
function endingHeard(campaign: Campaign, zone: string, { now, catalog }: Deps): CampaignEvent[] {
  const to = campaign.owner
  const choice = openChoice(campaign)
  const when = choice && nudgeOf(choice, choice.askedAt, now(), zone)
  const isNews = campaign.overToldAt === null && isOver(campaign, catalog.metrics, now())
  const days = wholeDays(campaign, catalog.metrics) ?? 0
  return [
    ...(choice && when && when !== 'late'
      ? [{ kind: 'choice_reminded', n: choice.n, when, to, daily: true } as const]
      : []),
    ...(isNews ? [{ kind: 'over_told', to, days, daily: true } as const] : []),
  ]
}
