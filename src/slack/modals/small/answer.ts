import { readIdeas, readLink } from '../../../domain/follow-up/answer-values.ts'
import { openFollowUp } from '../../../domain/follow-up/follow-up.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import type { GivenAnswer } from '../../../domain/state/follow-ups.ts'
import { CONFIDENCES } from '../../../domain/state/follow-ups.ts'
import { answer } from '../../../usecases/follow-ups.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { followUpLine } from '../../cards/follow-ups.ts'
import type { Act } from '../../context.ts'
import { input, staticSelect, textInput } from '../../kit/inputs.ts'
import { lookFor } from '../../replies/look-for.ts'
import { type Submission, type SubmittedModal, textOf } from '../../submissions.ts'
import { each, under } from '../mistakes.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'answer'

/** Asks what was found, and what follows from it. Throws a Refusal where it was closed meanwhile. */
export async function openAnswer(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  const followUp = openFollowUp(state, of.n)
  refuseUnless('answer', act.actor, { ...state, followUp }, await act.deps.members())
  const look = await lookFor(act.deps, act.actor, state)
  await openSmall(act, of, {
    verb: 'Answer',
    callbackId: CALLBACK,
    about: followUpLine(state.campaign, followUp, look),
    inputs: [
      wordsInput('What was found?', 'Posted in the thread, and told to the person who asked.'),
      ...MORE,
    ],
  })
}

const MORE = [
  input(
    { blockId: 'confidence', label: 'How sure is it?', optional: true },
    staticSelect({
      choices: [
        { value: 'high', text: 'High: it would be found again' },
        { value: 'medium', text: 'Medium: likely, not certain' },
        { value: 'low', text: 'Low: a hint' },
      ],
    }),
  ),
  input(
    { blockId: 'link', label: 'Link', hint: 'The notebook or dashboard; https.', optional: true },
    textInput({ placeholder: 'https://', maxLength: 2_000 }),
  ),
  input(
    { blockId: 'decision', label: 'What was decided because of it?', optional: true },
    textInput({ multiline: true, maxLength: 1_500 }),
  ),
  input(
    {
      blockId: 'ideas',
      label: 'Ideas',
      hint: 'One a line. Each can become a campaign.',
      optional: true,
    },
    textInput({ multiline: true }),
  ),
]

async function given(submission: Submission): Promise<GivenAnswer> {
  const { filled } = submission
  const typed = textOf(filled, 'link')
  const { link, ideas } = await each({
    link: () => under('link', () => (typed ? readLink(typed) : null)),
    ideas: () => under('ideas', () => readIdeas(textOf(filled, 'ideas').split('\n'))),
  })
  return {
    finding: wordsOf(submission),
    confidence: CONFIDENCES.find((one) => one === filled.confidence) ?? null,
    link,
    decision: textOf(filled, 'decision') || null,
    ideas,
  }
}

export const ANSWER_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor } = submission
    await answer(deps, actor, { id: opened.c }, opened.n, await given(submission))
    await homeAgain(submission, opened)
    return null
  },
}
