import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import { WATCHED } from './conditions.ts'
import { type CampaignRow, campaignOf } from './rows.ts'

/** As the index of migration 0025 has it. */
const WATCHED_AT = 'coalesce(watched_at, 0)'

/**
 * Live and launching campaigns of all workspaces whose guardrails were not looked at in the hour that begins at `hour`; `most`
 * at most, those after `after`.
 */
export async function unwatchedCampaigns(
  db: Knex,
  hour: Date,
  after: Campaign | null,
  most: number,
): Promise<Campaign[]> {
  const rows: CampaignRow[] = await unwatched(db, hour)
    .whereRaw(WATCHED)
    .where('id', '>', after?.id ?? 0)
    .orderBy('id')
    .limit(most)
  return rows.map(campaignOf)
}

/** Claims an hour's look at a campaign; false where somebody else did. */
export async function claimWatch(tx: Knex.Transaction, id: number, hour: Date): Promise<boolean> {
  const claimed = await unwatched(tx, hour).where({ id }).update({ watched_at: hour.getTime() })
  return claimed === 1
}

function unwatched(db: Knex, hour: Date) {
  return db('campaigns').whereRaw(`${WATCHED_AT} < ?`, [hour.getTime()])
}
