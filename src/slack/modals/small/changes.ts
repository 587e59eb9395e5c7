import { decide, refuseUndecidable } from '../../../usecases/approvals.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle, person } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import { lookFor } from '../../replies/look-for.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'changes'

/** Asks what is to be changed; nothing is decided before it is submitted. Throws a Refusal where this person may not decide, or not now. */
export async function openChanges(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  await refuseUndecidable(act.deps, act.actor, state, of.n)
  const { campaign, request } = state
  const look = await lookFor(act.deps, act.actor, campaign, request)
  const asker = person(request?.by ?? campaign.owner, look)
  await openSmall(act, of, {
    verb: 'Request changes',
    callbackId: CALLBACK,
    about: md`${campaignTitle(campaign)} goes back to preparing; ${asker} says what was done about each point, then asks again.`,
    inputs: [wordsInput('What is to be changed?', 'Each line is a point.')],
  })
}

export const CHANGES_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const given = { verdict: 'changes', words: wordsOf(submission), requestN: opened.n } as const
    await decide(submission.deps, submission.actor, { id: opened.c }, given)
    await homeAgain(submission, opened)
    return null
  },
}
