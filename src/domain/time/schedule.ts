import { CronExpressionParser } from 'cron-parser'
import { Refusal } from '../../refusal.ts'
import { quoted } from '../text/typed-value.ts'
import { plainSigns } from '../text/visible.ts'
import {
  type Clock,
  clockWords,
  DAY,
  firstInstantAt,
  nearestZone,
  parseClock,
  wallTimeAt,
  zoneNamed,
} from './local-time.ts'

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** When digests are due: wall time in an IANA zone. Plain data: it is stored and compared as JSON. */
export type Schedule =
  | { readonly kind: 'daily' | 'weekdays'; readonly time: string; readonly zone: string }
  | { readonly kind: 'weekly'; readonly day: Weekday; readonly time: string; readonly zone: string }
  /** Five fields, once an hour at most. */
  | { readonly kind: 'cron'; readonly expression: string; readonly zone: string }

/** The forms, for a usage line. */
export const SCHEDULE_FORMS =
  '`daily 09:00`, `weekdays 09:00 Europe/Berlin`, `weekly mon 09:00` or `cron 0 9 * * 1-5`'

const LONGEST = 120
const ZONE = /^(?:utc|[a-z_]+\/[a-z][\w+-]*(?:\/[\w+-]+)*)$/i
const CRON_ITEM = String.raw`(?:\*|\d{1,2}(?:-\d{1,2})?|[a-z]{3}(?:-[a-z]{3})?)(?:\/\d{1,2})?`
const CRON_FIELD = new RegExp(`^${CRON_ITEM}(?:,${CRON_ITEM})*$`, 'i')

/**
 * A schedule as somebody typed it, without the channel: words in any order, 09:00 and Monday where left out,
 * and `zone` where it names none. Throws a Refusal that lists the forms.
 */
export function parseSchedule(text: string, zone: string): Schedule {
  const typed = { text, zone }
  if (text.length > LONGEST) throw unreadable(typed)
  const words = plainSigns(text)
    .replace(/["'`“”‘’]/g, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/,$/, ''))
    .filter(Boolean)
  const zones = words.filter((word) => ZONE.test(word))
  const rest = words.filter((word) => !ZONE.test(word))
  if (zones.length > 1) throw unreadable(typed)
  const where = zones[0] === undefined ? zone : readZone(zones[0])
  const fields = cronFields(rest)
  return fields ? cronSchedule(fields, where, typed) : namedSchedule(rest, where, typed)
}

/** Whether a schedule as typed says its zone. */
export function namesZone(text: string): boolean {
  return text.split(/\s+/).some((word) => ZONE.test(word.replace(/,$/, '')))
}

interface Typed {
  readonly text: string
  /** That of a schedule which names none. */
  readonly zone: string
}

/** The first slot after an instant. A time that clocks skip comes as they jump; one shown twice comes once. */
export function nextSlot(schedule: Schedule, after: Date): Date {
  for (const slot of slotsAfter(schedule, after)) return slot
  throw new Error(`${describeSchedule(schedule)} has no slot after ${after.toISOString()}`)
}

/** Slots later than `after`, up to and including `until`: the earliest `max` of them. */
export function slotsBetween(schedule: Schedule, after: Date, until: Date, max: number): Date[] {
  const slots: Date[] = []
  if (max < 1) return slots
  for (const slot of slotsAfter(schedule, after)) {
    if (slot > until) break
    slots.push(slot)
    if (slots.length >= max) break
  }
  return slots
}

/** For example `weekdays 09:00, Europe/Berlin`; `parseSchedule` reads it back. */
export function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === 'cron') return `cron ${schedule.expression}, ${schedule.zone}`
  const day = schedule.kind === 'weekly' ? ` ${schedule.day[0]?.toUpperCase()}${schedule.day.slice(1)}` : ''
  return `${schedule.kind}${day} ${schedule.time}, ${schedule.zone}`
}

/**
 * Slots in order, without end. The cron fields are matched against wall time, where no clock ever changes, and
 * each match is then placed in the zone: cron-parser's own zones lose or repeat a slot when they are started
 * inside a clock change.
 */
function* slotsAfter(schedule: Schedule, after: Date): Generator<Date> {
  // No clock change is longer than a day, so nothing before this wall time can still be to come.
  const from = new Date(wallTimeAt(after.getTime(), schedule.zone) - DAY)
  const matches = CronExpressionParser.parse(cronExpression(schedule), { tz: 'UTC', currentDate: from })
  let last = after.getTime()
  while (true) {
    const instant = firstInstantAt(matches.next().getTime(), schedule.zone)
    if (instant <= last) continue
    last = instant
    yield new Date(instant)
  }
}

