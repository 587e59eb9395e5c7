import type { Knex } from 'knex'
import type { RecordedEvent } from '../../src/domain/state/events.ts'
import { listHistories } from '../../src/store/events.ts'

/** A campaign's events, oldest first: replayed, they give the state that its tables hold. */
export async function historyOf(db: Knex, campaignId: number): Promise<readonly RecordedEvent[]> {
  return (await listHistories(db, [campaignId])).get(campaignId) ?? []
}
