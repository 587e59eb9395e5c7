import type { Team } from '../catalog/catalog.ts'
import type { Membership, UserId } from '../people.ts'
import type { Campaign } from '../state/campaign.ts'
import type { LateFor, Task } from '../state/tasks.ts'
import { remindersFor } from '../time/working-days.ts'
import type { Planned } from './critical-path.ts'
import { openBefore } from './predecessors.ts'
import { isOpen, isOverdue, taskPerson } from './tasks.ts'

/**
 * What nobody was told yet and is due to be said by now; `zone` (IANA) is that of whoever has it. Of what waits for other
 * tasks nobody is told: it is not theirs that it is late.
 */
export function lateDue(task: Task, { campaign, tasks }: Planned, now: Date, zone: string): LateFor | null {
  const { dueAt, told } = task
  if (!task.required || !isOpen(task) || dueAt === null || campaign.endedAt !== null) return null
  if (openBefore(task, tasks).length > 0 || told?.lead) return null
  const { late } = remindersFor(dueAt, zone)
  if (now >= remindersFor(told?.holder?.at ?? late, zone).late) return 'lead'
  return !told && now >= late ? 'holder' : null
}

/** Whether it is late, and whoever has it has not heard so; they hear in the first morning after its date. */
export function isNewlyLate(task: Task, { campaign, tasks }: Planned, now: Date): boolean {
  const counts = task.required && campaign.endedAt === null && !task.told
  return counts && isOverdue(task, now) && openBefore(task, tasks).length === 0
}

/** Who is told; null where that is nobody but who has it. `gone`: who has left. */
export function lateTo(
  late: LateFor,
  task: Task,
  campaign: Campaign,
  {
    teams,
    members,
    gone,
  }: {
    readonly teams: readonly Team[]
    readonly members: Membership
    readonly gone: readonly UserId[]
  },
): UserId | null {
  const holder = taskPerson(task, campaign)
  const led = teams.filter(({ kind, lead }) => kind === task.team && lead !== undefined)
  const own = led.find(({ name }) => holder !== null && members.get(name)?.has(holder))
  const others = [(own ?? led[0])?.lead, campaign.owner]
  const people = late === 'holder' ? [holder ?? undefined, campaign.owner, ...others] : others
  const told = late === 'lead' ? [holder, task.told?.holder?.to] : []
  return people.find((each) => each !== undefined && !gone.includes(each) && !told.includes(each)) ?? null
}
