import { Refusal } from '../../refusal.ts'
import {
  type Clock,
  DAY,
  firstInstantAt,
  HOUR,
  MINUTE,
  startOfDay,
  type WallTime,
  wallTimeAt,
} from './local-time.ts'

/** When the day of somebody at work begins and ends. */
const MORNING: Clock = { hour: 9, minute: 0 }
const EVENING: Clock = { hour: 17, minute: 0 }

/** Monday to Friday. */
export function isWorkingDay(wall: WallTime): boolean {
  const weekday = new Date(wall).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** Whether it is a working day there, and its morning has come. */
export function isDaytime(at: Date, zone: string): boolean {
  const wall = wallTimeAt(at.getTime(), zone)
  return isWorkingDay(wall) && at >= instantOf(startOfDay(wall), MORNING, zone)
}

/** Whether it is a working day there, after its morning has come and before its evening. */
export function isWorkingTime(at: Date, zone: string): boolean {
  return morningAt(at, zone).getTime() === at.getTime()
}

/** `2026-03-04`, the day that it is there. */
export function dayIn(at: Date, zone: string): string {
  return new Date(wallTimeAt(at.getTime(), zone)).toISOString().slice(0, 10)
}

/** So many hours later, counting none of a Saturday or Sunday of that zone (IANA). */
export function workingHoursAfter(at: Date, hours: number, zone: string): Date {
  let wall = afterWeekend(wallTimeAt(at.getTime(), zone))
  for (let left = Math.round(hours * HOUR); left > 0; ) {
    const today = Math.min(left, startOfDay(wall) + DAY - wall)
    left -= today
    wall += today
    if (left > 0) wall = afterWeekend(wall)
  }
  return new Date(firstInstantAt(wall, zone))
}

/** Hours of the working days between two instants there; 0 where the second is not later. */
export function workingHoursBetween(from: Date, to: Date, zone: string): number {
  const end = wallTimeAt(to.getTime(), zone)
  let hours = 0
  for (let wall = wallTimeAt(from.getTime(), zone); wall < end; wall = startOfDay(wall) + DAY)
    if (isWorkingDay(wall)) hours += (Math.min(startOfDay(wall) + DAY, end) - wall) / HOUR
  return hours
}

function afterWeekend(wall: WallTime): WallTime {
  return isWorkingDay(wall) ? wall : workingDayAfter(wall, 1)
}

/** The midnight that begins the `count`-th working day after the day of `wall`. */
export function workingDayAfter(wall: WallTime, count: number): WallTime {
  let day = startOfDay(wall)
  for (let left = count; left > 0; ) {
    day += DAY
    if (isWorkingDay(day)) left -= 1
  }
  return day
}

/** The evening so many days before the day of `at`, in a zone (IANA). */
export function eveningBefore(at: Date, count: number, zone: string, of: 'days' | 'working days'): Date {
  let day = startOfDay(wallTimeAt(at.getTime(), zone))
  for (let left = count; left > 0; left -= 1) day = of === 'days' ? day - DAY : workingDayBefore(day)
  return instantOf(day, EVENING, zone)
}

/** The first morning of a working day after `at`, in a zone (IANA). */
export function nextMorning(at: Date, zone: string): Date {
  const wall = wallTimeAt(at.getTime(), zone)
  const today = instantOf(startOfDay(wall), MORNING, zone)
  return isWorkingDay(wall) && at < today ? today : instantOf(workingDayAfter(wall, 1), MORNING, zone)
}

/** The midnight that begins the last working day before the day of `wall`. */
function workingDayBefore(wall: WallTime): WallTime {
  let day = startOfDay(wall) - DAY
  while (!isWorkingDay(day)) day -= DAY
  return day
}

/** The end of the `count`-th working day after today, in a zone (IANA). */
export function inWorkingDays(now: Date, count: number, zone: string, at: Clock = EVENING): Date {
  return instantOf(workingDayAfter(wallTimeAt(now.getTime(), zone), count), at, zone)
}

/** The same time of day on the `count`-th working day after today, in a zone (IANA); with none today's, or the next one's. */
export function laterWorkingDay(now: Date, count: number, zone: string): Date {
  const wall = wallTimeAt(now.getTime(), zone)
  const day = startOfDay(wall)
  const meant = count === 0 && !isWorkingDay(day) ? workingDayAfter(day, 1) : workingDayAfter(day, count)
  return new Date(firstInstantAt(meant + (wall - day), zone))
}

/** The instant itself where it is in working hours (IANA zone), else the beginning of the next. */
export function morningAt(at: Date, zone: string): Date {
  const wall = wallTimeAt(at.getTime(), zone)
  const morning = instantOf(startOfDay(wall), MORNING, zone)
  if (!isWorkingDay(wall) || at >= instantOf(startOfDay(wall), EVENING, zone))
    return instantOf(workingDayAfter(wall, 1), MORNING, zone)
  return at < morning ? morning : at
}

/** When somebody is reminded of a due date, and when their silence goes to somebody else. */
interface Reminders {
  /** The morning of the working day before. */
  readonly before: Date
  /** The morning of the due day, or the due time where that is earlier; nobody is reminded at a weekend. */
  readonly due: Date
  /** A working day late: the same time on the next working day. */
  readonly late: Date
}

export function remindersFor(dueAt: Date, zone: string): Reminders {
  const wall = wallTimeAt(dueAt.getTime(), zone)
  const day = isWorkingDay(wall) ? startOfDay(wall) : workingDayBefore(wall)
  const morning = instantOf(day, MORNING, zone)
  return {
    before: instantOf(workingDayBefore(day), MORNING, zone),
    due: morning < dueAt ? morning : dueAt,
    late: new Date(firstInstantAt(workingDayAfter(wall, 1) + (wall - startOfDay(wall)), zone)),
  }
}

function instantOf(midnight: WallTime, { hour, minute }: Clock, zone: string): Date {
  return new Date(firstInstantAt(midnight + hour * HOUR + minute * MINUTE, zone))
}

/** Most that are counted: a year of them. */
const MOST_WORKING_DAYS = 260

/** Throws a Refusal for none and for more than a year of them. */
export function checkWorkingDays(count: number): number {
  if (count >= 1 && count <= MOST_WORKING_DAYS) return count
  throw new Refusal(
    'invalid',
    `${count} working days can't be meant: write 1 to ${MOST_WORKING_DAYS}, such as \`+2wd\`.`,
  )
}
