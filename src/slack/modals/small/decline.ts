import { decide, refuseUndecidable } from '../../../usecases/approvals.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle, person } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import { lookFor } from '../../replies/look-for.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'decline'

/** Asks why; nothing is decided before it is submitted. Throws a Refusal where this person may not decide, or not now. */
export async function openDecline(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  await refuseUndecidable(act.deps, act.actor, state, of.n)
  const { campaign, request } = state
  const look = await lookFor(act.deps, act.actor, campaign, request)
  const asker = person(request?.by ?? campaign.owner, look)
  await openSmall(act, of, {
    verb: 'Decline',
    callbackId: CALLBACK,
    about: md`${campaignTitle(campaign)} goes back to preparing; ${asker} is told why.`,
    inputs: [wordsInput('Why?', 'So that it can be mended and submitted again.')],
  })
}

export const DECLINE_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const { c, n } = openedWith(submission)
    const verdict = { verdict: 'decline', words: wordsOf(submission), requestN: n } as const
    await decide(submission.deps, submission.actor, { id: c }, verdict)
    return null
  },
}
