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

/** Of each kind the newest that are looked through, where there are more. */
const NEWEST = 1_000

export interface LearningsFound {
  readonly found: readonly Learning[]
  /** How many match. */
  readonly total: number
  /** Older ones were not looked through: of each kind only so many. */
  readonly among?: number
}

/**
 * What a workspace has learned, the best matches first: those that hold the most of the words, whole ones before
 * beginnings and parts, then the newest; without words the newest. Words are looked for as they stand, so no letter of
 * them is a pattern, and text without spaces is found too. No index helps with that: it reads the newest, and all of them
 * only for words that those hold less than a page of.
 */
export async function searchLearnings(
  db: Knex,
  teamId: string,
  { query, offset, limit, newest = NEWEST }: Asked & { readonly newest?: number },
): Promise<LearningsFound> {
  const words = searchWords(query)
  if (!(await areMoreThan(db, teamId, newest))) return look(db, teamId, { words, offset, limit })
  const page = await look(db, teamId, { words, offset, limit, newest })
  const { total } = offset > 0 ? await look(db, teamId, { words, offset: 0, limit: 1, newest }) : page
  return words.length === 0 || total >= limit
    ? { ...page, among: newest }
    : look(db, teamId, { words, offset, limit })
}

interface Asked {
  readonly query: string
  readonly offset: number
  readonly limit: number
}

const ANSWERED = "select * from follow_ups where team_id = ? and state = 'answered'"
const CONCLUDED = 'select * from campaigns where team_id = ? and conclusion is not null'
const NEWEST_ANSWERED = 'order by answered_at desc, campaign_id desc, n desc'
const NEWEST_CONCLUDED = 'order by ended_at desc, id desc'

async function areMoreThan(db: Knex, teamId: string, newest: number): Promise<boolean> {
  const last = (all: string, order: string) =>
    `select count(*) as n from (${all.replace('*', '1')} ${order} limit 1 offset ${newest}) as last`
  const rows = await rawRows<{ n: number }>(
    db,
    `${last(ANSWERED, NEWEST_ANSWERED)} union all ${last(CONCLUDED, NEWEST_CONCLUDED)}`,
    [teamId, teamId],
  )
  return rows.some(({ n }) => Number(n) > 0)
}

interface Looked extends Omit<Asked, 'query'> {
  readonly words: readonly string[]
  readonly newest?: number
}

async function look(
  db: Knex,
  teamId: string,
  { words, offset, limit, newest }: Looked,
): Promise<LearningsFound> {
  const find = isPostgres(db) ? 'strpos' : 'instr'
  const one = `case when ${find}(words, ?) > 0 then 12 when ${find}(words, ?) > 0 then 11 when ${find}(words, ?) > 0 then 10 else 0 end`
  const score = words.length === 0 ? '1' : words.map(() => one).join(' + ')
  const values = words.flatMap((word) => [` ${word} `, ` ${word}`, word])
  const rows = await rawRows<Found>(
    db,
    `select kind, campaign_id, n, count(*) over () as total from
      (select kind, campaign_id, n, at, ${score} as score from (${learned(words.length > 0, newest)}) as learned) as scored
      where score > 0 order by score desc, at desc, campaign_id desc, n desc limit ? offset ?`,
    [...values, teamId, teamId, limit, offset],
  )
  return { found: await withItems(db, rows), total: Number(rows[0]?.total ?? 0) }
}

/** Without their words each is found by its index alone. */
function learned(withWords: boolean, newest?: number): string {
  const some = (all: string, order: string) =>
    newest === undefined ? all : `${all} ${order} limit ${newest}`
  const answered = some(ANSWERED, NEWEST_ANSWERED)
  const concluded = some(CONCLUDED, NEWEST_CONCLUDED)
  if (!withWords)
    return `select 'follow_up' as kind, campaign_id, n, answered_at as at from (${answered}) as f
      union all select 'conclusion', id, 0, ended_at from (${concluded}) as c`
  return `select 'follow_up' as kind, f.campaign_id, f.n, f.answered_at as at,
      coalesce(f.words, '') || ' ' || c."key" || ' ' as words
      from (${answered}) as f join campaigns c on c.id = f.campaign_id
    union all
    select 'conclusion', id, 0, ended_at, coalesce(learned_words, '') || ' ' || "key" || ' ' from (${concluded}) as c`
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
