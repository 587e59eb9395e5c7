import { durationWords } from '../../domain/time/duration-words.ts'

const HALF_A_MINUTE = 30_000

/** How a due time stands at `now`: "2 days late", "in 3 hours", "due now". */
export const dueWords = (due: Date, now: Date): string => {
  const late = now.getTime() - due.getTime()
  if (Math.abs(late) < HALF_A_MINUTE) return 'due now'
  return late > 0 ? `${durationWords(late)} late` : `in ${durationWords(late)}`
}

/** "a", "a and b", "a, b and c"; with 'or' "a, b or c". No words give the empty string. */
export const listWords = (words: readonly string[], conjunction: 'and' | 'or' = 'and'): string => {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
