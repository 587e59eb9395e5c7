import type { Team } from '../catalog/catalog.ts'
import type { Membership, UserId } from '../people.ts'
import type { Campaign } from '../state/campaign.ts'
import type { LateFor, Task, ToldLate } from '../state/tasks.ts'
import { remindersFor } from '../time/working-days.ts'
import { isOpen, taskPerson } from './tasks.ts'

/** What nobody was told yet of this due date and is due to be said by now; `zone` (IANA) is that of whoever has it. */
export function lateDue(task: Task, campaign: Campaign, now: Date, zone: string): LateFor | null {
  const { dueAt } = task
  if (!task.required || !isOpen(task) || dueAt === null || campaign.endedAt !== null) return null
  const told = toldOf(task)
  if (!told) return now >= remindersFor(dueAt, zone).late ? 'holder' : null
  if (told.lead) return null
  return now >= remindersFor(told.holder.at, zone).late ? 'lead' : null
}

/** Whether all have heard of it who are to. */
export function isToldOut(task: Task): boolean {
  return toldOf(task)?.lead !== undefined
}

/** What was said of its due date; another one begins anew. */
function toldOf({ told, dueAt }: Task): ToldLate | null {
  return told && told.dueAt.getTime() === dueAt?.getTime() ? told : null
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
  const told = late === 'lead' ? [holder, toldOf(task)?.holder.to] : []
  return people.find((each) => each !== undefined && !gone.includes(each) && !told.includes(each)) ?? null
}
