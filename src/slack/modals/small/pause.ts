import { refuseUnless } from '../../../domain/permission/permission.ts'
import { transition } from '../../../domain/state/stage.ts'
import { move } from '../../../usecases/lifecycle.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'pause'

/** Asks why a live campaign is paused. Throws a Refusal where it can't be paused now, or not by this person. */
export async function openPause(act: Act, campaignId: number): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: campaignId })
  const { campaign } = state
  transition(campaign.stage, 'pause', campaign.key)
  refuseUnless('pause', act.actor, state, await act.deps.members())
  await openSmall(
    act,
    { c: campaignId, n: 0 },
    {
      verb: 'Pause',
      callbackId: CALLBACK,
      about: md`${campaignTitle(campaign)} is paused until somebody resumes it. What other tools send has to be paused there.`,
      inputs: [wordsInput('Why?', 'Posted in the thread of its card.')],
    },
  )
}

export const PAUSE_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const { c } = openedWith(submission)
    await move(submission.deps, submission.actor, { id: c }, 'pause', wordsOf(submission))
    return null
  },
}