function cronExpression(schedule: Schedule): string {
  if (schedule.kind === 'cron') return schedule.expression
  const clock = parseClock(schedule.time)
  if (!clock) throw new Error(`A schedule's time is HH:MM, not ${schedule.time}`)
  const everyDay = schedule.kind === 'weekdays' ? '1-5' : '*'
  const day = schedule.kind === 'weekly' ? WEEKDAYS.indexOf(schedule.day) : everyDay
  return `${clock.minute} ${clock.hour} * * ${day}`
}

function cronFields(words: readonly string[]): readonly string[] | null {
  if (words[0]?.toLowerCase() === 'cron') return words.slice(1)
  return words.length === 5 && words.every((word) => CRON_FIELD.test(word)) ? words : null
}

function cronSchedule(fields: readonly string[], zone: string, typed: Typed): Schedule {
  if (fields.length !== 5 || !fields.every((field) => CRON_FIELD.test(field))) throw unreadable(typed)
  const expression = fields.join(' ').toLowerCase()
  const minutes = minutesOf(expression)
  if (minutes === null) throw neverComes(fields) ?? unreadable(typed)
  if (minutes > 1) {
    throw new Refusal(
      'invalid',
      `${quoted(expression)} would post more often than hourly. Give one minute of the hour, for example \`cron 0 9-17 * * 1-5\`.`,
    )
  }
  return { kind: 'cron', expression, zone }
}

/** At how many minutes of an hour it fires; null for what is no cron expression or never comes. */
function minutesOf(expression: string): number | null {
  try {
    const cron = CronExpressionParser.parse(expression, { tz: 'UTC', currentDate: new Date(0) })
    cron.next()
    return new Set(cron.fields.minute.values).size
  } catch {
    return null
  }
}

/** Where the day alone makes sense, and none of its months has it: 30 February. */
function neverComes(fields: readonly string[]): Refusal | null {
  const inAnyMonth = fields.map((field, i) => (i === 3 ? '*' : field)).join(' ')
  const onAnyDay = fields.map((field, i) => (i === 2 ? '*' : field)).join(' ')
  if (minutesOf(inAnyMonth) === null || minutesOf(onAnyDay) === null) return null
  return new Refusal(
    'invalid',
    `${quoted(`cron ${fields.join(' ')}`)} never comes: no month ${fields[3]} has a day ${fields[2]}. Leave the month out (\`*\`), or name another day.`,
  )
}

function namedSchedule(words: readonly string[], zone: string, typed: Typed): Schedule {
  const kinds = words.flatMap((word) => readKind(word) ?? [])
  const days = words.flatMap((word) => weekdayOf(word) ?? [])
  const times = words.flatMap((word) => readTime(word) ?? [])
  const [kind] = kinds
  const understood = kinds.length === 1 && days.length + times.length + 1 === words.length
  if (!kind || !understood || days.length > 1 || times.length > 1) throw unreadable(typed)
  const time = clockWords(times[0] ?? { hour: 9, minute: 0 })
  if (kind === 'weekly') return { kind, day: days[0] ?? 'mon', time, zone }
  if (days.length > 0) throw unreadable(typed)
  return { kind, time, zone }
}

function readKind(word: string): 'daily' | 'weekdays' | 'weekly' | undefined {
  return (['daily', 'weekdays', 'weekly'] as const).find((kind) => kind === word.toLowerCase())
}

/** `Fri`, `friday`; undefined for what is no day of the week. */
export function weekdayOf(word: string): Weekday | undefined {
  const whole = /^(?:sunday|monday|tues(?:day)?|wednesday|thu(?:rs|rsday)|friday|saturday|[a-z]{3})$/i.test(
    word,
  )
  return whole ? WEEKDAYS.find((day) => day === word.slice(0, 3).toLowerCase()) : undefined
}

function readTime(word: string): Clock | undefined {
  return parseClock(word) ?? undefined
}

function readZone(word: string): string {
  const zone = zoneNamed(word)
  if (zone) return zone
  throw new Refusal('invalid', `${quoted(word)} is not a time zone. Did you mean ${nearestZone(word)}?`)
}

function unreadable({ text, zone }: Typed): Refusal {
  return new Refusal(
    'invalid',
    `I can't read ${quoted(text)} as a digest's schedule. Write one of ${SCHEDULE_FORMS}; without a zone it is ${zone}.`,
  )
}
