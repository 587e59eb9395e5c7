import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import { searchWords } from '../domain/text/search-words.ts'
import { type FollowUpRow, followUpOf } from './follow-up-rows.ts'
import { isPostgres, rawRows } from './kit/database.ts'
import { campaignOf } from './rows.ts'

/** What a campaign taught: an answered follow-up, or its conclusion. */
export type Learning =
  | { readonly kind: 'follow_up'; readonly campaign: Campaign; readonly item: FollowUp }
  | { readonly kind: 'conclusion'; readonly campaign: Campaign }

const LEARNED = `
  select 'follow_up' as kind, f.campaign_id, f.n, f.answered_at as at, coalesce(f.words, '') || ' ' || c."key" || ' ' as words
    from follow_ups f join campaigns c on c.id = f.campaign_id
    where f.team_id = ? and f.state = 'answered'
  union all
  select 'conclusion', id, 0, ended_at, coalesce(learned_words, '') || ' ' || "key" || ' '
    from campaigns where team_id = ? and conclusion is not null`

/**
 * What a workspace has learned, the best matches first: those that hold the most of the words, whole ones before
 * beginnings and parts, then the newest; without words the newest. Words are looked for as they stand, so no letter of
 * them is a pattern, and text without spaces is found too. No index helps with that; it reads what all campaigns have
 * learned, which is thousands of short texts at most.
 */
export async function searchLearnings(
  db: Knex,
  teamId: string,
  { query, offset, limit }: { readonly query: string; readonly offset: number; readonly limit: number },
): Promise<{ found: Learning[]; total: number }> {
  const words = searchWords(query)
  const find = isPostgres(db) ? 'strpos' : 'instr'
  const one = `case when ${find}(words, ?) > 0 then 12 when ${find}(words, ?) > 0 then 11 when ${find}(words, ?) > 0 then 10 else 0 end`
  const score = words.length === 0 ? '1' : words.map(() => one).join(' + ')
  const values = words.flatMap((word) => [` ${word} `, ` ${word}`, word])
  const rows = await rawRows<Found>(
    db,
    `select kind, campaign_id, n, count(*) over () as total from
      (select kind, campaign_id, n, at, ${score} as score from (${LEARNED}) as learned) as scored
      where score > 0 order by score desc, at desc, campaign_id desc, n desc limit ? offset ?`,
    [...values, teamId, teamId, limit, offset],
  )
  return { found: await withItems(db, rows), total: Number(rows[0]?.total ?? 0) }
}

interface Found {
  readonly kind: Learning['kind']
  readonly campaign_id: number
  readonly n: number
  readonly total: number
}

async function withItems(db: Knex, rows: readonly Found[]): Promise<Learning[]> {
  const ids = [...new Set(rows.map((row) => row.campaign_id))]
  const campaigns = new Map(
    (await db('campaigns').whereIn('id', ids)).map((row) => [row.id, campaignOf(row)]),
  )
  const followUps: (FollowUpRow & { campaign_id: number })[] = await db('follow_ups')
    .whereIn('campaign_id', ids)
    .where({ state: 'answered' })
  return rows.flatMap(({ kind, campaign_id, n }): Learning[] => {
    const campaign = campaigns.get(campaign_id)
    if (!campaign) return []
    if (kind === 'conclusion') return [{ kind, campaign }]
    const row = followUps.find((each) => each.campaign_id === campaign_id && each.n === n)
    return row ? [{ kind, campaign, item: followUpOf(row) }] : []
  })
}

/** Campaigns of a workspace that were concluded, the newest first. */
export async function concludedCampaigns(db: Knex, teamId: string, limit: number): Promise<Campaign[]> {
  const rows = await db('campaigns')
    .where({ team_id: teamId })
    .whereNotNull('conclusion')
    .orderBy([
      { column: 'ended_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
  return rows.map(campaignOf)
}
