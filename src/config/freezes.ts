import { DateTime } from 'luxon'
import type { WeeklyFreeze, WeekTime } from '../domain/catalog/catalog.ts'
import { clockWords, DAY, firstInstantAt, parseClock } from '../domain/time/local-time.ts'
import { type Weekday, weekdayOf } from '../domain/time/schedule.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const OWN_OFFSET = /(?:Z|[+-]\d{2}:\d{2})$/

/**
 * The instant at which a freeze begins or ends: `2026-11-27`, `2026-11-27 18:00` in `zone`, or a time with its own
 * offset. A date at the end counts whole. null for what can't be read.
 */
export function freezeEdge(written: string, edge: 'from' | 'to', zone: string): Date | null {
  const read = DateTime.fromISO(written.trim().replace(' ', 'T'), { zone: 'utc' })
  if (!read.isValid || !/^\d{4}-\d{2}-\d{2}/.test(written)) return null
  if (!DATE.test(written) && OWN_OFFSET.test(written)) return read.toJSDate()
  const wall = read.toMillis() + (edge === 'to' && DATE.test(written) ? DAY : 0)
  return new Date(firstInstantAt(wall, zone))
}

const WEEK = /^(\w+) (\S+(?: ?[ap]m)?) ?(?:–|—|-|to|until) ?(\w+) (\S+(?: ?[ap]m)?)$/i
const DAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** `Fri 15:00 – Mon 08:00`: when a freeze begins and ends in each week; null for what can't be read, or has no length. */
export function weeklyEdges(written: string): WeeklyFreeze['weekly'] | null {
  const [, fromDay = '', fromTime = '', toDay = '', toTime = ''] = WEEK.exec(written.trim()) ?? []
  const [from, to] = [weekTime(fromDay, fromTime), weekTime(toDay, toTime)]
  if (!from || !to || (from.day === to.day && from.time === to.time)) return null
  return { from, to }
}

function weekTime(day: string, time: string): WeekTime | null {
  const [named, clock] = [weekdayOf(day), parseClock(time)]
  return named && clock ? { day: DAYS.indexOf(named) + 1, time: clockWords(clock) } : null
}
