import { refuseUnless } from '../../../domain/permission/permission.ts'
import { heldOrRefused, needsReason } from '../../../domain/steps/held.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { withStandInsOf } from '../../../usecases/reads/stand-ins.ts'
import { letGoOn } from '../../../usecases/stages.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { goOnVerb } from '../../cards/held.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { md } from '../../kit/mrkdwn.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'go_on'

/** Asks why a held step leaves otherwise than it was approved. Throws a Refusal where it does not wait, or not for this person. */
export async function openGoOn(act: Act, of: OfItem): Promise<void> {
  const { deps, actor } = act
  const state = await readState(deps, actor, { id: of.c })
  const { campaign, request } = state
  const step = heldOrRefused(state, of.n)
  const members = await withStandInsOf(deps, actor.teamId, await deps.members())
  refuseUnless('go_on', actor, { campaign, request, step }, members)
  const optional = !needsReason(step, actor.userId)
  await openSmall(act, of, {
    verb: goOnVerb(step),
    callbackId: CALLBACK,
    about: md`Step ${of.n} of ${campaignTitle(campaign)} leaves at once, though it is ${step.state === 'paused' ? 'paused' : 'held'}.`,
    inputs: [wordsInput('Why?', 'Stands in its history, for good.', optional)],
  })
}

export const GO_ON_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor } = submission
    await letGoOn(deps, actor, { id: opened.c }, opened.n, wordsOf(submission))
    await homeAgain(submission, opened)
    return null
  },
}
