import type { Knex } from 'knex'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignEvent, RecordedEvent } from '../domain/state/events.ts'
import { Refusal } from '../refusal.ts'
import { fromJson, instant, toJson } from './kit/json.ts'
import { type Write, writeLater, written } from './kit/write-later.ts'

/**
 * Writes what happened, in order, by `writeLater`. `delivery` is Slack's id of the payload that caused it: the same
 * payload twice is refused then, so it changes nothing the second time.
 */
export function insertEvents(
  tx: Knex.Transaction,
  campaignId: number,
  actor: Actor,
  events: readonly CampaignEvent[],
  at: Date,
): void {
  for (const [index, event] of events.entries()) {
    const row = {
      team_id: actor.teamId,
      campaign_id: campaignId,
      at: at.getTime(),
      actor: actor.userId,
      surface: actor.surface,
      kind: event.kind,
      data: toJson(event),
      delivery: index === 0 ? (actor.delivery ?? null) : null,
    }
    writeLater(tx, 'events', null, row, insertOnce)
  }
}

const insertOnce: Write = async (tx, table, rows) => {
  const inserted = await tx(table)
    .insert(rows)
    .onConflict(tx.raw('(team_id, delivery) where delivery is not null'))
    .ignore()
    .returning('id')
  if (inserted.length < rows.length) throw sentTwice()
}

/**
 * Does what a payload asks for. What is refused of one that was done before is refused as sent twice: the person did it
 * once, and need not hear that it can't be done again.
 */
export async function once<T>(
  tx: Knex.Transaction,
  { teamId, delivery }: Actor,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const known = error instanceof Refusal && delivery !== undefined
    const done = known && (await tx('events').where({ team_id: teamId, delivery }).first('id'))
    throw done ? sentTwice() : error
  }
}

export function sentTwice(): Refusal {
  return new Refusal('conflict', 'Slack sent this twice; it was done the first time.')
}

/** Ids in one statement: SQLite takes 32,766. */
const IDS = 1_000

/** The histories of several campaigns by their ids, each oldest first. */
export async function listHistories(
  db: Knex,
  campaignIds: readonly number[],
): Promise<Map<number, RecordedEvent[]>> {
  const histories = new Map<number, RecordedEvent[]>(campaignIds.map((id) => [id, []]))
  for (let from = 0; from < campaignIds.length; from += IDS) {
    const rows: (EventRow & { campaign_id: number })[] = await db('events')
      .whereIn('campaign_id', campaignIds.slice(from, from + IDS))
      .orderBy('id')
    for (const row of rows) histories.get(row.campaign_id)?.push(eventOf(row))
  }
  return histories
}

/** A page of a campaign's history, newest first, and how many there are. */
export async function pageEvents(
  db: Knex,
  campaignId: number,
  offset: number,
  limit: number,
): Promise<{ events: RecordedEvent[]; total: number }> {
  const rows = await db('events')
    .where({ campaign_id: campaignId })
    .orderBy('id', 'desc')
    .offset(offset)
    .limit(limit)
  const count = await db('events').where({ campaign_id: campaignId }).count({ total: '*' }).first()
  return { events: rows.map(eventOf), total: Number(count?.total ?? 0) }
}

/** What became of a campaign's tasks, oldest first. */
export async function taskChanges(db: Knex, campaignId: number): Promise<RecordedEvent[]> {
  await written(db)
  const rows: EventRow[] = await db('events')
    .where({ campaign_id: campaignId, kind: 'task_changed' })
    .orderBy('id')
  return rows.map(eventOf)
}

/** What became of a campaign's launch steps, oldest first. */
export async function stepChanges(db: Knex, campaignId: number): Promise<RecordedEvent[]> {
  await written(db)
  const rows: EventRow[] = await db('events')
    .where({ campaign_id: campaignId, kind: 'step_changed' })
    .orderBy('id')
  return rows.map(eventOf)
}

interface EventRow {
  team_id: string
  at: number
  actor: string
  surface: Actor['surface']
  data: string
}

function eventOf(row: EventRow): RecordedEvent {
  const actor: Actor = { teamId: row.team_id, userId: row.actor, surface: row.surface }
  return { at: instant(row.at), actor, event: fromJson<CampaignEvent>(row.data) }
}

/** Who did something of this kind last; null where nobody has. */
export async function lastActor(
  db: Knex,
  campaignId: number,
  kind: CampaignEvent['kind'],
): Promise<string | null> {
  const row = await db('events').where({ campaign_id: campaignId, kind }).orderBy('id', 'desc').first('actor')
  return row?.actor ?? null
}

/** Whether one of these kinds has happened to a campaign since. */
export async function hasHappened(
  db: Knex,
  campaignId: number,
  kinds: readonly CampaignEvent['kind'][],
  since: Date,
): Promise<boolean> {
  const row = await db('events')
    .where({ campaign_id: campaignId })
    .whereIn('kind', [...kinds])
    .where('at', '>=', since.getTime())
    .first('id')
  return row !== undefined
}
