import { DateTime } from 'luxon'
import { DAY, firstInstantAt } from '../domain/time/local-time.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const OWN_OFFSET = /(?:Z|[+-]\d{2}:\d{2})$/

/**
 * The instant at which a freeze begins or ends: `2026-11-27`, `2026-11-27 18:00` in `zone`, or a time with its own
 * offset. A date at the end counts whole. null for what can't be read.
 */
export function freezeEdge(written: string, edge: 'from' | 'to', zone: string): Date | null {
  const read = DateTime.fromISO(written.trim().replace(' ', 'T'), { zone: 'utc' })
  if (!read.isValid || !/^\d{4}-\d{2}-\d{2}/.test(written)) return null
  if (!DATE.test(written) && OWN_OFFSET.test(written)) return read.toJSDate()
  const wall = read.toMillis() + (edge === 'to' && DATE.test(written) ? DAY : 0)
  return new Date(firstInstantAt(wall, zone))
}
