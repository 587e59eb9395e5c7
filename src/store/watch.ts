import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import { BEFORE_LAUNCH } from '../domain/state/stage.ts'
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

/**
 * A version that knows nothing of go-lives' looks may run beside this one, and leaves them empty: those of campaigns that
 * are to go live are due. One of which nothing can turn out any more is looked at in vain. Returns how many.
 */
export function lookAtUnknownGoLives(db: Knex, now: Date): Promise<number> {
  return db('campaigns')
    .whereNull('go_live_look_at')
    .whereNull('ended_at')
    .whereIn('stage', [...BEFORE_LAUNCH])
    .where('launch_at', '>', now.getTime())
    .update({ go_live_look_at: 0 })
}
