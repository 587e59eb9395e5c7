import { notPredicted } from '../../domain/growth/prediction.ts'
import type { Brief } from '../../domain/state/brief.ts'
import { subjectOf } from '../../domain/subject.ts'
import type { Followed } from './followed.ts'

/** Asks once, by direct message, who has not predicted; who acts is asked in the answer to that. */
export async function askToPredict({ state, by, outbox }: Followed): Promise<void> {
  for (const { person } of notPredicted(state.campaign)) {
    if (person === by) continue
    await outbox.post({ kind: 'prediction', subject: subjectOf('prediction'), target: person })
  }
}

/** Fields of a brief that say who predicts what. */
const ABOUT_PREDICTIONS: ReadonlySet<keyof Brief> = new Set(['outcome', 'arms', 'partner'])

/** Who was asked hears of another goal; who becomes data partner of what was submitted is asked. */
export async function askAgain(change: Followed, field: keyof Brief): Promise<void> {
  if (!ABOUT_PREDICTIONS.has(field)) return
  await change.outbox.redraw('prediction')
  if (change.state.campaign.stage !== 'preparing') await askToPredict(change)
}
