import { refuseChanged } from '../domain/approval/approval.ts'
import { changedSinceSubmit } from '../domain/brief/brief.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { Stage } from '../domain/state/stage.ts'
import { lastBriefChange } from '../store/events.ts'
import type { Db } from '../store/kit/database.ts'

/**
 * Refuses, in `stage`, what is no longer the brief that was submitted, and says who changed it and when. The domain
 * refuses it too; only the events know who it was.
 */
export async function refuseEdited(db: Db, state: CampaignState, stage: Stage): Promise<void> {
  const { campaign, request } = state
  const changes = changedSinceSubmit(state)
  if (!request || campaign.stage !== stage || changes.length === 0) return
  const fields = changes.map(({ field }) => field)
  refuseChanged(state, await lastBriefChange(db, campaign.id, fields, request.at))
}
