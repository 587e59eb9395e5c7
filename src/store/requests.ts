import type { Knex } from 'knex'
import type { ApprovalRequest } from '../domain/state/requests.ts'
import { requestOf } from './rows.ts'

/** One request of a campaign, also one that a newer one has followed; null where there is none. */
export async function loadRequest(db: Knex, campaignId: number, n: number): Promise<ApprovalRequest | null> {
  const row = await db('approval_requests').where({ campaign_id: campaignId, n }).first()
  if (!row) return null
  return requestOf(row, await db('decisions').where({ campaign_id: campaignId, request_n: n }).orderBy('n'))
}
