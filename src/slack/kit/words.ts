import { DateTime } from 'luxon'
import { durationWords } from '../../domain/time/duration-words.ts'

const HALF_A_MINUTE = 30_000

/** How a due time stands at `now`: "2 days late", "in 3 hours", "due now". */
export const dueWords = (due: Date, now: Date): string => {
  const late = now.getTime() - due.getTime()
  if (Math.abs(late) < HALF_A_MINUTE) return 'due now'
  return late > 0 ? `${durationWords(late)} late` : `in ${durationWords(late)}`
}

/** "Friday" within six days of `now`, "today" on its day, else "2 Mar": by the clocks of `zone`. */
export const sinceWords = (at: Date, now: Date, zone: string): string => {
  const [then, today] = [at, now].map((each) => DateTime.fromJSDate(each, { zone }).setLocale('en-GB'))
  if (!then || !today) return ''
  const days = today.startOf('day').diff(then.startOf('day'), 'days').days
  return days < 1 ? 'earlier today' : then.toFormat(days < 7 ? 'cccc' : 'd LLL')
}

/** "a", "a and b", "a, b and c"; with 'or' "a, b or c". No words give the empty string. */
export const listWords = (words: readonly string[], conjunction: 'and' | 'or' = 'and'): string => {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
