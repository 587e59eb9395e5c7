import { CHOICE_WORDS, choiceToMake } from '../../../domain/choice/choice.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import { CHOICES, type Chosen } from '../../../domain/state/choices.ts'
import { choose } from '../../../usecases/choices.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { CHOICE_BUTTONS } from '../../cards/choice-buttons.ts'
import { campaignTitle, short } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { input, textInput } from '../../kit/inputs.ts'
import { bold, lines, md } from '../../kit/mrkdwn.ts'
import { chosenAnswer } from '../../replies/chosen.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const callbackOf = (chosen: Chosen) => `choose_${chosen}`

const NEXT: Readonly<Record<Chosen, string>> = {
  ship: 'It is noted that it ships; then it can be concluded.',
  keep: 'It goes on. You are asked again when the verdict changes, or its days are over.',
  stop: 'It is stopped at once, and its digests end. What has gone out is taken back where its tool or person can.',
}

/** Asks for the words of a decision, which it needs against the verdict. Throws a Refusal where nothing waits to be decided, or this person may not. */
export function openChoose(chosen: Chosen) {
  return async (act: Act, of: OfItem): Promise<void> => {
    const state = await readState(act.deps, act.actor, { id: of.c })
    const { verdict } = choiceToMake(state, of.n)
    refuseUnless('choose', act.actor, state, await act.deps.members())
    const against = chosen !== verdict.recommends
    await openSmall(act, of, {
      verb: CHOICE_BUTTONS[chosen][0].replace('…', ''),
      callbackId: callbackOf(chosen),
      about: lines(
        campaignTitle(state.campaign),
        md`The verdict  ${bold(short(verdict.words, 300))}`,
        md`${NEXT[chosen]}`,
      ),
      inputs: [
        against ? wordsInput(whyNot(verdict.recommends), 'Kept beside the verdict that you saw.') : WHY,
      ],
    })
  }
}

const whyNot = (recommended: Chosen) => `Why not ${CHOICE_WORDS[recommended]}?`

const WHY = input(
  { blockId: WORDS, label: 'Why?', hint: 'Kept beside the verdict that you saw.', optional: true },
  textInput({ multiline: true, focus: true }),
)

export const CHOOSE_MODALS: readonly SubmittedModal[] = CHOICES.map((chosen) => ({
  callbackId: callbackOf(chosen),
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor } = submission
    const words = wordsOf(submission) || null
    const { after } = await choose(deps, actor, { id: opened.c }, { n: opened.n, chosen, words })
    await homeAgain(submission, opened)
    return chosenAnswer(submission, after)
  },
}))
