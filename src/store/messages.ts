import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { DeliveryState, Message, MessageKind, NewMessage } from '../domain/message.ts'
import { beginningOf, type Moment, type Subject } from '../domain/subject.ts'
import { fromJson, instant, toJson } from './kit/json.ts'

/** The message's id; the one that exists already where campaign, kind, subject and target are the same. */
export async function ensureMessage(tx: Knex.Transaction, message: NewMessage, now: Date): Promise<number> {
  const existing = await findMessage(tx, message)
  if (existing !== null) return existing
  const rows = await tx('messages')
    .insert(messageRow(message, now))
    .onConflict() // either of two unique indexes: with a campaign and without one
    .ignore()
    .returning('id')
  const [row] = rows as { id: number }[]
  return (
    row?.id ??
    (await findMessage(tx, message)) ??
    Promise.reject(new Error('A message that is neither new nor there'))
  )
}

async function findMessage(db: Knex, message: NewMessage): Promise<number | null> {
  const { teamId, campaignId, kind, subject, target } = message
  const row = await db('messages')
    .where({ team_id: teamId, campaign_id: campaignId, kind, subject, target })
    .first('id')
  return row?.id ?? null
}

export async function loadMessage(db: Knex, id: number): Promise<Message | null> {
  const row = await db('messages').where({ id }).first()
  return row ? messageOf(row) : null
}

/** Ids of a campaign's messages of a kind, or of those about one subject: `follow_up:3` holds `follow_up:3:due` too. */
export async function messageIds(
  db: Knex,
  campaignId: number,
  kind: MessageKind,
  subject?: Subject,
): Promise<{ id: number; target: string }[]> {
  const query = db('messages').where({ campaign_id: campaignId, kind }).select('id', 'target').orderBy('id')
  if (subject === undefined) return query
  return query.where((either) => either.where({ subject }).orWhereLike('subject', `${beginningOf(subject)}%`))
}

/** The newest messages of a kind to these people. */
export async function newestTo(
  db: Knex,
  { teamId, kind }: Pick<NewMessage, 'teamId' | 'kind'>,
  targets: readonly string[],
): Promise<Message[]> {
  const rows: MessageRow[] = await db('messages')
    .where({ team_id: teamId, kind })
    .whereIn('target', targets)
    .orderBy('id', 'desc')
    .limit(20)
  return rows.map(messageOf)
}

/** The newest list of what waits of each person, where it is of these days and speaks of this campaign. */
export async function listsNaming(
  db: Knex,
  teamId: string,
  days: readonly Subject[],
  campaignId: number,
): Promise<Message[]> {
  const newer = db('messages as newer')
    .whereRaw('newer.team_id = messages.team_id and newer.kind = messages.kind')
    .whereRaw('newer.target = messages.target and newer.id > messages.id and newer.campaign_id is null')
  const rows: MessageRow[] = await db('messages')
    .where({ team_id: teamId, kind: 'waiting' })
    .whereNull('campaign_id')
    .whereIn('subject', days)
    .whereRaw("replace(replace(data, '[', ','), ']', ',') like ?", [`%,${campaignId},%`])
    .whereNotExists(newer)
    .orderBy('id')
  return rows.map(messageOf)
}

/** The newest notice of a campaign about something that may be said again. */
export async function newestNotice(db: Knex, campaignId: number, about: Moment): Promise<Message | null> {
  const row = await db('messages')
    .where({ campaign_id: campaignId, kind: 'notice' })
    .whereLike('subject', `${beginningOf(about)}%`)
    .orderBy('id', 'desc')
    .first()
  return row ? messageOf(row) : null
}

/** Whether a message about this subject, or something of it, was written since. */
export async function wasWritten(
  db: Knex,
  { teamId, kind }: Pick<NewMessage, 'teamId' | 'kind'>,
  subject: Subject,
  since: Date,
): Promise<boolean> {
  const row = await db('messages')
    .where({ team_id: teamId, kind })
    .whereLike('subject', `${beginningOf(subject)}%`)
    .where('created_at', '>', since.getTime())
    .first('id')
  return row !== undefined
}

export interface Delivery {
  readonly state?: DeliveryState
  readonly channel?: string | null
  readonly ts?: string
  /** Null while it is not known what stands there. */
  readonly drawn?: string | null
  readonly error?: string | null
  readonly sentAt?: Date
  readonly permalink?: string
}

