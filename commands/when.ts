import { casual, type ParsedResult } from 'chrono-node'
import { DateTime } from 'luxon'
import { type Length, readLength } from '../src/domain/text/typed-length.ts'
import { quoted, tidyLine } from '../src/domain/text/typed-value.ts'
import { bare } from '../src/domain/text/visible.ts'
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
import { checkWorkingDays, workingDayAfter } from '../src/domain/time/working-days.ts'
import { Refusal } from '../src/refusal.ts'
import { dayOf, figuresDay, isoDay } from './calendar-day.ts'

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
 * or a weekday means its next occurrence; `+3d`, `+1w` and `+1mo` count days of the calendar, `+2wd` Mondays to Fridays, `+2h` and `+30m` exact time. Where clocks
 * show a time twice, it is the first one still to come. Throws a Refusal for a time that is past, that the
 * clocks skip, that could be two dates, or that can't be read.
 */
export function parseWhen(
  text: string,
  now: Date,
  zone: string,
  { defaultTime = '09:00' }: { readonly defaultTime?: string } = {},
): Date {
  const typed = tidyLine(bare(text))
  const asked = { typed, now: now.getTime(), zone }
  if (typed === '' || typed.length > LONGEST) throw unreadable(asked)
  const exact = exactInstant(asked)
  if (exact !== null) return future(exact, asked)
  const { days, clock } = splitClock(asked)
  const time = clock ?? parseClock(defaultTime)
  if (!time) throw new Error(`defaultTime is HH:MM, not ${defaultTime}`)
  return firstToCome(daysMeant(days, asked), time, asked)
}

/** `+2h`, `+30m`, and an ISO date and time that carries its own offset. */
function exactInstant({ typed, now }: Asked): number | null {
  refuseBareHour(typed)
  const later = readLength(typed)
  if (later?.unit === 'h') return now + Math.round(later.count * HOUR)
  if (later?.unit === 'min') return now + Math.round(later.count * MINUTE)
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(?::\d{2})?\s?(?:Z|[+-]\d{2}:?\d{2})$/i.test(typed)) return null
  const read = DateTime.fromISO(typed.replace(' ', 'T').replace(' ', '').toUpperCase())
  return read.isValid ? read.toMillis() : null
}

/** 9h is nine o'clock to some, and nine hours from now to others. */
function refuseBareHour(typed: string): void {
  const [, hour] = /^(\d{1,2}) ?h$/i.exec(typed) ?? []
  if (hour === undefined || Number(hour) > 24) return
  throw new Refusal(
    'invalid',
    `${quoted(typed)} is read differently from country to country. Write ${Number(hour)}:00 or +${Number(hour)}h.`,
  )
}

/** The end of a day, which is the beginning of the next. */
const MIDNIGHT: Clock = { hour: 24, minute: 0 }

/** The words for the day and the clock after or before them: `3 Mar at 15:00`, `9am tomorrow`. */
function splitClock(asked: Asked): { days: string; clock: Clock | null } {
  const { typed } = asked
  const half = String.raw`(?:[ap]m|[ap]\. ?m\.?)`
  const time = String.raw`(\d{1,2}:\d{2} ?${half}?|\d{1,2} ?${half}|noon)`
  const last = new RegExp(`^(?:(.*?)(?:,| at|(?<=\\d)T| )+)?${time}$`, 'i').exec(typed)
  if (last?.[2]) return { days: last[1] ?? '', clock: readClock(last[2], asked) }
  const first = new RegExp(`^${time},? (.+)$`, 'i').exec(typed)
  if (first?.[1]) return { days: first[2] ?? '', clock: readClock(first[1], asked) }
  return { days: typed, clock: null }
}

function readClock(words: string, asked: Asked): Clock {
  const clock = words === '24:00' ? MIDNIGHT : parseClock(words)
  if (clock) return clock
  throw unreadable(asked)
}

/** The midnights that begin the days meant, in the order in which they are tried. */
function daysMeant(words: string, asked: Asked): WallTime[] {
  const today = startOfDay(wallTimeAt(asked.now, asked.zone))
  if (words === '') return [today, today + DAY, today + 2 * DAY]
  const later = readLength(words)
  const ahead = later && dayAhead(today, later)
  if (ahead) return [ahead]
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(words)) return [isoDay(words, today)]
  const inFigures = figuresDay(words, today)
  if (inFigures !== null) return [inFigures]
  // Parts of a day or a week: chrono would round them.
  if (/\d[.,]\d+ ?[a-z]/i.test(words)) throw unreadable(asked)
  return spokenDays(words, today, asked)
}

/** Counted by the calendar; a month ends where it has fewer days. Null for a length that is no number of days. */
function dayAhead(today: WallTime, { count, unit }: Length): WallTime | null {
  if (unit === 'wd') return workingDayAfter(today, checkWorkingDays(count))
  if (unit === 'mo') return DateTime.fromMillis(today, { zone: 'utc' }).plus({ months: count }).toMillis()
  if (unit === 'd' || unit === 'w') return today + count * (unit === 'w' ? 7 : 1) * DAY
  return null
}

/** Days in words, by chrono: it is asked for the day alone, and must have understood every word. */
function spokenDays(words: string, today: WallTime, asked: Asked): WallTime[] {
  const result = readDays(words, today)
  if (!result) throw unreadable(asked)
  const { start } = result
  const part = (name: 'year' | 'month' | 'day') => start.get(name) ?? 0
  const midnight = Date.UTC(part('year'), part('month') - 1, part('day'))
  if (!start.isCertain('day'))
    return /^(?:on )?\w+$/i.test(words) ? nextWeekday(start.get('weekday') ?? 0, today) : [midnight]
  const day = start.isCertain('year') ? midnight : yearlessDay(part('month'), part('day'), today)
  refuseOtherWeekday(start.isCertain('weekday') ? start.get('weekday') : null, day, asked.typed)
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
    `${quoted(typed)} does not agree with the calendar: ${dayWords(day)}. Leave the weekday out, or correct it.`,
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
  const words = `${quoted(asked.typed)} is ${at.toFormat('ccc d LLL yyyy HH:mm')} in ${asked.zone}`
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

/** Its examples are still to come. */
function unreadable({ typed, now, zone }: Asked): Refusal {
  const next = DateTime.fromMillis(now, { zone, locale: 'en' }).plus({ days: 3 })
  const [iso, spoken, weekday] = ['yyyy-MM-dd', 'd LLL', 'ccc'].map((form) => next.toFormat(form))
  const forms = `\`${iso}\`, \`${iso} 15:00\`, \`${spoken}\`, \`${weekday} 9:00\`, \`15:00\`, \`tomorrow 9:00\`, \`+3d\`, \`+2wd\` (working days), \`+2h\`, \`+30m\`, \`+1w\` or \`+1mo\``
  return new Refusal('invalid', `I can't read ${quoted(typed)} as a time. Write one of ${forms}.`)
}

function calendar(wall: WallTime): { year: number; month: number; day: number } {
  const { year, month, day } = DateTime.fromMillis(wall, { zone: 'utc' })
  return { year, month, day }
}

function dayWords(wall: WallTime): string {
  return DateTime.fromMillis(wall, { zone: 'utc', locale: 'en' }).toFormat("d LLL yyyy 'is a' cccc")
}
