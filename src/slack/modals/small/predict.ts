import { parseGuess, rangeText, signedText } from '../../../domain/growth/guess.ts'
import { currentPredictions, refuseToPredict } from '../../../domain/growth/prediction.ts'
import { predict } from '../../../usecases/predictions.ts'
import { type CampaignRef, readState } from '../../../usecases/reads/campaigns.ts'
import { campaignTitle, outcomeLine } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { input, textInput } from '../../kit/inputs.ts'
import { md } from '../../kit/mrkdwn.ts'
import { lookFor } from '../../replies/look-for.ts'
import { said } from '../../replies/said.ts'
import { type Submission, type SubmittedModal, textOf } from '../../submissions.ts'
import { predictedWords } from '../done-words.ts'
import { each, under } from '../mistakes.ts'
import { openedWith, openSmall } from './frame.ts'

const CALLBACK = 'predict'

/** Asks the owner or the data partner for the lift they expect. Throws a Refusal for anybody else, and since the launch. */
export async function openPredict(act: Act, ref: CampaignRef): Promise<void> {
  const { campaign } = await readState(act.deps, act.actor, ref)
  const { team, outcome } = refuseToPredict(campaign, act.actor.userId, await act.deps.members())
  const mine = currentPredictions(campaign).find((each) => each.team === team && each.by === act.actor.userId)
  const look = await lookFor(act.deps, act.actor, campaign)
  await openSmall(
    act,
    { c: campaign.id, n: 0 },
    {
      verb: 'Predict',
      callbackId: CALLBACK,
      about: md`How far will the goal of ${campaignTitle(campaign)} move, against the control? Desired is ${outcomeLine(outcome, look)}. Nobody else sees your answer before the conclusion.`,
      inputs: [
        input(
          { blockId: 'lift', label: 'The lift you expect', hint: 'Relative to the control, as +8%.' },
          textInput({ focus: true, maxLength: 40, initial: mine ? signedText(mine.lift) : '' }),
        ),
        input(
          {
            blockId: 'range',
            label: 'The range that holds it 8 times of 10',
            hint: 'As +3%..+12%. With it your sense of what you don’t know can be scored too.',
            optional: true,
          },
          textInput({ maxLength: 40, initial: mine ? rangeText(mine) : '' }),
        ),
      ],
    },
  )
}

async function predicted(submission: Submission) {
  const { deps, actor, filled } = submission
  const { c } = openedWith(submission)
  const [lift, range] = [textOf(filled, 'lift'), textOf(filled, 'range')]
  const { point, span } = await each({
    point: () => under('lift', () => parseGuess(lift)),
    span: () => under('range', () => (range === '' ? null : parseGuess(range))),
  })
  const guess = span ? await under('range', () => parseGuess(`${lift} ${range}`)) : point
  const { after } = await predict(deps, actor, { id: c }, guess)
  return said(submission, predictedWords(after, actor.userId))
}

export const PREDICT_MODAL: SubmittedModal = { callbackId: CALLBACK, mainBlock: 'lift', run: predicted }
