import { casual, type ParsedResult } from 'chrono-node'
import { DateTime } from 'luxon'
import { quote } from '../src/domain/text/typed-value.ts'
import {
  type Clock,
  clockWords,
  DAY,
  firstInstantAt,
  HOUR,
  instantsAt,
  MINUTE,
  parseClock,
  startOfDay,
  type WallTime,
  wallTimeAt,
} from '../src/domain/time/local-time.ts'
import { readWorkingDays, workingDayAfter } from '../src/domain/time/working-days.ts'
import { Refusal } from '../src/refusal.ts'

/** The forms of `<when>`, for a usage line. */
const WHEN_FORMS =
  '`2026-03-03`, `2026-03-03 15:00`, `3 Mar`, `Tue 9:00`, `15:00`, `tomorrow 9:00`, `+3d`, `+2wd` (working days), `+2h`, `+30m` or `+1w`'

const LONGEST = 60
const YEARS_AHEAD = 5
/** A date without a year that passed so recently was more likely a slip than meant for next year. */
const RECENTLY = 90 * DAY

interface Asked {
  readonly typed: string
  readonly now: number
  readonly zone: string
}

/**
 * `<when>` as somebody typed it, read in their zone. A day without a time means `defaultTime` (`HH:MM`); a time
 * or a weekday means its next occurrence; `+3d` and `+1w` count days, `+2wd` Mondays to Fridays, `+2h` and `+30m` exact time. Where clocks
 * show a time twice, it is the first one still to come. Throws a Refusal for a time that is past, that the
 * clocks skip, that could be two dates, or that can't be read.
 */
export function parseWhen(
  text: string,
  now: Date,
  zone: string,
  { defaultTime = '09:00' }: { readonly defaultTime?: string } = {},
): Date {
  const typed = text.trim().replace(/\s+/g, ' ')
  const asked = { typed, now: now.getTime(), zone }
  if (typed === '' || typed.length > LONGEST) throw unreadable(typed)
  const exact = exactInstant(asked)
  if (exact !== null) return future(exact, asked)
  const { days, clock } = splitClock(typed)
  const time = clock ?? parseClock(defaultTime)
  if (!time) throw new Error(`defaultTime is HH:MM, not ${defaultTime}`)
  return firstToCome(daysMeant(days, asked), time, asked)
}

/** `+2h`, `+30m`, and an ISO date and time that carries its own offset. */
function exactInstant({ typed, now }: Asked): number | null {
  const later = readLater(typed)
  if (later?.unit === 'h') return now + later.count * HOUR
  if (later?.unit === 'm') return now + later.count * MINUTE
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(?::\d{2})?\s?(?:Z|[+-]\d{2}:?\d{2})$/i.test(typed)) return null
  const read = DateTime.fromISO(typed.replace(' ', 'T').replace(' ', '').toUpperCase())
  return read.isValid ? read.toMillis() : null
}

function readLater(typed: string): { count: number; unit: string } | null {
  const [, amount, unit] =
    /^(?:\+ ?|in )?(\d{1,5}|an?) ?(m|h|d|w|min|minute|hour|day|week)s?$/i.exec(typed) ?? []
  if (amount === undefined || unit === undefined) return null
  return { count: /^a/i.test(amount) ? 1 : Number(amount), unit: unit.slice(0, 1).toLowerCase() }
}

/** The words for the day and the clock after or before them: `3 Mar at 15:00`, `9am tomorrow`. */
function splitClock(typed: string): { days: string; clock: Clock | null } {
  const time = String.raw`(\d{1,2}:\d{2} ?(?:am|pm)?|\d{1,2} ?(?:am|pm)|noon)`
  const last = new RegExp(`^(?:(.*?)(?:,| at|(?<=\\d)T| )+)?${time}$`, 'i').exec(typed)
  if (last?.[2]) return { days: last[1] ?? '', clock: readClock(last[2], typed) }
  const first = new RegExp(`^${time},? (.+)$`, 'i').exec(typed)
  if (first?.[1]) return { days: first[2] ?? '', clock: readClock(first[1], typed) }
  return { days: typed, clock: null }
}

function readClock(words: string, typed: string): Clock {
  const clock = parseClock(words)
  if (clock) return clock
  throw unreadable(typed)
}

/** The midnights that begin the days meant, in the order in which they are tried. */
function daysMeant(words: string, asked: Asked): WallTime[] {
  const today = startOfDay(wallTimeAt(asked.now, asked.zone))
  if (words === '') return [today, today + DAY, today + 2 * DAY]
  const working = readWorkingDays(words)
  if (working !== null) return [workingDayAfter(today, working)]
  const later = readLater(words)
  if (later) return [today + later.count * (later.unit === 'w' ? 7 : 1) * DAY]
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(words)) return [isoDay(words)]
  refuseAmbiguous(words, today)
  return spokenDays(words, today, asked)
}

function isoDay(words: string): WallTime {
  const [year = 0, month = 0, day = 0] = words.split('-').map(Number)
  const midnight = dayOf(year, month, day)
  if (midnight !== null) return midnight
  throw new Refusal(
    'invalid',
    `${words} is not in the calendar. Write a date as year-month-day, such as 2026-03-03.`,
  )
}

/** 03/04 is the 3rd of April to some and the 4th of March to others. */
function refuseAmbiguous(words: string, today: WallTime): void {
  const [, first, second, years] = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?$/.exec(words) ?? []
  if (first === undefined || second === undefined) return
  const readings = [
    [Number(second), Number(first)],
    [Number(first), Number(second)],
  ].flatMap(([month = 0, day = 0]) => isoReading(years, month, day, today))
  const choices = [...new Set(readings)].join(' or ')
  if (choices === '') return
  throw new Refusal(
    'invalid',
    `"${quote(words)}" is read differently from country to country. Write ${choices}.`,
  )
}

