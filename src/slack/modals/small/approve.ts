import { decide, refuseUndecidable } from '../../../usecases/approvals.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'approve'

/** Approves with a note that the others read beside it. Throws a Refusal where this person may not decide, or not now. */
export async function openApprove(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  await refuseUndecidable(act.deps, act.actor, state, of.n)
  await openSmall(act, of, {
    verb: 'Approve',
    callbackId: CALLBACK,
    about: md`You approve ${campaignTitle(state.campaign)}.`,
    inputs: [wordsInput('A note', 'Who asked and the history read it beside your approval.')],
  })
}

export const APPROVE_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const verdict = { verdict: 'approve', words: wordsOf(submission), requestN: opened.n } as const
    await decide(submission.deps, submission.actor, { id: opened.c }, verdict)
    await homeAgain(submission, opened)
    return null
  },
}
