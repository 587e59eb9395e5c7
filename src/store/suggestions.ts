import type { Knex } from 'knex'

/** Codes of what the campaign's posted digests have suggested, without what became a follow-up. */
export async function suggestedBefore(db: Knex, campaignId: number): Promise<Set<string>> {
  const rows: { code: string }[] = await db('suggestions')
    .join('digests', 'digests.id', 'suggestions.digest_id')
    .where('digests.campaign_id', campaignId)
    .whereNull('digests.held')
    .whereNot('suggestions.state', 'asked')
    .distinct('suggestions.code')
  return new Set(rows.map(({ code }) => code))
}

/** Decides a suggestion once; false when it was decided before. */
export async function decideSuggestion(
  tx: Knex.Transaction,
  digestId: number,
  code: string,
  state: 'asked' | 'dismissed',
  followUpN: number | null,
): Promise<boolean> {
  const changed = await tx('suggestions')
    .where({ digest_id: digestId, code, state: 'open' })
    .update({ state, follow_up_n: followUpN })
  return changed === 1
}
