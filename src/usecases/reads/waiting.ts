import { waitingFor } from '../../domain/approval/approvers.ts'
import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import { awaitsConclusion, openChoice } from '../../domain/choice/choice.ts'
import { endOf, isOver } from '../../domain/choice/ending.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { Choice } from '../../domain/state/choices.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { isRunning } from '../../domain/state/stage.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { listCampaigns } from '../../store/campaigns.ts'
import { runningCampaigns } from '../../store/overview.ts'
import { openFollowUps, openRequests, stepsWaitingFor, tasksWaitingFor } from '../../store/waiting.ts'
import type { Deps } from '../deps.ts'
import { heldIn, type Overview, standingsOf } from './overview.ts'

export type Waiting =
  | { readonly kind: 'task'; readonly campaign: Campaign; readonly item: Task; readonly dueAt: Date | null }
  | {
      readonly kind: 'approval'
      readonly campaign: Campaign
      readonly item: ApprovalRequest
      readonly dueAt: Date | null
    }
  | {
      readonly kind: 'step'
      readonly campaign: Campaign
      readonly item: LaunchStep
      readonly dueAt: Date | null
    }
  /** Approved, and for its owner to launch. */
  | {
      readonly kind: 'launch'
      readonly campaign: Campaign
      readonly item: Campaign
      readonly dueAt: Date | null
    }
  /** A verdict asks its owner for a decision. */
  | {
      readonly kind: 'choice'
      readonly campaign: Campaign
      readonly item: Choice
      readonly dueAt: Date | null
    }
  /** Over, or decided, and for its owner to conclude. */
  | {
      readonly kind: 'end'
      readonly campaign: Campaign
      readonly item: Campaign
      readonly dueAt: Date | null
    }
  | {
      readonly kind: 'follow_up'
      readonly campaign: Campaign
      readonly item: FollowUp
      readonly dueAt: Date | null
    }

export interface WaitsOn {
  /** Overdue first, then by due date, those without one last. */
  readonly waiting: readonly Waiting[]
  /** Campaigns that have not ended and that this person owns or is the data partner of. */
  readonly campaigns: readonly Campaign[]
  /** Where those stand that run: all of them, and what waits for whom, for a lead; else theirs. Home alone shows it. */
  readonly overview?: Overview
}

/** What waits on a person, of their workspace: the one list of `/campaign`, App Home and reminders. */
export async function waitsOn(deps: Deps, { teamId, userId: person }: Reader): Promise<WaitsOn> {
  const members = await deps.members()
  const open = await openRequests(deps.db, teamId, deps.now())
  const requests = open.filter(
    (asked) =>
      waitingFor(asked.request, asked.campaign.owner, members).includes(person) &&
      changedSinceSubmit(asked).length === 0,
  )
  const waiting: Waiting[] = [
    ...(await tasksWaitingFor(deps.db, teamId, person)).map((of) => ({
      kind: 'task' as const,
      ...of,
      dueAt: of.item.dueAt,
    })),
    ...requests.map(({ campaign, request }) => ({
      kind: 'approval' as const,
      campaign,
      item: request,
      dueAt: request.expiresAt,
    })),
    ...(await stepsWaitingFor(deps.db, teamId, person)).map((of) => ({
      kind: 'step' as const,
      ...of,
      dueAt: of.item.at ?? deps.now(),
    })),
    ...(await openFollowUps(deps.db, teamId, person)).map((of) => ({
      kind: 'follow_up' as const,
      ...of,
      dueAt: of.item.dueAt,
    })),
  ]
  const mine = await listCampaigns(deps.db, { teamId, person })
  const toLaunch = mine.filter(
    ({ stage, launchAt, owner }) => stage === 'approved' && launchAt === null && owner === person,
  )
  waiting.push(
    ...toLaunch.map((campaign) => ({ kind: 'launch' as const, campaign, item: campaign, dueAt: deps.now() })),
  )
  waiting.push(
    ...endings(
      deps,
      mine.filter(({ owner }) => owner === person),
    ),
  )
  waiting.sort((a, b) => due(a) - due(b))
  return { waiting, campaigns: mine.filter((campaign) => campaign.endedAt === null) }
}

/** The same with where campaigns stand: of all of them for a lead, else of their own. */
export async function overviewFor(deps: Deps, reader: Reader): Promise<WaitsOn> {
  const waits = await waitsOn(deps, reader)
  const { teamId, userId } = reader
  if (!deps.catalog.teams.some(({ lead }) => lead === userId))
    return {
      ...waits,
      overview: { standings: await standingsOf(deps, waits.campaigns.filter(isRunning)), held: [] },
    }
  const standings = await standingsOf(deps, await runningCampaigns(deps.db, teamId))
  return { ...waits, overview: { standings, held: await heldIn(deps, teamId, await deps.members()) } }
}

/** What its owner has to decide, and to conclude. */
function endings({ catalog, now }: Deps, owned: readonly Campaign[]): Waiting[] {
  return owned.flatMap((campaign): Waiting[] => {
    const choice = openChoice(campaign)
    if (choice) return [{ kind: 'choice', campaign, item: choice, dueAt: choice.dueAt }]
    const over = isOver(campaign, catalog.metrics, now())
    if (!over && !awaitsConclusion(campaign)) return []
    const since = over ? endOf(campaign, catalog.metrics) : (campaign.choices.at(-1)?.made?.at ?? null)
    return [{ kind: 'end', campaign, item: campaign, dueAt: over ? since : null }]
  })
}

function due(waiting: Waiting): number {
  return waiting.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER
}
