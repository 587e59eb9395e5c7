import { waitingFor } from '../../domain/approval/approvers.ts'
import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import { byWorst, type Standing, standingOf } from '../../domain/digest/standing.ts'
import type { Membership, UserId } from '../../domain/people.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { openBefore } from '../../domain/tasks/predecessors.ts'
import { holderOf } from '../../domain/tasks/tasks.ts'
import { openRequests } from '../../store/open-requests.ts'
import { newestDigests, openFollowUpsOf } from '../../store/overview.ts'
import { type Of, openTasksOf, stepsHolding } from '../../store/waiting.ts'
import { lateTasks } from '../../store/waiting-tasks.ts'
import type { Deps, ReadDeps } from '../deps.ts'

/** What holds a campaign before it is live, and whom it waits for. */
export interface Held {
  readonly campaign: Campaign
  readonly what: 'approval' | 'resubmit' | 'late tasks' | 'step' | 'failed step' | 'paused step'
  readonly who: readonly UserId[]
  /** How many late tasks. */
  readonly count: number
}

/** Where campaigns stand, for who leads: worst first, then what waits for whom. */
export interface Overview {
  readonly standings: readonly Standing[]
  readonly held: readonly Held[]
  /** More campaigns run than were read: these are the most pressing ones. */
  readonly more?: true
}

/** Of these running campaigns, each from its newest snapshot. */
export async function standingsOf(
  { db, now, catalog }: Deps,
  running: readonly Campaign[],
): Promise<Standing[]> {
  const ids = running.map(({ id }) => id)
  const [digests, followUps] = [await newestDigests(db, ids), await openFollowUpsOf(db, ids)]
  const standings = running.map((campaign) =>
    standingOf(
      campaign,
      followUps.get(campaign.id) ?? [],
      digests.get(campaign.id) ?? null,
      now(),
      catalog.metrics,
    ),
  )
  return standings.sort(byWorst)
}

/** What holds campaigns of a workspace, and for whom each waits. */
export async function heldIn({ db, now }: Deps, teamId: string, members: Membership): Promise<Held[]> {
  const requests = (await openRequests(db, teamId, now())).map((asked): Held => {
    const { campaign, request } = asked
    const changed = changedSinceSubmit(asked).length > 0
    const who = changed ? [request.by] : waitingFor(request, campaign.owner, members)
    return { campaign, what: changed ? 'resubmit' : 'approval', who, count: 1 }
  })
  const steps = (await stepsHolding(db, teamId)).map(({ campaign, item }): Held => {
    const { plan, state } = item
    if (state === 'paused') return { campaign, what: 'paused step', who: [campaign.owner], count: 1 }
    if (state === 'failed') return { campaign, what: 'failed step', who: [campaign.owner], count: 1 }
    const until = state === 'held' ? plan.after?.until : undefined
    const doer = plan.kind === 'human' ? plan.person : campaign.owner
    return { campaign, what: 'step', who: [until?.is === 'person' ? until.person : doer], count: 1 }
  })
  return [...steps, ...lateByCampaign(await lateFree(db, teamId, now())), ...requests]
}

/** Late tasks that wait for no other: whoever has one of those is not whom it waits for. */
async function lateFree(db: ReadDeps['db'], teamId: string, at: Date): Promise<Of<Task>[]> {
  const late = await lateTasks(db, teamId, at)
  const open = await openTasksOf(db, [...new Set(late.map(({ campaign }) => campaign.id))])
  return late.filter(({ campaign, item }) => openBefore(item, open.get(campaign.id) ?? []).length === 0)
}

function lateByCampaign(late: readonly Of<Task>[]): Held[] {
  const held = new Map<number, Held>()
  for (const { campaign, item } of late) {
    const who = holderOf(item, campaign)
    const known = held.get(campaign.id)
    const people = [...new Set([...(known?.who ?? []), who])]
    held.set(campaign.id, { campaign, what: 'late tasks', who: people, count: (known?.count ?? 0) + 1 })
  }
  return [...held.values()]
}
