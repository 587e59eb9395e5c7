import type { ApprovalRequest } from '../state/requests.ts'
import { workingHoursAfter } from '../time/working-days.ts'

/** How long before its end who is still waited for is reminded once more. */
const LAST_HOURS = 4

export const REMINDERS = ['half', 'last'] as const

/** A reminder of a request: at half of its time, or a few hours before its end. */
export type Reminder = (typeof REMINDERS)[number]

/** When a request ends that was made `at`: hours of a weekend in that zone (IANA) do not count. */
export function expiryOf(at: Date, hours: number, zone: string): Date {
  return workingHoursAfter(at, hours, zone)
}

/** When who is waited for is reminded; one that is as short as two reminders has one. */
export function remindersOf(at: Date, hours: number, zone: string): ReadonlyMap<Reminder, Date> {
  const half = ['half', workingHoursAfter(at, hours / 2, zone)] as const
  if (hours <= 2 * LAST_HOURS) return new Map([half])
  return new Map([half, ['last', workingHoursAfter(at, hours - LAST_HOURS, zone)]])
}

/** Still open, yet past its end: the job that closes it has not run. */
export function isOver(request: ApprovalRequest | null, now: Date): boolean {
  return request?.state === 'open' && request.expiresAt.getTime() <= now.getTime()
}
