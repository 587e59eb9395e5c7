import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import { type CampaignRow, campaignOf } from './rows.ts'

/** As the index of migration 0025 has it. */
const WATCHED = 'coalesce(watched_at, 0)'

/** More than that is for the minute after: they are watched once an hour. */
const AT_ONCE = 500

/** Live and launching campaigns of all workspaces whose guardrails were not looked at in the hour that begins at `hour`. */
export async function unwatchedCampaigns(db: Knex, hour: Date): Promise<Campaign[]> {
  const rows: CampaignRow[] = await unwatched(db, hour)
    .whereIn('stage', ['live', 'launching'])
    .orderByRaw(WATCHED)
    .limit(AT_ONCE)
  return rows.map(campaignOf)
}

/** Claims an hour's look at a campaign; false where somebody else did. */
export async function claimWatch(tx: Knex.Transaction, id: number, hour: Date): Promise<boolean> {
  const claimed = await unwatched(tx, hour).where({ id }).update({ watched_at: hour.getTime() })
  return claimed === 1
}

function unwatched(db: Knex, hour: Date) {
  return db('campaigns').whereRaw(`${WATCHED} < ?`, [hour.getTime()])
}
