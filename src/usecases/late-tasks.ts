import type { UserId } from '../domain/people.ts'
import type { Campaign, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import type { Task } from '../domain/state/tasks.ts'
import type { Planned } from '../domain/tasks/critical-path.ts'
import { isNewlyLate, lateDue, lateTo } from '../domain/tasks/late.ts'
import { taskPerson } from '../domain/tasks/tasks.ts'
import { type Of, openTasksOf } from '../store/waiting.ts'
import { untoldLateTasks } from '../store/waiting-tasks.ts'
import type { Deps } from './deps.ts'

/** A working day is never shorter, whatever clocks do. */
const LATE_MS = 20 * 3_600_000

/** Late tasks that somebody is to hear of whom they don't wait for, and what tells who that is. */
export interface Lateness {
  readonly late: readonly Of<Task>[]
  readonly open: ReadonlyMap<number, readonly Task[]>
  readonly known: Parameters<typeof lateTo>[3]
  /** IANA zone of whoever has a task: asked before, since nobody asks Slack inside a transaction. */
  readonly zoneOf: (task: Task, campaign: Campaign) => string
}

/** Of every workspace, at one moment. */
export async function latenessNow(deps: Deps): Promise<Lateness> {
  const late = await untoldLateTasks(deps.db, new Date(deps.now().getTime() - LATE_MS))
  const open = await openTasksOf(deps.db, [...new Set(late.map(({ campaign }) => campaign.id))])
  const { teams } = deps.catalog
  const people = late.flatMap(({ campaign, item }) =>
    [campaign.owner, taskPerson(item, campaign) ?? []].flat(),
  )
  const leads = teams.flatMap(({ lead }) => lead ?? [])
  const gone = late.length > 0 ? await deps.deactivated([...new Set([...people, ...leads])]) : []
  const zones = new Map<UserId | null, string>()
  for (const { campaign, item } of late) {
    const holder = taskPerson(item, campaign)
    if (!zones.has(holder)) zones.set(holder, await deps.zone(holder))
  }
  const zoneOf: Lateness['zoneOf'] = (task, campaign) => zones.get(taskPerson(task, campaign)) ?? 'UTC'
  return { late, open, known: { teams, members: await deps.members(), gone }, zoneOf }
}

/** Ids of the campaigns with tasks of others that this person is to hear of. */
export function lateCampaignsFor(
  { late, open, ...lateness }: Lateness,
  teamId: string,
  to: UserId,
  now: Date,
): number[] {
  const theirs = late.filter(({ campaign, item }) => {
    const planned = { campaign, tasks: open.get(campaign.id) ?? [] }
    return campaign.teamId === teamId && isFor(item, planned, to, now, lateness) !== null
  })
  return [...new Set(theirs.map(({ campaign }) => campaign.id))]
}

/** That this person hears of what is late: of their own tasks, and of those of others that come to them. */
export function lateEvents(state: CampaignState, to: UserId, now: Date, lateness: Lateness): CampaignEvent[] {
  return state.tasks.flatMap((task): CampaignEvent[] => {
    const own = taskPerson(task, state.campaign) === to && isNewlyLate(task, state, now)
    const late = own ? 'holder' : isFor(task, state, to, now, lateness)
    return late ? [{ kind: 'task_nudged', n: task.n, late, to }] : []
  })
}

/** Whoever has a task hears in their own list; this is for all others. */
function isFor(
  task: Task,
  planned: Planned,
  to: UserId,
  now: Date,
  { known, zoneOf }: Pick<Lateness, 'known' | 'zoneOf'>,
) {
  if (taskPerson(task, planned.campaign) === to) return null
  const late = lateDue(task, planned, now, zoneOf(task, planned.campaign))
  return late && lateTo(late, task, planned.campaign, known) === to ? late : null
}
