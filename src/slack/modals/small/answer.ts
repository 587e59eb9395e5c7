import { Refusal } from '../../../refusal.ts'
import { loadFacts } from '../../../usecases/deliveries.ts'
import { answer } from '../../../usecases/follow-ups.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { followUpLine } from '../../cards/follow-ups.ts'
import type { Act } from '../../context.ts'
import { lookFor } from '../../look-for.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'answer'

/** Asks what was found. Throws a Refusal where it was answered meanwhile. */
export async function openAnswer(act: Act, of: OfItem): Promise<void> {
  const state = await loadFacts(act.deps, of.c)
  const { campaign } = state
  const followUp = state.followUps.find((each) => each.n === of.n)
  if (followUp?.state !== 'open')
    throw new Refusal(
      'conflict',
      `${campaign.key}-${of.n} was answered already. \`/campaign followups ${campaign.key}\` shows what was found.`,
    )
  const look = await lookFor(act.deps, state)
  await openSmall(act, of, {
    verb: 'Answer',
    callbackId: CALLBACK,
    about: followUpLine(campaign, followUp, look),
    inputs: [wordsInput('What was found?', 'Posted in the thread, and told to the person who asked.')],
  })
}

export const ANSWER_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor } = submission
    await answer(deps, actor, { id: opened.c }, opened.n, wordsOf(submission))
    await homeAgain(submission, opened)
    return null
  },
}
