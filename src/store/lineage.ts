import type { Knex } from 'knex'

/** The id of a campaign of that key; null where there is none. */
export async function findCampaignId(db: Knex, teamId: string, key: string): Promise<number | null> {
  const row = await db('campaigns').where({ team_id: teamId, key }).first('id')
  return row?.id ?? null
}
