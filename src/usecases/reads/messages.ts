import type { Ledger } from '../../domain/growth/ledger.ts'
import type { Quarter } from '../../domain/growth/quarter.ts'
import type { Message, MessageKind } from '../../domain/message.ts'
import { stairwayOf } from '../../domain/state/actor.ts'
import { loadMessage, messageIds } from '../../store/messages.ts'
import type { Deps, ReadDeps } from '../deps.ts'
import { readGrowth } from './growth.ts'

/** A message of the outbox with the message whose thread it goes to. */
export interface Outgoing {
  readonly message: Message
  readonly parent: Message | null
}

export async function loadOutgoing(deps: ReadDeps, messageId: number): Promise<Outgoing | null> {
  const message = await loadMessage(deps.db, messageId)
  if (!message) return null
  return {
    message,
    parent: message.threadOf === undefined ? null : await loadMessage(deps.db, message.threadOf),
  }
}

/** Where a campaign's newest message of a kind stands; null before it is posted. */
export async function newestOf(
  { db }: ReadDeps,
  campaignId: number,
  kind: MessageKind,
): Promise<{ channel: string; ts: string } | null> {
  const id = (await messageIds(db, campaignId, kind)).at(-1)?.id
  const { channel, ts } = (id === undefined ? null : await loadMessage(db, id)) ?? {}
  return channel && ts ? { channel, ts } : null
}

/** What the message row of an asked-for ledger holds. */
export interface AskedLedger {
  readonly quarter: Quarter
  readonly zone: string
  /** Ids of the files, once they were uploaded. */
  readonly fileIds?: readonly string[]
}

export interface LedgerToSend {
  readonly person: string
  readonly ledger: Ledger
  readonly fileIds: readonly string[]
}

/** What is to be sent, as it stands now; null where it was sent. */
export async function ledgerToSend(
  deps: Pick<Deps, 'db' | 'now'>,
  messageId: number,
): Promise<LedgerToSend | null> {
  const message = await loadMessage(deps.db, messageId)
  if (!message || message.state === 'sent' || message.state === 'dead') return null
  const { quarter, zone, fileIds = [] } = message.data as AskedLedger
  const ledger = await readGrowth(deps, stairwayOf(message.teamId), quarter, zone)
  return { person: message.target, ledger, fileIds }
}

/** Whose SQL is to be sent to whom; null where it was sent. */
export async function sqlToSend(
  { db }: ReadDeps,
  messageId: number,
): Promise<{ person: string; campaignId: number; fileIds: readonly string[] } | null> {
  const message = await loadMessage(db, messageId)
  if (!message || message.campaignId === null || message.state === 'sent' || message.state === 'dead')
    return null
  const { fileIds = [] } = (message.data ?? {}) as { fileIds?: readonly string[] }
  return { person: message.target, campaignId: message.campaignId, fileIds }
}
