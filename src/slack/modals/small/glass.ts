import { refuseUnless } from '../../../domain/permission/permission.ts'
import { Refusal } from '../../../refusal.ts'
import { breakGlass } from '../../../usecases/glass.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'break_glass'

/** Asks what can't wait. Throws a Refusal where the policy does not name this person, or nothing is to be decided. */
export async function openGlass(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  const { campaign, request } = state
  if (request?.n !== of.n)
    throw new Refusal('conflict', `Request ${of.n} of ${campaign.key} is not the newest one.`)
  refuseUnless('break_glass', act.actor, { campaign, request }, await act.deps.members())
  await openSmall(act, of, {
    verb: 'Approve alone',
    callbackId: CALLBACK,
    about: md`You approve ${campaignTitle(campaign)} in place of all others. Everybody is told, and it stays on its card and in its history.`,
    inputs: [wordsInput('What can’t wait?', 'Everybody reads it, for good.')],
  })
}

export const GLASS_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const given = { words: wordsOf(submission), requestN: opened.n }
    await breakGlass(submission.deps, submission.actor, { id: opened.c }, given)
    await homeAgain(submission, opened)
    return null
  },
}
