import type { UserId } from './people.ts'
import type { Subject } from './subject.ts'

/** What is drawn: each kind has one pure function of facts; a notice carries its words. */
export type MessageKind =
  | 'card'
  | 'approval'
  | 'step'
  | 'undo'
  | 'digest'
  | 'figures'
  | 'portfolio'
  | 'harm'
  | 'follow_up'
  | 'choice'
  | 'over'
  | 'prediction'
  | 'ledger'
  | 'sql'
  /** Of versions before: nothing is drawn of it any more. */
  | 'late_tasks'
  | 'waiting'
  | 'notice'

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'unknown' | 'dead'

export interface NewMessage {
  readonly teamId: string
  readonly campaignId: number | null
  readonly kind: MessageKind
  /** What it is about: with campaign, kind and target it is unique, so it is posted once. */
  readonly subject: Subject
  /** Channel id, or user id for a direct message. */
  readonly target: string
  /** The message whose thread it goes to. */
  readonly threadOf?: number
  /** Of a notice: `Notice`. */
  readonly data?: object
}

/** What a notice to one person offers beside its words, each while it can be done: nobody can type a command there. */
export type Offer =
  | 'launch'
  | 'submit'
  | 'edit_brief'
  | 'points'
  | 'set_time'
  | 'move_go_live'
  | 'finish_task'
  | 'ask_checks'
  | 'tasks'
  | 'results'
  | 'digest_now'
  | 'portfolio_now'
  | 'growth'
  | 'mine'

export interface Notice {
  readonly words: string
  readonly offers?: readonly Offer[]
  /** Of `finish_task`. */
  readonly taskN?: number
  /** Of `growth`. */
  readonly quarter?: { readonly year: number; readonly n: number }
  /** Of `portfolio_now`: the one that was not made. */
  readonly portfolioDigest?: number
}

export interface Message extends NewMessage {
  readonly id: number
  /** Goes along as metadata, so that a post whose answer was lost is found again. */
  readonly nonce: string
  readonly state: DeliveryState
  /** Where it stands, once posted. */
  readonly channel: string | null
  readonly ts: string | null
  /** Hash of what stands there, so that an unchanged message is not edited. */
  readonly drawn: string | null
  readonly error: string | null
  /** What leads to it, once Slack has said so; of those that others lead to alone. */
  readonly permalink: string | null
  readonly createdAt: Date
}

/** The one person who reads a direct message; null for what stands in a channel. */
export function readerOf({ target }: Pick<NewMessage, 'target'>): UserId | null {
  return /^[UW]/.test(target) ? target : null
}
