const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Each unit is used while the rounded count stays below `upTo`. */
const UNITS = [
  { name: 'minute', ms: MINUTE, upTo: 60 },
  { name: 'hour', ms: HOUR, upTo: 24 },
  { name: 'day', ms: DAY, upTo: 14 },
  { name: 'week', ms: 7 * DAY, upTo: 9 },
  { name: 'month', ms: 30.44 * DAY, upTo: 24 },
  { name: 'year', ms: 365.25 * DAY, upTo: Number.POSITIVE_INFINITY },
] as const

/** A duration in milliseconds, rounded as people say it: "2 days", "1 hour". The sign is ignored. */
export const durationWords = (ms: number): string => {
  const length = Math.abs(ms)
  if (length < MINUTE / 2) return 'less than a minute'
  const unit = UNITS.find(({ ms: size, upTo }) => Math.round(length / size) < upTo) ?? UNITS[5]
  const count = Math.round(length / unit.ms)
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
}

/** How a due time stands at `now`: "2 days late", "in 3 hours", "due now". */
export const dueWords = (due: Date, now: Date): string => {
  const late = now.getTime() - due.getTime()
  if (Math.abs(late) < MINUTE / 2) return 'due now'
  return late > 0 ? `${durationWords(late)} late` : `in ${durationWords(late)}`
}

/** "a", "a and b", "a, b and c"; with 'or' "a, b or c". No words give the empty string. */
export const listWords = (words: readonly string[], conjunction: 'and' | 'or' = 'and'): string => {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
