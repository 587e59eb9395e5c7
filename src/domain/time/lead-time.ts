/** How long before go-live something is due: `T-3d`, which moves with it. */

import { Refusal } from '../../refusal.ts'
import { readLength } from '../text/typed-length.ts'
import { quoted, tidyLine } from '../text/typed-value.ts'
import { bare } from '../text/visible.ts'
import { HOUR } from './local-time.ts'
import { eveningBefore } from './working-days.ts'

const UNITS = { h: 'hour', d: 'day', wd: 'working day', w: 'week' } as const

export interface Lead {
  readonly count: number
  readonly unit: keyof typeof UNITS
}

/** `zone` (IANA): whose days are counted, and whose evening they end in. */
export interface LeadTime extends Lead {
  readonly zone: string
}

/** Further ahead nobody plans. */
const MOST: Readonly<Record<Lead['unit'], number>> = { h: 72, d: 365, wd: 260, w: 52 }

export const LEAD_FORMS = '`T-3d`, `T-2wd` (working days), `T-1w` or `T-4h`'

/**
 * `T-3d`, `T-3 working days`, `T-0d`, `3 days before go-live`. Null for what does not speak of go-live. Throws a Refusal
 * for what does and can't be read.
 */
export function readLead(text: string): Lead | null {
  const typed = tidyLine(bare(text))
  const [, after, before] =
    /^(?:t ?[-\u2212\u2013] ?(.+)|(.+) before (?:the )?(?:go-live|launch))$/i.exec(typed) ?? []
  const length = after ?? before
  if (length === undefined && !/^t ?[-+\u2212\u2013]|go-live/i.test(typed)) return null
  const read = length === undefined ? null : readLength(length)
  const unit = read && (Object.keys(UNITS) as Lead['unit'][]).find((each) => each === read.unit)
  if (read && unit && !read.ahead && read.count <= MOST[unit]) return { count: read.count, unit }
  throw new Refusal(
    'invalid',
    `I can't read ${quoted(typed)} as a time before go-live. Write one of ${LEAD_FORMS}, a year before at most.`,
  )
}

/** The end of that working day there, or that many hours before; never after go-live itself. */
export function dueBefore(goLive: Date, { count, unit, zone }: LeadTime): Date {
  if (unit === 'h') return new Date(goLive.getTime() - count * HOUR)
  const days = unit === 'w' ? count * 7 : count
  const evening = eveningBefore(goLive, days, zone, unit === 'wd' ? 'working days' : 'days')
  return evening < goLive ? evening : goLive
}

/** "T-3d" */
export function leadMark({ count, unit }: Lead): string {
  return `T-${count}${unit}`
}

/** "3 days before go-live" */
export function leadWords({ count, unit }: Lead): string {
  if (count === 0) return 'at go-live'
  return `${count} ${UNITS[unit]}${count === 1 ? '' : 's'} before go-live`
}
