import { redChecks } from '../../../domain/approval/exceptions.ts'
import { checkLine } from '../../../domain/readiness/words.ts'
import { refuseUndecidable } from '../../../usecases/approvals.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle, short } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { lines, md } from '../../kit/mrkdwn.ts'
import { openSmall, wordsInput } from './frame.ts'

const CALLBACK = 'approve'

const BESIDE = 'Who asked and the history read it beside your approval.'
const FOR_GOOD = 'It stands beside your approval, for good.'

/** Approves with a note that the others read beside it. Throws a Refusal where this person may not decide, or not now. */
export async function openApprove(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  await refuseUndecidable(act.deps, act.actor, state, of.n)
  const now = act.deps.now()
  const red = redChecks(state, now).map((task) => md`${short(checkLine(task, now), 300)}`)
  const title = campaignTitle(state.campaign)
  await openSmall(act, of, {
    verb: 'Approve',
    callbackId: CALLBACK,
    about: red.length > 0 ? lines(md`You approve ${title} in spite of:`, ...red) : md`You approve ${title}.`,
    inputs: [red.length > 0 ? wordsInput('Why?', FOR_GOOD) : wordsInput('A note', BESIDE)],
  })
}
