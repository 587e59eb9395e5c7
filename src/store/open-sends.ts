import type { Knex } from 'knex'
import type { LaunchStep } from '../domain/state/steps.ts'

/**
 * Of the send that a step is tried for, whether a try may have arrived. It is marked before a try begins and taken back
 * where nothing came of it, so it moves with each try: no event, and no part of the state that events give.
 */
type Send = Pick<LaunchStep, 'n' | 'firstTry'>

/** Whether a try of this send may have arrived. */
export async function isOpenSend(db: Knex, campaignId: number, { n, firstTry }: Send): Promise<boolean> {
  const row = await rowsOf(db, campaignId, n).first('open_send')
  return row?.open_send === firstTry
}

export async function markOpenSend(db: Knex, campaignId: number, { n, firstTry }: Send): Promise<void> {
  await rowsOf(db, campaignId, n).update({ open_send: firstTry })
}

/** Nothing came of any try; of another send that is open by now nothing is said. */
export async function unmarkOpenSend(db: Knex, campaignId: number, { n, firstTry }: Send): Promise<void> {
  await rowsOf(db, campaignId, n).where({ open_send: firstTry }).update({ open_send: null })
}

function rowsOf(db: Knex, campaignId: number, n: number) {
  return db('launch_steps').where({ campaign_id: campaignId, n })
}
