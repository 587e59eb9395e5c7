import type { Knex } from 'knex'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import { OPEN_QUESTION } from './conditions.ts'
import { followUpOf } from './follow-up-rows.ts'
import { type Of, withCampaigns } from './waiting.ts'

/**
 * Open follow-ups of every workspace that are due by then, those due first, `most` at most: after `after` in that order.
 * Those of cancelled campaigns matter to nobody.
 */
export async function followUpsDueBy(
  db: Knex,
  by: Date,
  after: Of<FollowUp> | null,
  most: number,
): Promise<Of<FollowUp>[]> {
  const due = db('follow_ups')
    .whereRaw(OPEN_QUESTION)
    .where('due_at', '<=', by.getTime())
    .whereNull('escalated')
    .whereNull('over')
    .orderBy(['due_at', 'campaign_id', 'n'])
    .limit(most)
  const { campaign, item } = after ?? {}
  if (campaign && item)
    due.whereRaw('(due_at, campaign_id, n) > (?, ?, ?)', [Number(item.dueAt), campaign.id, item.n])
  return withCampaigns(db, await due, followUpOf)
}
