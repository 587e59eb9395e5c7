import { notPredicted } from '../../domain/growth/prediction.ts'
import type { UserId } from '../../domain/people.ts'
import type { Brief } from '../../domain/state/brief.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Tx } from '../../store/kit/database.ts'
import type { Deps } from '../deps.ts'
import { post, redraw } from '../outbox.ts'

/** Asks once, by direct message, who has not predicted; who acts is asked in the answer to that. */
export async function askToPredict(tx: Tx, deps: Deps, state: CampaignState, by: UserId): Promise<void> {
  for (const { person } of notPredicted(state.campaign)) {
    if (person === by) continue
    await post(tx, deps, state, { kind: 'prediction', subject: 'prediction', target: person })
  }
}

/** Fields of a brief that say who predicts what. */
const ABOUT_PREDICTIONS: ReadonlySet<keyof Brief> = new Set(['outcome', 'arms', 'partner'])

/** Who was asked hears of another goal; who becomes data partner of what was submitted is asked. */
export async function askAgain(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  field: keyof Brief,
  by: UserId,
): Promise<void> {
  if (!ABOUT_PREDICTIONS.has(field)) return
  await redraw(tx, deps, state, 'prediction')
  if (state.campaign.stage !== 'preparing') await askToPredict(tx, deps, state, by)
}
