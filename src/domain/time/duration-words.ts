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
export function durationWords(ms: number): string {
  const length = Math.abs(ms)
  if (length < MINUTE / 2) return 'less than a minute'
  const unit = UNITS.find(({ ms: size, upTo }) => Math.round(length / size) < upTo) ?? UNITS[5]
  const count = Math.round(length / unit.ms)
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
}
