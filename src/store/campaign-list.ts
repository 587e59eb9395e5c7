import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import type { Stage } from '../domain/state/stage.ts'
import { rawRows } from './kit/database.ts'
import { type CampaignRow, campaignOf } from './rows.ts'

export interface ListFilter {
  readonly teamId: string
  readonly person?: string
  readonly stages?: readonly Stage[]
}

/** What is counted of a list, and can be turned to. */
const LISTED = 500

/** Newest first; at most `LISTED`. */
export async function listCampaigns(db: Knex, filter: ListFilter): Promise<Campaign[]> {
  return (await pageOfCampaigns(db, filter, { offset: 0, limit: LISTED })).found
}

/** A page of them, the newest first, and how many there are: at most `LISTED`, the newest ones. */
export async function pageOfCampaigns(
  db: Knex,
  filter: ListFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ found: Campaign[]; total: number }> {
  const { sql, values } = listed(filter)
  const rows = await rawRows<CampaignRow>(
    db,
    `select * from campaigns where id in (select id from (${sql}) as listed order by id desc limit ? offset ?) order by id desc`,
    [...values, limit, offset],
  )
  const [counted] = await rawRows<{ n: number }>(db, `select count(*) as n from (${sql}) as listed`, values)
  return { found: rows.map(campaignOf), total: Number(counted?.n ?? 0) }
}

/** Ids of the newest: of a person by each of their roles, since no index serves both. */
function listed({ teamId, person, stages }: ListFilter): { sql: string; values: string[] } {
  const marks = stages?.map(() => '?').join() || 'null' // PostgreSQL takes no empty list
  const of = stages ? ` and stage in (${marks})` : ''
  const newest = (role = '') =>
    `select id from campaigns where team_id = ?${role}${of} order by id desc limit ${LISTED}`
  if (!person) return { sql: newest(), values: [teamId, ...(stages ?? [])] }
  const roles = ['owner', 'partner'].map(
    (role) => `select id from (${newest(` and ${role} = ?`)}) as ${role}s`,
  )
  const sql = `select id from (${roles.join(' union ')}) as theirs order by id desc limit ${LISTED}`
  return { sql, values: [0, 1].flatMap(() => [teamId, person, ...(stages ?? [])]) }
}

/** All of a workspace that are of these stages, and with `since` those of its `ended` ones that ended after it; the newest first. */
export async function campaignsOf(
  db: Knex,
  teamId: string,
  stages: readonly Stage[],
  ended: { readonly stages: readonly Stage[]; readonly since: Date } | null = null,
): Promise<Campaign[]> {
  const of = (all: readonly Stage[]) =>
    db('campaigns')
      .where({ team_id: teamId })
      .whereIn('stage', [...all])
  const rows: CampaignRow[] = await of(stages)
  const over: CampaignRow[] = ended
    ? await of(ended.stages).where('ended_at', '>', ended.since.getTime())
    : []
  return [...rows, ...over].sort((a, b) => b.id - a.id).map(campaignOf)
}

/** Those of a workspace that are of these stages and have a step that is sent to one of these targets, the newest first. */
export async function campaignsSending(
  db: Knex,
  teamId: string,
  stages: readonly Stage[],
  targets: readonly string[],
): Promise<Campaign[]> {
  const rows: CampaignRow[] = await db('campaigns')
    .where({ team_id: teamId })
    .whereIn('stage', [...stages])
    .where((either) => {
      for (const name of targets) either.orWhereLike('brief', `%"target":${JSON.stringify(name)}%`)
    })
    .orderBy('id', 'desc')
  return rows.map(campaignOf)
}
