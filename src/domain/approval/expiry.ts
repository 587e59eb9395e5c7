import type { ApprovalPolicy } from '../catalog/catalog.ts'
import type { ApprovalRequest } from '../state/requests.ts'
import { workingHoursAfter } from '../time/working-days.ts'

/** How long before its end who is still waited for is reminded once more. */
const LAST_HOURS = 4

/**
 * A reminder of a request: at half of its time, a few hours before its end, or so many hours after it was made as its
 * policy says.
 */
export type Reminder = 'half' | 'last' | `after${number}`

/** So many hours after `at`, as when a request ends: hours of a weekend in that zone (IANA) do not count. */
export function hoursAfter(at: Date, hours: number, zone: string): Date {
  return workingHoursAfter(at, hours, zone)
}

/** When who is waited for is reminded: as the policy says; else one that is as short as two reminders has one. */
export function remindersOf(
  at: Date,
  {
    expiresAfterHours: hours,
    remindAfterHours,
  }: Pick<ApprovalPolicy, 'expiresAfterHours' | 'remindAfterHours'>,
  zone: string,
): ReadonlyMap<Reminder, Date> {
  if (remindAfterHours)
    return new Map(remindAfterHours.map((after) => [`after${after}`, workingHoursAfter(at, after, zone)]))
  const half = ['half', workingHoursAfter(at, hours / 2, zone)] as const
  if (hours <= 2 * LAST_HOURS) return new Map([half])
  return new Map([half, ['last', workingHoursAfter(at, hours - LAST_HOURS, zone)]])
}

/** Still open, yet past its end: the job that closes it has not run. */
export function isOver(request: ApprovalRequest | null, now: Date): boolean {
  return request?.state === 'open' && request.expiresAt.getTime() <= now.getTime()
}
