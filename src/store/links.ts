import type { Knex } from 'knex'
import type { Subject } from '../domain/subject.ts'
import { numberIn } from '../domain/subject.ts'
import { askedTogether } from './kit/ask-together.ts'

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
  const rows = await Promise.all(keys.map((key) => linksTo(db, nameOf(teamId, key))))
  return rows.flatMap((each) => each ?? [])
}

function nameOf(teamId: string, key: string): string {
  return JSON.stringify([teamId, key])
}

const linksTo = askedTogether(['messages', 'campaigns'], async (db, names: readonly string[]) => {
  const rows: Row[] = await linksQuery(
    db,
    names.map((name): [string, string] => JSON.parse(name)),
  )
  const found = new Map<string, LinkRow[]>()
  for (const row of rows) {
    const name = nameOf(row.team_id, row.key)
    found.set(name, [...(found.get(name) ?? []), linkOf(row)])
  }
  return found
})

interface Row {
  readonly team_id: string
  readonly key: string
  readonly kind: 'card' | 'digest' | 'notice'
  readonly subject: Subject
  readonly permalink: string
}

function linkOf({ key, kind, subject, permalink }: Row): LinkRow {
  return { key, kind: kind === 'notice' ? 'follow_up' : kind, n: numberIn(subject), permalink }
}

function linksQuery(db: Knex, campaigns: readonly [teamId: string, key: string][]) {
  return db('messages')
    .join('campaigns', 'campaigns.id', 'messages.campaign_id')
    .whereIn(['campaigns.team_id', 'campaigns.key'], campaigns)
    .whereNotNull('messages.permalink')
    .where((either) =>
      either
        .where((card) => card.where('messages.kind', 'card').whereRaw('messages.target = campaigns.channel'))
        .orWhere('messages.kind', 'notice')
        .orWhereIn('messages.id', newestDigests(db, campaigns)),
    )
    .select('campaigns.team_id', 'campaigns.key', 'messages.kind', 'messages.subject', 'messages.permalink')
}

function newestDigests(db: Knex, campaigns: readonly [teamId: string, key: string][]) {
  return db('messages as m')
    .join('campaigns as c', 'c.id', 'm.campaign_id')
    .where({ 'm.kind': 'digest' })
    .whereIn(['c.team_id', 'c.key'], campaigns)
    .whereNotNull('m.permalink')
    .groupBy('m.campaign_id')
    .max('m.id')
}
