import { openFollowUp } from '../../../domain/follow-up/follow-up.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import { declineFollowUp } from '../../../usecases/follow-ups.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { followUpLine } from '../../cards/follow-ups.ts'
import { person } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { lookFor } from '../../replies/look-for.ts'
import { said } from '../../replies/said.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { followUpDeclinedWords } from '../done-words.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'decline_follow_up'

/** Asks why a follow-up is not looked into. Throws a Refusal where it is closed, or this person may not decline it. */
export async function openDeclineFollowUp(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  const followUp = openFollowUp(state, of.n)
  refuseUnless('decline_follow_up', act.actor, { ...state, followUp }, await act.deps.members())
  const look = await lookFor(act.deps, act.actor, state)
  const asker = person(followUp.askedBy, look).source
  await openSmall(act, of, {
    verb: 'Decline',
    callbackId: CALLBACK,
    about: followUpLine(state.campaign, followUp, look),
    inputs: [wordsInput('Why?', `${asker} is told, and the next digest says it.`)],
  })
}

export const DECLINE_FOLLOW_UP_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor } = submission
    const { after } = await declineFollowUp(deps, actor, { id: opened.c }, opened.n, wordsOf(submission))
    await homeAgain(submission, opened)
    return said(submission, followUpDeclinedWords(after, opened.n))
  },
}
