import { refuseUnless } from '../../../domain/permission/permission.ts'
import { refuseOtherTry, skipStep } from '../../../domain/steps/failed.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { skipFailed } from '../../../usecases/steps.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'skip'

/** Asks why a launch goes on without a step that failed. Throws a Refusal where it can't, or not by this person. */
export async function openSkip(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  refuseUnless('skip_step', act.actor, state, await act.deps.members())
  refuseOtherTry(state, of.n, of.tries)
  skipStep(state, of.n, 'asked', act.deps.now())
  const last = of.n === state.steps.length
  await openSmall(act, of, {
    verb: 'Skip',
    callbackId: CALLBACK,
    about: md`${campaignTitle(state.campaign)} goes on without step ${of.n}: ${last ? 'it is the last one, so the campaign is live then' : `step ${of.n + 1} follows at once`}.`,
    inputs: [wordsInput('Why?', 'Stands on its card and in its history.')],
  })
}

export const SKIP_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor } = submission
    await skipFailed(deps, actor, { id: opened.c }, opened.n, wordsOf(submission), opened.tries)
    await homeAgain(submission, opened)
    return null
  },
}
