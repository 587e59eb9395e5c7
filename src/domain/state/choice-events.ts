/** What a verdict asks of a campaign's owner, and what becomes of it: its events, folded. */
import type { UserId } from '../people.ts'
import type { Campaign } from './campaign.ts'
import type { Choice, Chosen, SeenVerdict } from './choices.ts'

/** What can happen to a choice, and that the owner was told that the last day has passed. */
export type ChoiceEvent =
  | {
      readonly kind: 'choice_asked'
      readonly n: number
      readonly verdict: SeenVerdict
      readonly dueAt: Date
    }
  | {
      readonly kind: 'choice_reminded'
      readonly n: number
      readonly when: 'before' | 'due'
      readonly to: UserId
      /** It stood in the list of what waits, and nowhere else. */
      readonly daily?: true
    }
  | { readonly kind: 'choice_escalated'; readonly n: number; readonly to: UserId }
  | {
      readonly kind: 'choice_made'
      readonly n: number
      readonly chosen: Chosen
      readonly words: string | null
    }
  | { readonly kind: 'choice_lapsed'; readonly n: number }
  | { readonly kind: 'over_told'; readonly to: UserId; readonly days: number; readonly daily?: true }

export function isChoiceEvent<Other extends { readonly kind: string }>(
  event: ChoiceEvent | Other,
): event is ChoiceEvent {
  return event.kind.startsWith('choice_') || event.kind === 'over_told'
}

/** What of a campaign is different after the event. */
export function afterChoice(campaign: Campaign, event: ChoiceEvent, at: Date, by: UserId): Partial<Campaign> {
  if (event.kind === 'over_told') return { overToldAt: at }
  const { choices } = campaign
  if (event.kind === 'choice_asked') return { choices: [...choices, askedChoice(event, at)] }
  return { choices: choices.map((each) => (each.n === event.n ? after(each, event, at, by) : each)) }
}

function askedChoice(
  { n, verdict, dueAt }: Extract<ChoiceEvent, { kind: 'choice_asked' }>,
  askedAt: Date,
): Choice {
  return { n, verdict, askedAt, dueAt, reminded: null, escalated: null, made: null, lapsedAt: null }
}

function after(
  choice: Choice,
  event: Exclude<ChoiceEvent, { kind: 'choice_asked' | 'over_told' }>,
  at: Date,
  by: UserId,
): Choice {
  switch (event.kind) {
    case 'choice_reminded':
      return { ...choice, reminded: event.when }
    case 'choice_escalated':
      return { ...choice, escalated: { to: event.to, at } }
    case 'choice_made':
      return { ...choice, made: { chosen: event.chosen, words: event.words, by, at } }
    case 'choice_lapsed':
      return { ...choice, lapsedAt: at }
  }
}
