/** Dates in figures, as midnights of a calendar that knows no zone. */
import { DateTime } from 'luxon'
import { quoted } from '../src/domain/text/typed-value.ts'
import { clockWords, parseClock, type WallTime } from '../src/domain/time/local-time.ts'
import { Refusal } from '../src/refusal.ts'

/** Null for a day that is not in the calendar. */
export function dayOf(year: number, month: number, day: number): WallTime | null {
  const read = DateTime.fromObject({ year, month, day }, { zone: 'utc' })
  return read.isValid ? read.toMillis() : null
}

export function isoDay(words: string, today: WallTime): WallTime {
  const [year = 0, month = 0, day = 0] = words.split('-').map(Number)
  const midnight = dayOf(year, month, day)
  if (midnight !== null) return midnight
  throw new Refusal(
    'invalid',
    `${words} is not in the calendar. Write a date as year-month-day, such as ${isoDate(today)}.`,
  )
}

/** A date that passed so recently was more likely a slip than meant for next year. */
const RECENTLY = 90 * 86_400_000

/**
 * 31.03. has one reading, and is taken; 03/04 is the 3rd of April to some and the 4th of March to others. Null for what
 * is no date in figures. Throws a Refusal with all readings of what has several, or would be next year's by a slip.
 */
export function figuresDay(words: string, today: WallTime): WallTime | null {
  const [, first, mark, second, years] =
    /^(\d{1,2})([./-])(\d{1,2})(?:[./-](\d{4}|\d{2})?)?$/.exec(words) ?? []
  if (first === undefined || second === undefined) return null
  const readings = [
    [Number(second), Number(first)],
    [Number(first), Number(second)],
  ].flatMap(([month = 0, day = 0]) => isoReading(years, month, day, today))
  if (readings.length === 0) return null
  const clock = mark === '.' && words.endsWith(second) && parseClock(`${first}:${second}`)
  const choices = [...new Set(readings), ...(clock ? [clockWords(clock)] : [])]
  const [only = ''] = choices
  const day = isoDay(only, today)
  const slip = years === undefined && day > today + 365 * 86_400_000 - RECENTLY
  if (choices.length === 1 && !slip) return day
  throw new Refusal(
    'invalid',
    `${quoted(words)} is read differently from country to country. Write ${choices.join(' or ')}.`,
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

function isoDate(wall: WallTime): string {
  return DateTime.fromMillis(wall, { zone: 'utc' }).toFormat('yyyy-MM-dd')
}
