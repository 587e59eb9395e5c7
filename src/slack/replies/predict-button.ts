import { notPredicted } from '../../domain/growth/prediction.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { Answer } from '../buttons.ts'
import { predictButton } from '../cards/prediction.ts'
import type { Act } from '../context.ts'
import { actions, section } from '../kit/blocks.ts'
import { lines, Mrkdwn, md } from '../kit/mrkdwn.ts'
import { message } from '../kit/surfaces.ts'

/** An answer with a button to predict, where the person who acted may and has not. */
export function withPredictButton(act: Act, campaign: Campaign, answer: Answer): Answer {
  if (!notPredicted(campaign).some(({ person }) => person === act.actor.userId)) return answer
  const asks = md`What lift of ${campaign.brief.outcome?.metric ?? 'its goal'} do you expect? Nobody sees it until the end.`
  return message({
    text: lines(answer && new Mrkdwn(answer.text), asks),
    blocks: [...(answer?.blocks ?? []), section(asks), actions([predictButton(campaign)])],
  })
}
