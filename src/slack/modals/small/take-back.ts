import { refuseUntakeable, takeBack } from '../../../usecases/approvals.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'take_back'

/** Asks once more before an approval is taken back. Throws a Refusal where there is none of theirs, or the launch has begun. */
export async function openTakeBack(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  await refuseUntakeable(act.deps, act.actor, state, of.n)
  await openSmall(act, of, {
    verb: 'Take back',
    callbackId: CALLBACK,
    about: md`Your decision of ${campaignTitle(state.campaign)} will not count any more. It waits to be decided again, and nothing launches until then.`,
    inputs: [wordsInput('Why?', 'Who asked is told.', true)],
  })
}

export const TAKE_BACK_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const back = { words: wordsOf(submission) || null, requestN: opened.n }
    await takeBack(submission.deps, submission.actor, { id: opened.c }, back)
    await homeAgain(submission, opened)
    return null
  },
}
