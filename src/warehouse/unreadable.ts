/** Why a date or a value can't be read, in words that follow it. */
import type { Unreadable } from './error.ts'

const DAY = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)/
const SHORT_YEAR = /^\s*(?:\d{1,2}[./-]){2}\d{2}(?!\d)/
const NUMBER = /^\s*-?\d+(?:\.\d+)?\s*$/
const TWELVE_HOURS = /\d ?[ap]\.?m\.?\s*$/i
const ABBREVIATED_ZONE = /^\s*\d{4}[-/].*\d ?[A-Z]{2,5}\s*$/
const BEFORE_2000 = /^\s*(?:-\d+|[01]\d{3})-\d/
/** As seconds or milliseconds it would be a time from 2000 on. */
const TIME_IN_TEXT = /^\s*(?:[1-3]\d{9}(?:\d{3})?|9[5-9]\d{7}(?:\d{3})?)(?:\.\d+)?\s*$/
const NUMBER_OF_PEOPLE = /^\s*-?\d[\d.,' \u00a0\u202f]*$/

/** Empty where the value says it all. */
export function whyUnreadable({ column, value }: Unreadable): string {
  if (column === 'value' || column === 'denominator')
    return NUMBER_OF_PEOPLE.test(value)
      ? ' (write numbers with a point, and without marks of thousands)'
      : ' (that is no number)'
  if (TWELVE_HOURS.test(value)) return ' (write the year first, and times with 24 hours)'
  if (ABBREVIATED_ZONE.test(value))
    return ' (its zone is another one elsewhere: write +01:00 or Europe/Berlin)'
  const [, first, second, year] = DAY.exec(value) ?? []
  if (year !== undefined) return readings(Number(first), Number(second), Number(year))
  if (SHORT_YEAR.test(value)) return ' (its year has two digits)'
  if (TIME_IN_TEXT.test(value)) return ' (a number among texts: write all of its times alike)'
  return NUMBER.test(value) || BEFORE_2000.test(value) ? " (that can't be a time since 2000)" : ''
}

/** A date that is two is told with both: the 3rd of February and the 2nd of March. */
function readings(first: number, second: number, year: number): string {
  const days = [isoDay(year, second, first), isoDay(year, first, second)]
  const [one, other] = [...new Set(days.flatMap((day) => day ?? []))]
  if (one === undefined) return ''
  if (other === undefined) return ` (write ${one})`
  return ` (that is ${one} to some and ${other} to others: write the year first, or say dates: dmy or dates: mdy for files)`
}

function isoDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? date.toISOString().slice(0, 10) : undefined
}
