import type { Team } from '../catalog/catalog.ts'
import type { Membership, UserId } from '../people.ts'
import type { Campaign } from '../state/campaign.ts'
import type { LateFor, Task } from '../state/tasks.ts'
import { remindersFor } from '../time/working-days.ts'
import { isOpen, taskPerson } from './tasks.ts'

/** What nobody was told yet and is due to be said by now; `zone` (IANA) is that of whoever has it. */
export function lateDue(task: Task, campaign: Campaign, now: Date, zone: string): LateFor | null {
  const { dueAt, told } = task
  if (!task.required || !isOpen(task) || dueAt === null || campaign.endedAt !== null) return null
  if (!told) return now >= remindersFor(dueAt, zone).late ? 'holder' : null
  if (told.lead) return null
  return now >= remindersFor(told.holder.at, zone).late ? 'lead' : null
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
  const told = late === 'lead' ? [holder, task.told?.holder.to] : []
  return people.find((each) => each !== undefined && !gone.includes(each) && !told.includes(each)) ?? null
}
