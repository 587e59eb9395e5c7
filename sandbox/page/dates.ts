const DAY_MS = 86_400_000
const LOCALE = 'en-GB'

const inZone = (date: Date, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }).format(date)

/** `09:00` */
export const timeIn = (date: Date, zone: string): string =>
  inZone(date, zone, { hour: '2-digit', minute: '2-digit' })

/** `2026-03-03`, which sorts. */
export const dayIn = (date: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(date)

/** `Tuesday 3 March` */
export const dayWords = (date: Date, zone: string): string =>
  inZone(date, zone, { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', '')

/** `Tue 3 Mar 09:00` */
export const clockWords = (date: Date, zone: string): string =>
  `${inZone(date, zone, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')} ${timeIn(date, zone)}`

/** `New York` of an IANA name: what people call their zone. */
export const zoneWords = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')

/** `09:00:05` */
export const secondIn = (date: Date, zone: string): string => inZone(date, zone, { timeStyle: 'medium' })

/** today, tomorrow, yesterday; else null. */
export function nearDay(date: Date, now: Date, zone: string): string | null {
  const day = dayIn(date, zone)
  if (day === dayIn(now, zone)) return 'today'
  if (day === dayIn(new Date(now.getTime() + DAY_MS), zone)) return 'tomorrow'
  return day === dayIn(new Date(now.getTime() - DAY_MS), zone) ? 'yesterday' : null
}

/** `today 09:00`, else `Tue 3 Mar 09:00`. */
export function whenWords(date: Date, now: Date, zone: string): string {
  const near = nearDay(date, now, zone)
  return near ? `${near} ${timeIn(date, zone)}` : clockWords(date, zone)
}

const AGO: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

function agoWords(date: Date, now: Date): string {
  const ms = date.getTime() - now.getTime()
  const [unit, size] = AGO.find(([, size]) => Math.abs(ms) >= size) ?? ['minute', 60_000]
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' }).format(Math.round(ms / size), unit)
}

const LONG: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }
const MIDDLE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' }
const SHORT: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }

/** Slack's date tokens, as in `{date_short_pretty} {time}`, for a reader of `zone`, in British English. */
export function formatDate(format: string, unix: number, zone: string, now: Date): string {
  const date = new Date(unix * 1000)
  const pretty = (options: Intl.DateTimeFormatOptions) =>
    nearDay(date, now, zone) ?? inZone(date, zone, options)
  const tokens: Readonly<Record<string, () => string>> = {
    date_num: () => dayIn(date, zone),
    date: () => inZone(date, zone, MIDDLE),
    date_short: () => inZone(date, zone, SHORT),
    date_long: () => inZone(date, zone, LONG),
    date_pretty: () => pretty(MIDDLE),
    date_short_pretty: () => pretty(SHORT),
    date_long_pretty: () => pretty(LONG),
    time: () => timeIn(date, zone),
    time_secs: () => secondIn(date, zone),
    ago: () => agoWords(date, now),
  }
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => tokens[name]?.() ?? whole)
}

/** Seconds of `2026-03-03T09:00` on the wall of `zone`; null for anything else. In a spring gap the hour after. */
export function epochIn(local: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null
  const asUtc = Date.parse(`${local}:00Z`)
  const offset = (at: number) => Date.parse(`${localIn(at / 1000, zone)}:00Z`) - at
  const guess = asUtc - offset(asUtc)
  return (asUtc - offset(guess)) / 1000
}

/** `2026-03-03T09:00` on the wall of `zone`. */
export function localIn(unix: number, zone: string): string {
  const date = new Date(unix * 1000)
  return `${dayIn(date, zone)}T${timeIn(date, zone)}`
}
