import { distance } from 'fastest-levenshtein'
import { IANAZone } from 'luxon'

/** What a clock on the wall shows, as the epoch milliseconds at which one in UTC shows it. Not an instant. */
export type WallTime = number

export interface Clock {
  readonly hour: number
  readonly minute: number
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Whether it is UTC or a place of the IANA database; remembered. Abbreviations such as EST know no summer time. */
export function isZone(name: string): boolean {
  return name === 'UTC' || (name.includes('/') && IANAZone.create(name).isValid)
}

/** The name as the database spells it, null where there is no such zone. */
export function zoneNamed(typed: string): string | null {
  const name = typed.toLowerCase()
  if (name === 'utc') return 'UTC'
  const listed = Intl.supportedValuesOf('timeZone').find((each) => each.toLowerCase() === name)
  if (listed || !isZone(typed)) return listed ?? null
  // Intl accepts old and new names but lists one of the two, so Asia/Kolkata may be missing from the list.
  return typed === name ? name.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase()) : typed
}

/** The zone most like what was typed, to suggest it: `Europe/Berln` and `berlin` give Europe/Berlin. */
export function nearestZone(typed: string): string {
  const asked = typed.slice(0, 60).toLowerCase()
  const unlike = (zone: string) => {
    const name = zone.toLowerCase()
    return Math.min(distance(name, asked), distance(name.slice(name.lastIndexOf('/') + 1), asked))
  }
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))
  return zones.reduce((best, zone) => (unlike(zone) < unlike(best) ? zone : best), 'Europe/Berlin')
}

/** Milliseconds that a zone's clocks are ahead of UTC at an instant. Throws RangeError for an unknown zone. */
function offsetAt(instant: number, zone: string): number {
  const minutes = IANAZone.create(zone).offset(instant)
  if (Number.isNaN(minutes)) throw new RangeError(`No time zone is called ${zone}`)
  return minutes * MINUTE
}

export function wallTimeAt(instant: number, zone: string): WallTime {
  return instant + offsetAt(instant, zone)
}

/** The wall time of the midnight that begins the day of `wall`. */
export function startOfDay(wall: WallTime): WallTime {
  return Math.floor(wall / DAY) * DAY
}

/** The instants at which clocks there show `wall`: one, two where they go back, none where they skip it. */
export function instantsAt(wall: WallTime, zone: string): number[] {
  const offsets = new Set([offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)])
  const candidates = [...offsets].map((offset) => wall - offset).sort((a, b) => a - b)
  return candidates.filter((instant) => wallTimeAt(instant, zone) === wall)
}

/** The first instant at which clocks there show `wall`; where they skip it, that at which they jump past it. */
export function firstInstantAt(wall: WallTime, zone: string): number {
  return instantsAt(wall, zone)[0] ?? jumpOver(wall, zone)
}

function jumpOver(wall: WallTime, zone: string): number {
  let before = wall - offsetAt(wall + DAY, zone)
  let after = wall - offsetAt(wall - DAY, zone)
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / MINUTE / 2) * MINUTE
    if (wallTimeAt(middle, zone) < wall) before = middle
    else after = middle
  }
  return Math.floor(after / MINUTE) * MINUTE
}

/** `9:00`, `09:00`, `9am`, `9:30 p.m.`, `noon`; null for anything else. */
export function parseClock(typed: string): Clock | null {
  const word = typed
    .trim()
    .toLowerCase()
    .replace(/([ap])\.\s?m\.?$/, '$1m')
  if (word === 'noon') return { hour: 12, minute: 0 }
  const [, hours, minutes, half] = /^(\d{1,2})(?::(\d{2}))?\s?(am|pm)?$/.exec(word) ?? []
  if (hours === undefined || (minutes === undefined && half === undefined)) return null
  const minute = Number(minutes ?? 0)
  const hour = half ? twelveHour(Number(hours), half) : Number(hours)
  return hour !== null && hour < 24 && minute < 60 ? { hour, minute } : null
}

function twelveHour(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}

/** `09:00` */
export function clockWords({ hour, minute }: Clock): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
