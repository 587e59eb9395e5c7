import type { UserId } from '../domain/people.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { Campaign, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import type { Task } from '../domain/state/tasks.ts'
import { subjectOf } from '../domain/subject.ts'
import { lateDue, lateTo } from '../domain/tasks/late.ts'
import { taskPerson } from '../domain/tasks/tasks.ts'
import { dayIn, isDaytime } from '../domain/time/working-days.ts'
import { hasMessage } from '../store/messages.ts'
import { type Of, untoldLateTasks } from '../store/waiting.ts'
import { change } from './change.ts'
import type { Deps } from './deps.ts'
import type { LateTasks } from './follow-on/late-tasks.ts'
import { postToTeam } from './outbox.ts'
import { transact } from './transaction.ts'

/** A working day is never shorter, whatever clocks do. */
const LATE_MS = 20 * 3_600_000

/** A person, and the late tasks that they are to hear of. */
interface Addressed {
  readonly teamId: string
  readonly to: UserId
  readonly campaigns: ReadonlyMap<number, readonly number[]>
}

type Known = Parameters<typeof lateTo>[3] & {
  /** IANA zone of whoever has a task: asked before, since nobody asks Slack inside a transaction. */
  readonly zoneOf: (task: Task, campaign: Campaign) => string
}

/**
 * Tells who has a required task that it is late, and a working day later somebody else: once a task and due date, and one
 * message a person and day, however often this runs. Returns how many messages there were.
 */
export async function nudgeLateTasks(deps: Deps): Promise<number> {
  const late = await untoldLateTasks(deps.db, new Date(deps.now().getTime() - LATE_MS))
  if (late.length === 0) return 0
  const known = await knownOf(deps, late)
  const addressed = await addressees(deps, late, known)
  const told = await Promise.allSettled(addressed.map((each) => tellOne(deps, each, known)))
  const failed = told.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  if (failed.length > 0)
    throw new AggregateError(failed, `Late tasks could not be told: ${failed.map(String).join('; ')}`)
  return told.filter((each) => each.status === 'fulfilled' && each.value).length
}

async function knownOf(deps: Deps, late: readonly Of<Task>[]): Promise<Known> {
  const { teams } = deps.catalog
  const people = late.flatMap(({ campaign, item }) =>
    [campaign.owner, taskPerson(item, campaign) ?? []].flat(),
  )
  const leads = teams.flatMap(({ lead }) => lead ?? [])
  const gone = await deps.deactivated([...new Set([...people, ...leads])])
  const zones = new Map<UserId | null, string>()
  for (const each of late) {
    const holder = taskPerson(each.item, each.campaign)
    if (!zones.has(holder)) zones.set(holder, await deps.zone(holder))
  }
  const zoneOf: Known['zoneOf'] = (task, campaign) => zones.get(taskPerson(task, campaign)) ?? 'UTC'
  return { teams, members: await deps.members(), gone, zoneOf }
}

async function addressees(deps: Deps, late: readonly Of<Task>[], known: Known): Promise<Addressed[]> {
  const all = new Map<string, Addressed & { readonly campaigns: Map<number, number[]> }>()
  for (const { campaign, item } of late) {
    const is = lateDue(item, campaign, deps.now(), known.zoneOf(item, campaign))
    const to = is && lateTo(is, item, campaign, known)
    if (!to || !isDaytime(deps.now(), await deps.zone(to))) continue
    const { teamId, id } = campaign
    const name = `${teamId} ${to}`
    const one = all.get(name) ?? { teamId, to, campaigns: new Map<number, number[]>() }
    one.campaigns.set(id, [...(one.campaigns.get(id) ?? []), item.n])
    all.set(name, one)
  }
  return [...all.values()]
}

async function tellOne(deps: Deps, { teamId, to, campaigns }: Addressed, known: Known): Promise<boolean> {
  const zone = await deps.zone(to)
  const subject = subjectOf('late_tasks', dayIn(deps.now(), zone))
  const message = { teamId, kind: 'late_tasks', subject, target: to } as const
  return transact(deps, async (open) => {
    if (await hasMessage(open.db, message)) return false
    const items: { c: number; n: number }[] = []
    for (const [id, wanted] of [...campaigns].sort(([a], [b]) => a - b)) {
      const decide = (state: CampaignState) => nudges(state, wanted, { to, now: open.now(), known })
      const { events } = await change(open, stairwayOf(teamId), { id }, decide)
      for (const event of events) if (event.kind === 'task_nudged') items.push({ c: id, n: event.n })
    }
    if (items.length > 0) await postToTeam(open, { ...message, data: { items } satisfies LateTasks })
    return items.length > 0
  })
}

/** Looked at again under the lock: a task may have been done, moved or given to somebody else meanwhile. */
function nudges(
  { tasks, campaign }: CampaignState,
  wanted: readonly number[],
  { to, now, known }: { readonly to: UserId; readonly now: Date; readonly known: Known },
): CampaignEvent[] {
  return tasks
    .filter(({ n }) => wanted.includes(n))
    .flatMap((task): CampaignEvent[] => {
      const late = lateDue(task, campaign, now, known.zoneOf(task, campaign))
      if (!late || lateTo(late, task, campaign, known) !== to) return []
      return [{ kind: 'task_nudged', n: task.n, late, to }]
    })
}
