import type { Knex } from 'knex'
import type { Campaign, CampaignState } from '../domain/state/campaign.ts'
import { written } from './kit/write-later.ts'

/** What is still open of a campaign that has ended says so in the tables: it is found by nobody who looks for what waits. */
export async function endWhatIsOpen(
  tx: Knex.Transaction,
  before: CampaignState,
  after: CampaignState,
): Promise<void> {
  await endTasks(tx, before.campaign, after.campaign)
  await endQuestions(tx, before, after)
}

async function endTasks(tx: Knex.Transaction, before: Campaign, { id, endedAt }: Campaign): Promise<void> {
  if (before.endedAt !== null || endedAt === null) return
  await written(tx)
  await tx('tasks').where({ campaign_id: id }).update({ over: true })
}

/** After another end questions are answered still; after this one nobody is reminded of them. */
async function endQuestions(
  tx: Knex.Transaction,
  before: CampaignState,
  { campaign: { id, stage }, followUps }: CampaignState,
): Promise<void> {
  if (stage !== 'cancelled' || (before.campaign.stage === stage && before.followUps === followUps)) return
  await written(tx)
  await tx('follow_ups').where({ campaign_id: id }).update({ over: true })
}
