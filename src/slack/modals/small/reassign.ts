import { openFollowUp } from '../../../domain/follow-up/follow-up.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import { reassignFollowUp } from '../../../usecases/follow-ups.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { followUpLine } from '../../cards/follow-ups.ts'
import type { Act } from '../../context.ts'
import { input, textInput, userSelect } from '../../kit/inputs.ts'
import { lookFor } from '../../replies/look-for.ts'
import { said } from '../../replies/said.ts'
import { type SubmittedModal, textOf } from '../../submissions.ts'
import { reassignedWords } from '../done-words.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsOf } from './frame.ts'

const CALLBACK = 'reassign_follow_up'
const PERSON = 'person'

/** Asks to whom a follow-up goes. Throws a Refusal where it is closed, or this person may not hand it on. */
export async function openReassign(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  const followUp = openFollowUp(state, of.n)
  refuseUnless('reassign_follow_up', act.actor, { ...state, followUp }, await act.deps.members())
  const look = await lookFor(act.deps, act.actor, state)
  await openSmall(act, of, {
    verb: 'Reassign',
    callbackId: CALLBACK,
    about: followUpLine(state.campaign, followUp, look),
    inputs: [
      input(
        { blockId: PERSON, label: 'Who looks into it?', hint: 'They are asked, and have yet to accept.' },
        userSelect({ focus: true }),
      ),
      input({ blockId: WORDS, label: 'Why?', optional: true }, textInput({ multiline: true })),
    ],
  })
}

export const REASSIGN_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: PERSON,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor, filled } = submission
    const to = textOf(filled, PERSON) || null
    const words = wordsOf(submission) || null
    const { after } = await reassignFollowUp(deps, actor, { id: opened.c }, { n: opened.n, to, words })
    await homeAgain(submission, opened)
    return said(submission, reassignedWords(after, opened.n))
  },
}
