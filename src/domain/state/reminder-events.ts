import type { UserId } from '../people.ts'
import type { Campaign } from './campaign.ts'

/** What people hear of a campaign by itself, and want to hear. */
export type ReminderEvent =
  /** Its owner was told, or who stands in, that not all can be ready by its go-live; `n` is the task that is ready last, `at` when. */
  | {
      readonly kind: 'go_live_unmet'
      readonly launchAt: Date
      readonly n: number
      readonly at: Date
      readonly to: UserId
    }
  /** Whoever did it hears of it no more in their daily message. */
  | { readonly kind: 'reminders_muted' }
  | { readonly kind: 'reminders_unmuted' }

const KINDS: readonly string[] = [
  'go_live_unmet',
  'reminders_muted',
  'reminders_unmuted',
] satisfies ReminderEvent['kind'][]

export function isReminderEvent(event: { readonly kind: string }): event is ReminderEvent {
  return KINDS.includes(event.kind)
}

export function afterReminder(campaign: Campaign, event: ReminderEvent, by: UserId): Campaign {
  if (event.kind === 'go_live_unmet') return { ...campaign, unmetLaunchAt: event.launchAt }
  const { mutedBy = [], ...heard } = campaign
  const others = mutedBy.filter((person) => person !== by)
  const muted = event.kind === 'reminders_muted' ? [...others, by] : others
  return muted.length > 0 ? { ...heard, mutedBy: muted } : heard
}

export function isMutedBy({ mutedBy = [] }: Campaign, person: UserId): boolean {
  return mutedBy.includes(person)
}
