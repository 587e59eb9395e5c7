import type { Verdict } from '../../../domain/state/requests.ts'
import { decide, refuseUndecidable } from '../../../usecases/approvals.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { campaignTitle, person } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { type Mrkdwn, md } from '../../kit/mrkdwn.ts'
import { lookFor } from '../../replies/look-for.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

interface Against {
  readonly verb: string
  /** What the asker does then, to follow their name. */
  readonly follows: Mrkdwn
  readonly label: string
  readonly hint: string
}

const AGAINST: Readonly<Record<Exclude<Verdict, 'approve'>, Against>> = {
  decline: {
    verb: 'Decline',
    follows: md`is told why.`,
    label: 'Why?',
    hint: 'So that it can be mended and submitted again.',
  },
  changes: {
    verb: 'Request changes',
    follows: md`says what was done about each point, then asks again.`,
    label: 'What is to be changed?',
    hint: 'Each line is a point.',
  },
}

/** Asks for the words of a decision against it; nothing is decided before they are submitted. Throws a Refusal where this person may not decide, or not now. */
export function openAgainst(verdict: keyof typeof AGAINST) {
  const { verb, follows, label, hint } = AGAINST[verdict]
  return async (act: Act, of: OfItem): Promise<void> => {
    const state = await readState(act.deps, act.actor, { id: of.c })
    await refuseUndecidable(act.deps, act.actor, state, of.n)
    const { campaign, request } = state
    const look = await lookFor(act.deps, act.actor, campaign, request)
    const asker = person(request?.by ?? campaign.owner, look)
    const about = md`${campaignTitle(campaign)} goes back to preparing; ${asker} ${follows}`
    await openSmall(act, of, { verb, callbackId: verdict, about, inputs: [wordsInput(label, hint)] })
  }
}

function deciding(verdict: Verdict): SubmittedModal {
  return {
    callbackId: verdict,
    mainBlock: WORDS,
    run: async (submission) => {
      const opened = openedWith(submission)
      const given = { verdict, words: wordsOf(submission), requestN: opened.n }
      await decide(submission.deps, submission.actor, { id: opened.c }, given)
      await homeAgain(submission, opened)
      return null
    },
  }
}

/** What the forms that give a verdict do with their words. */
export const DECIDE_MODALS = (['approve', 'decline', 'changes'] as const).map(deciding)
