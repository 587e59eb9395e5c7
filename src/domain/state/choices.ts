import type { UserId } from '../people.ts'

/** What a campaign's owner can decide on a verdict that ends something. */
export const CHOICES = ['ship', 'keep', 'stop'] as const
export type Chosen = (typeof CHOICES)[number]

/** The verdict that a choice is asked on, as its digest had it. */
export interface SeenVerdict {
  readonly digestId: number
  readonly day: number
  /** "Ship mail." */
  readonly words: string
  readonly reasons: readonly { readonly text: string; readonly rule: number }[]
  readonly recommends: Chosen
  /** Of each arm in order, `mail ship`: what tells one verdict from another. */
  readonly arms: readonly string[]
  /** Seen after the last day. */
  readonly over: boolean
}

export interface Choice {
  /** Counts from 1 within the campaign. */
  readonly n: number
  readonly verdict: SeenVerdict
  readonly askedAt: Date
  readonly dueAt: Date
  readonly reminded: 'before' | 'due' | null
  /** Who was told that it is late. */
  readonly escalated: { readonly to: UserId; readonly at: Date } | null
  readonly made: MadeChoice | null
  /** When the verdict changed before it was made. */
  readonly lapsedAt: Date | null
}

export interface MadeChoice {
  readonly chosen: Chosen
  /** Never null against the verdict. */
  readonly words: string | null
  readonly by: UserId
  readonly at: Date
}
