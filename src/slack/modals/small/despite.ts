import { frozenAt } from '../../../domain/freezes.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import { Refusal } from '../../../refusal.ts'
import { scheduled } from '../../../usecases/follow-on/notices.ts'
import { launch } from '../../../usecases/launches.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { dateToken, md } from '../../kit/mrkdwn.ts'
import { said } from '../../replies/said.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { launchingWords } from '../done-words.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'launch_despite'

/** Asks why it can't wait. Throws a Refusal where no freeze is in the way any more, or it does not name this person. */
export async function openDespite(
  act: Act,
  { c, at }: { readonly c: number; readonly at: Date },
): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: c })
  const { campaign } = state
  const when = at > act.now ? at : act.now
  const frozen = frozenAt(state, act.deps.catalog.freezes, when)
  if (!frozen)
    throw new Refusal(
      'conflict',
      `The freeze is over, or was overridden: \`/campaign launch ${campaign.key}\` launches it.`,
    )
  refuseUnless('launch_despite', act.actor, { campaign, override: frozen.override }, await act.deps.members())
  const goes = at > act.now ? md`${dateToken(at)}` : md`now`
  await openSmall(
    act,
    { c, n: 0, t: at.getTime() },
    {
      verb: 'Launch despite it',
      callbackId: CALLBACK,
      about: md`${campaignTitle(campaign)} launches ${goes}, though nothing launches until ${dateToken(frozen.until)}: ${frozen.spans.map(({ reason }) => reason).join('; ')}. Owner and approvers are told, and it stays on its card and in its history.`,
      inputs: [wordsInput('Why can’t it wait?', 'Everybody reads it, for good.')],
    },
  )
}

export const DESPITE_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const { deps, actor, now } = submission
    const opened = openedWith(submission)
    const asked = new Date(opened.t ?? 0)
    const at = asked > now ? asked : null
    const { after } = await launch(deps, actor, { id: opened.c }, at, wordsOf(submission))
    await homeAgain(submission, opened)
    return said(submission, at ? scheduled(after, at) : launchingWords(after), after)
  },
}
