/** What holds a launch now, and whether its time can still be met. */

import type { UserId } from '../people.ts'
import type { CampaignState } from '../state/campaign.ts'
import { isBeforeLaunch } from '../state/stage.ts'
import type { Task } from '../state/tasks.ts'
import { workingHoursAfter, workingHoursBetween } from '../time/working-days.ts'
import { openBefore } from './predecessors.ts'
import { isOpen, taskPerson } from './tasks.ts'

export type Planned = Pick<CampaignState, 'campaign' | 'tasks'>

/** The one task that holds the launch: nothing holds it up, and of all those it is the most urgent. */
export interface Bottleneck {
  readonly task: Task
  /** Null where nobody has it. */
  readonly person: UserId | null
  /** Milliseconds that the launch is behind because of it; 0 where it is not. */
  readonly cost: number
  /** Whose date has passed: its own, or that of a task that waits for it; null where none has. */
  readonly late: Task | null
}

/** Null once the launch has begun, and where no required task is open. */
export function bottleneckOf(planned: Planned, now: Date): Bottleneck | null {
  const holding = holdingTasks(planned)
  const free = holding.filter((task) => openBefore(task, holding).length === 0)
  const urgent = free.map((task) => ({ task, ...deadlineOf(task, holding, planned) }))
  const [first] = urgent.sort((a, b) => byUrgency(a, b, now))
  if (!first) return null
  const cost = Math.max(0, now.getTime() - first.at)
  const person = taskPerson(first.task, planned.campaign)
  return { task: first.task, person, cost, late: cost > 0 ? first.of : null }
}

/** A go-live by whose time not everything can be ready, and the task that is ready last. */
export interface Unmet {
  readonly goLive: Date
  readonly task: Task
  /** When that is at the earliest, at the pace that the due dates plan. */
  readonly at: Date
}

/**
 * Null where go-live can be met, or is not set. What waits for something late takes as many working hours after it as its
 * due date leaves it.
 */
export function unmetGoLive(planned: Planned, now: Date): Unmet | null {
  const { launchAt } = planned.campaign
  if (!launchAt) return null
  const zone = planned.tasks.find(({ lead }) => lead)?.lead?.zone ?? 'UTC'
  const holding = holdingTasks(planned)
  const known = new Map<number, Date>()
  const ready = holding.map((task) => ({ task, at: readyAt(task, { holding, now, zone, known }) }))
  const last = ready.sort((a, b) => b.at.getTime() - a.at.getTime())[0]
  return last && last.at > launchAt ? { goLive: launchAt, ...last } : null
}

const MINUTE_MS = 60_000

/** Until when a go-live that can be met now can be met for sure, while nothing changes, to a minute; null: for good. */
export function metUntil(planned: Planned, now: Date): Date | null {
  const { launchAt } = planned.campaign
  if (!launchAt || !unmetGoLive(planned, new Date(launchAt.getTime() + 1))) return null
  let [met, unmet] = [now.getTime(), launchAt.getTime() + 1]
  while (unmet - met > MINUTE_MS) {
    const between = Math.floor((met + unmet) / 2)
    if (unmetGoLive(planned, new Date(between))) unmet = between
    else met = between
  }
  return new Date(met)
}

/** Open tasks that are required, and those that they wait for; none once the launch has begun. */
function holdingTasks({ campaign, tasks }: Planned): Task[] {
  if (!isBeforeLaunch(campaign.stage)) return []
  const holding = new Set<number>()
  const take = (task: Task) => {
    if (holding.has(task.n)) return
    holding.add(task.n)
    for (const n of openBefore(task, tasks)) for (const each of tasks) if (each.n === n) take(each)
  }
  for (const task of tasks) if (task.required && isOpen(task)) take(task)
  return tasks.filter(({ n }) => holding.has(n))
}

interface Deadline {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Whose date it is; null where it is go-live's, or there is none. */
  readonly of: Task | null
}

/** The earliest date that depends on it: its own, those of what waits for it, go-live. */
function deadlineOf(task: Task, holding: readonly Task[], { campaign }: Planned): Deadline {
  const chain = [task, ...behind(task, holding)]
  const dated = chain.flatMap((each) => (each.dueAt ? [{ at: each.dueAt.getTime(), of: each }] : []))
  const goLive = { at: campaign.launchAt?.getTime() ?? Number.POSITIVE_INFINITY, of: null }
  return [...dated, goLive].reduce((first, each) => (each.at < first.at ? each : first))
}

/** All that wait for it, or for what does. */
function behind(task: Task, holding: readonly Task[]): Task[] {
  const found = new Set<Task>()
  const follow = (n: number) => {
    for (const next of holding) {
      if (!next.after?.includes(n) || found.has(next)) continue
      found.add(next)
      follow(next.n)
    }
  }
  follow(task.n)
  return [...found]
}

function byUrgency(
  a: Deadline & { readonly task: Task },
  b: Deadline & { readonly task: Task },
  now: Date,
): number {
  const rank = ({ at, task }: Deadline & { readonly task: Task }) =>
    at < now.getTime() ? 0 : task.state === 'blocked' ? 1 : 2
  // Two without a date are infinitely far both.
  return rank(a) - rank(b) || (a.at === b.at ? 0 : a.at - b.at) || a.task.n - b.task.n
}

interface Pace {
  readonly holding: readonly Task[]
  readonly now: Date
  /** IANA: whose weekends count, those of who has set dates. */
  readonly zone: string
  readonly known: Map<number, Date>
}

function readyAt(task: Task, pace: Pace): Date {
  const { known, holding, now } = pace
  const before = known.get(task.n)
  if (before) return before
  const predecessors = holding.filter(({ n }) => task.after?.includes(n))
  const at = latest([now, task.dueAt, ...predecessors.map((each) => after(each, task, pace))])
  known.set(task.n, at)
  return at
}

/** When what waits for `predecessor` can be ready because of it. */
function after(predecessor: Task, { dueAt }: Task, pace: Pace): Date {
  const ready = readyAt(predecessor, pace)
  if (!dueAt || !predecessor.dueAt) return ready
  return workingHoursAfter(ready, workingHoursBetween(predecessor.dueAt, dueAt, pace.zone), pace.zone)
}

function latest(dates: readonly (Date | null)[]): Date {
  return new Date(Math.max(...dates.flatMap((each) => each?.getTime() ?? [])))
}
