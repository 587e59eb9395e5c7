import type { UserId } from './people.ts'
import type { Subject } from './subject.ts'

/** What is drawn: each kind has one pure function of facts; a notice carries its words. */
export type MessageKind =
  | 'card'
  | 'approval'
  | 'step'
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
  /** Words of a notice. */
  readonly data?: object
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
  readonly createdAt: Date
}

/** The one person who reads a direct message; null for what stands in a channel. */
export function readerOf({ target }: Pick<NewMessage, 'target'>): UserId | null {
  return /^[UW]/.test(target) ? target : null
}