/** Writes how a delivery stands. */
export async function saveDelivery(tx: Knex, id: number, delivery: Delivery): Promise<void> {
  const { sentAt, ...rest } = delivery
  await tx('messages')
    .where({ id })
    .update({ ...rest, ...(sentAt ? { sent_at: sentAt.getTime() } : {}) })
}

/** Writes what a message carries, in place of what it carried. */
export async function saveData(db: Knex, id: number, data: object): Promise<void> {
  await db('messages')
    .where({ id })
    .update({ data: toJson(data) })
}

/** Targets with messages that were given up for one of these errors since `since`. */
export async function keptTargets(
  db: Knex,
  errors: readonly string[],
  since: Date,
): Promise<{ teamId: string; target: string }[]> {
  const rows = await db('messages')
    .where({ state: 'dead' })
    .whereIn('error', errors)
    .where('created_at', '>=', since.getTime())
    .distinct('team_id', 'target')
  return rows.map((row: { team_id: string; target: string }) => ({ teamId: row.team_id, target: row.target }))
}

/** Everything that went to a channel, or is to, goes to the same channel under its new id. */
export async function moveMessages(
  tx: Knex.Transaction,
  teamId: string,
  from: string,
  to: string,
): Promise<void> {
  const there = tx('messages as other')
    .where({ 'other.team_id': teamId, 'other.target': to })
    .whereRaw(
      'other.kind = messages.kind and other.subject = messages.subject and coalesce(other.campaign_id, 0) = coalesce(messages.campaign_id, 0)',
    )
  await tx('messages').where({ team_id: teamId, target: from }).whereNotExists(there).update({ target: to })
  for (const table of ['messages', 'digests', 'portfolio_digests'])
    await tx(table).where({ team_id: teamId, channel: from }).update({ channel: to })
  // What Slack called it before leads to nothing: the next edit asks for the new one.
  await tx('messages').where({ team_id: teamId, channel: to }).update({ permalink: null })
}

/** What stands was sent, even if it is as it should be by now and no edit says so. */
const REVIVED =
  "case when ts is not null then 'sent' when channel is not null then 'unknown' else 'pending' end"

/**
 * Lets messages to a target that were given up be sent again, for example after the bot was invited. One that had a
 * place is looked for there first: an earlier try may have gone out. Returns their ids, `most` at most, the oldest first.
 */
export async function reviveMessages(
  tx: Knex.Transaction,
  teamId: string,
  target: string,
  most: number,
): Promise<number[]> {
  const dead = tx('messages').where({ team_id: teamId, target, state: 'dead' })
  const rows = await tx('messages')
    .whereIn('id', dead.orderBy('id').limit(most).select('id'))
    .update({ state: tx.raw(REVIVED), error: null })
    .returning('id')
  return rows.map((row: { id: number }) => row.id)
}

interface MessageRow {
  id: number
  team_id: string
  campaign_id: number | null
  kind: MessageKind
  subject: Subject
  target: string
  thread_of: number | null
  data: string | null
  nonce: string
  state: DeliveryState
  channel: string | null
  ts: string | null
  drawn: string | null
  error: string | null
  created_at: number
  permalink: string | null
}

function messageRow(message: NewMessage, now: Date): object {
  return {
    team_id: message.teamId,
    campaign_id: message.campaignId,
    kind: message.kind,
    subject: message.subject,
    target: message.target,
    thread_of: message.threadOf ?? null,
    data: message.data ? toJson(message.data) : null,
    nonce: randomUUID(),
    state: 'pending',
    created_at: now.getTime(),
  }
}

function messageOf(row: MessageRow): Message {
  const { id, kind, subject, target, nonce, state, channel, ts, drawn, error, permalink } = row
  return {
    id,
    teamId: row.team_id,
    campaignId: row.campaign_id,
    kind,
    subject,
    target,
    ...(row.thread_of === null ? {} : { threadOf: row.thread_of }),
    ...(row.data === null ? {} : { data: fromJson<object>(row.data) }),
    nonce,
    state,
    channel,
    ts,
    drawn,
    error,
    permalink,
    createdAt: instant(row.created_at),
  }
}