function isoReading(years: string | undefined, month: number, day: number, today: WallTime): string[] {
  const thisYear = new Date(today).getUTCFullYear()
  const year = years === undefined ? thisYear : Number(years) + (years.length === 2 ? 2000 : 0)
  const midnight = dayOf(year, month, day)
  const next =
    years === undefined && midnight !== null && midnight < today ? dayOf(year + 1, month, day) : midnight
  return next === null ? [] : [isoDate(next)]
}

/** Days in words, by chrono: it is asked for the day alone, and must have understood every word. */
function spokenDays(words: string, today: WallTime, { typed }: Asked): WallTime[] {
  const result = readDays(words, today)
  if (!result) throw unreadable(typed)
  const { start } = result
  const part = (name: 'year' | 'month' | 'day') => start.get(name) ?? 0
  const midnight = Date.UTC(part('year'), part('month') - 1, part('day'))
  if (!start.isCertain('day'))
    return /^(?:on )?\w+$/i.test(words) ? nextWeekday(start.get('weekday') ?? 0, today) : [midnight]
  const day = start.isCertain('year') ? midnight : yearlessDay(part('month'), part('day'), today)
  refuseOtherWeekday(start.isCertain('weekday') ? start.get('weekday') : null, day, typed)
  return [day]
}

function readDays(words: string, today: WallTime): ParsedResult | null {
  const { year, month, day } = calendar(today)
  // chrono counts in the zone of this process: noon of the person's day, there, starts it from the right day.
  const [result, ...more] = casual.parse(words, new Date(year, month - 1, day, 12))
  if (!result || more.length > 0 || result.end || result.text.length !== words.length) return null
  const vague = [...result.tags()].some((tag) => /casualReference\/(?!today|tomorrow|yesterday)/.test(tag))
  const certain =
    result.start.isCertain('day') || (result.start.isCertain('weekday') && !/weekend/i.test(words))
  return certain && !vague && !result.start.isCertain('hour') ? result : null
}

function nextWeekday(weekday: number, today: WallTime): WallTime[] {
  const ahead = (weekday - new Date(today).getUTCDay() + 7) % 7
  return [today + ahead * DAY, today + (ahead + 7) * DAY]
}

function yearlessDay(month: number, day: number, today: WallTime): WallTime {
  const year = new Date(today).getUTCFullYear()
  const meant = [year, year + 1].flatMap((each) => dayOf(each, month, day) ?? [])
  return meant.find((each) => each > today - RECENTLY) ?? today
}

function refuseOtherWeekday(weekday: number | null, day: WallTime, typed: string): void {
  if (weekday === null || new Date(day).getUTCDay() === weekday) return
  throw new Refusal(
    'invalid',
    `"${quote(typed)}" does not agree with the calendar: ${dayWords(day)}. Leave the weekday out, or correct it.`,
  )
}

/** The first of these days whose time is still to come. */
function firstToCome(days: readonly WallTime[], clock: Clock, asked: Asked): Date {
  const walls = days.map((day) => day + clock.hour * HOUR + clock.minute * MINUTE)
  for (const wall of walls) {
    const instants = instantsAt(wall, asked.zone)
    if (instants.length === 0 && firstInstantAt(wall, asked.zone) > asked.now)
      throw skipped(wall, clock, asked)
    const instant = instants.find((each) => each > asked.now)
    if (instant !== undefined) return future(instant, asked)
  }
  return future(firstInstantAt(walls[0] ?? 0, asked.zone), asked)
}

function future(instant: number, asked: Asked): Date {
  const at = DateTime.fromMillis(instant, { zone: asked.zone, locale: 'en' })
  const now = DateTime.fromMillis(asked.now, { zone: asked.zone, locale: 'en' })
  const words = `"${quote(asked.typed)}" is ${at.toFormat('ccc d LLL yyyy HH:mm')} in ${asked.zone}`
  if (at <= now) {
    throw new Refusal(
      'invalid',
      `${words}, which has passed: it is ${now.toFormat('ccc d LLL HH:mm')} there. Write a later time, for example \`tomorrow 9:00\`, or a date with its year.`,
    )
  }
  if (at > now.plus({ years: YEARS_AHEAD })) {
    throw new Refusal('invalid', `${words}, more than ${YEARS_AHEAD} years ahead. Write an earlier date.`)
  }
  return new Date(instant)
}

function skipped(wall: WallTime, clock: Clock, { zone }: Asked): Refusal {
  const next = DateTime.fromMillis(firstInstantAt(wall, zone), { zone, locale: 'en' })
  return new Refusal(
    'invalid',
    `${clockWords(clock)} does not exist on ${next.toFormat('ccc d LLL yyyy')} in ${zone}: the clocks go forward past it. Write ${next.toFormat('HH:mm')} or another time.`,
  )
}

function unreadable(typed: string): Refusal {
  return new Refusal('invalid', `I can't read "${quote(typed)}" as a time. Write one of ${WHEN_FORMS}.`)
}

function dayOf(year: number, month: number, day: number): WallTime | null {
  const read = DateTime.fromObject({ year, month, day }, { zone: 'utc' })
  return read.isValid ? read.toMillis() : null
}

function calendar(wall: WallTime): { year: number; month: number; day: number } {
  const { year, month, day } = DateTime.fromMillis(wall, { zone: 'utc' })
  return { year, month, day }
}

function isoDate(wall: WallTime): string {
  return DateTime.fromMillis(wall, { zone: 'utc' }).toFormat('yyyy-MM-dd')
}

function dayWords(wall: WallTime): string {
  return DateTime.fromMillis(wall, { zone: 'utc', locale: 'en' }).toFormat("d LLL yyyy 'is a' cccc")
}
