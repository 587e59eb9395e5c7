import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import { BEFORE_LAUNCH } from '../domain/state/stage.ts'
import { RUNNING } from './conditions.ts'
import { jsonText } from './kit/json-path.ts'
import { type CampaignRow, campaignOf } from './rows.ts'
import { SHOWN } from './waiting.ts'

/** Campaigns that somebody runs, as far as they are shown or wait for them: by index, however many they have had. */

/** The newest that have not ended and that a person owns or is the data partner of; whether there are more. */
export async function newestRun(
  db: Knex,
  teamId: string,
  person: string,
  limit = SHOWN,
): Promise<{ campaigns: Campaign[]; more: boolean }> {
  const as = (role: 'owner' | 'partner') =>
    db('campaigns')
      .where({ team_id: teamId, [role]: person, ended_at: null })
      .orderBy('id', 'desc')
      .limit(limit + 1)
  const rows: CampaignRow[] = [...(await as('owner')), ...(await as('partner'))]
  const each = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => b.id - a.id)
  return { campaigns: each.slice(0, limit).map(campaignOf), more: each.length > limit }
}

/** Those of an owner that are before their launch and have been submitted, the newest first: `SHOWN` after so many. */
export async function submittedOf(
  db: Knex,
  teamId: string,
  owner: string,
  offset: number,
): Promise<Campaign[]> {
  const rows: CampaignRow[] = await db('campaigns')
    .where({ team_id: teamId, owner, ended_at: null })
    .whereIn('stage', [...BEFORE_LAUNCH])
    .whereExists(db('approval_requests as r').whereRaw('r.campaign_id = campaigns.id'))
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .offset(offset)
  return rows.map(campaignOf)
}

/** Running ones of an owner whose verdict asks for something, or that may be past their last day: `SHOWN` after so many. */
export async function endingOf(
  db: Knex,
  { teamId, owner, now }: { readonly teamId: string; readonly owner: string; readonly now: Date },
  offset: number,
): Promise<Campaign[]> {
  const due = jsonText(db, 'findings', 'choices', -1, 'dueAt')
  const rows: CampaignRow[] = await db('campaigns')
    .where({ team_id: teamId, owner, ended_at: null })
    .whereRaw(RUNNING)
    .whereRaw(`(${due} is not null or ${lastDayEnds(db)} <= ?)`, [now.getTime()])
    .orderBy('id')
    .limit(SHOWN)
    .offset(offset)
  return rows.map(campaignOf)
}

/** Those of an owner that were decided to be stopped, and are not concluded: `SHOWN` after so many. */
export async function stopDecidedOf(
  db: Knex,
  teamId: string,
  owner: string,
  offset: number,
): Promise<Campaign[]> {
  const rows: CampaignRow[] = await db('campaigns')
    .where({ team_id: teamId, owner })
    .whereRaw("stage = 'stopped'")
    .whereRaw(`${jsonText(db, 'findings', 'choices', -1, 'made', 'chosen')} = 'stop'`)
    .orderBy('id')
    .limit(SHOWN)
    .offset(offset)
  return rows.map(campaignOf)
}

/** Running campaigns whose decision was told to this person as late. */
export async function escalatedTo(db: Knex, teamId: string, person: string): Promise<Campaign[]> {
  const to = jsonText(db, 'findings', 'choices', -1, 'escalated', 'to')
  const rows: CampaignRow[] = await db('campaigns')
    .where({ team_id: teamId })
    .whereRaw(RUNNING)
    .whereRaw(`${to} is not null and ${to} = ?`, [person])
    .orderBy('id')
    .limit(SHOWN)
  return rows.map(campaignOf)
}

/** Of every workspace: running campaigns with a choice that falls due by then, or that may be past their last day and were not told of. */
export async function endingBy(db: Knex, now: Date, dueBy: Date): Promise<Campaign[]> {
  const due = jsonText(db, 'findings', 'choices', -1, 'dueAt')
  const chosen: CampaignRow[] = await db('campaigns')
    .whereRaw(RUNNING)
    .whereRaw(`${due} is not null and ${due} <= ?`, [dueBy.toISOString()])
  const over: CampaignRow[] = await db('campaigns')
    .whereRaw(RUNNING)
    .whereRaw(`${jsonText(db, 'findings', 'overToldAt')} is null`)
    .whereRaw(`${lastDayEnds(db)} <= ?`, [now.getTime()])
  return [...new Map([...chosen, ...over].map((row) => [row.id, row])).values()].map(campaignOf)
}

const DAY_MS = 86_400_000

/** When the horizon has passed, in ms: that is the last day, or some time before it. */
export function lastDayEnds(db: Knex): string {
  const days = jsonText(db, 'brief', 'horizonDays')
  return `(live_at + cast(${days} as bigint) * ${DAY_MS})`
}
