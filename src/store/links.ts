import type { Knex } from 'knex'
import type { Subject } from '../domain/subject.ts'
import { numberIn } from '../domain/subject.ts'

/** A message that others lead to. */
export interface LinkRow {
  readonly key: string
  readonly kind: 'card' | 'digest' | 'follow_up'
  /** Of the digest or the follow-up; of a card its campaign's id. */
  readonly n: number
  readonly permalink: string
}

/** Cards where they stand now, newest digests and questions of campaigns of one workspace, as far as Slack has said what leads there. */
export async function linkRows(db: Knex, teamId: string, keys: readonly string[]): Promise<LinkRow[]> {
  const rows: Row[] = await db('messages')
    .join('campaigns', 'campaigns.id', 'messages.campaign_id')
    .where('campaigns.team_id', teamId)
    .whereIn('campaigns.key', keys)
    .whereNotNull('messages.permalink')
    .where((either) =>
      either
        .where((card) => card.where('messages.kind', 'card').whereRaw('messages.target = campaigns.channel'))
        .orWhere('messages.kind', 'notice')
        .orWhereIn('messages.id', newestDigests(db, teamId, keys)),
    )
    .select('campaigns.key', 'messages.kind', 'messages.subject', 'messages.permalink')
  return rows.map(({ key, kind, subject, permalink }) => ({
    key,
    kind: kind === 'notice' ? 'follow_up' : kind,
    n: numberIn(subject),
    permalink,
  }))
}

interface Row {
  readonly key: string
  readonly kind: 'card' | 'digest' | 'notice'
  readonly subject: Subject
  readonly permalink: string
}

function newestDigests(db: Knex, teamId: string, keys: readonly string[]) {
  return db('messages as m')
    .join('campaigns as c', 'c.id', 'm.campaign_id')
    .where({ 'c.team_id': teamId, 'm.kind': 'digest' })
    .whereIn('c.key', keys)
    .whereNotNull('m.permalink')
    .groupBy('m.campaign_id')
    .max('m.id')
}
