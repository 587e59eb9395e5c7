import { campaignWords } from '../../../domain/brief/words.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import { token } from '../../../domain/text/tokens.ts'
import { launch } from '../../../usecases/launches.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfCampaign } from '../../cards/buttons.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { dateTimePicker, input } from '../../kit/inputs.ts'
import { md } from '../../kit/mrkdwn.ts'
import { said } from '../../replies/said.ts'
import { InputMistake, type SubmittedModal, textOf } from '../../submissions.ts'
import { under } from '../mistakes.ts'
import { homeAgain, openedWith, openSmall } from './frame.ts'

const CALLBACK = 'set_time'
const AT = 'at'

/** Asks when it is to launch. Throws a Refusal where this person may not launch it. */
export async function openSetTime(act: Act, { c }: OfCampaign): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: c })
  refuseUnless('launch', act.actor, state, await act.deps.members())
  await openSmall(
    act,
    { c, n: 0 },
    {
      verb: 'Set a time',
      callbackId: CALLBACK,
      about: md`${campaignTitle(state.campaign)} launches then by itself; approval, readiness and freezes are checked again.`,
      inputs: [input({ blockId: AT, label: 'When?' }, dateTimePicker())],
    },
  )
}

export const SET_TIME_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: AT,
  run: async (submission) => {
    const { deps, actor, filled, now } = submission
    const opened = openedWith(submission)
    const at = new Date(Number(textOf(filled, AT)) * 1_000)
    if (!(at > now)) throw new InputMistake(AT, 'That is past already: choose a later time.')
    const { after } = await under(AT, () => launch(deps, actor, { id: opened.c }, at))
    await homeAgain(submission, opened)
    return said(submission, `${campaignWords(after.campaign)} launches ${token.day(at)}.`, after)
  },
}
