import { refuseUnless } from '../../../domain/permission/permission.ts'
import { token } from '../../../domain/text/tokens.ts'
import { firstInstantAt } from '../../../domain/time/local-time.ts'
import { ask } from '../../../usecases/follow-ups.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { campaignTitle } from '../../cards/parts.ts'
import type { Act } from '../../context.ts'
import { datePicker, input, staticSelect, userSelect } from '../../kit/inputs.ts'
import { md } from '../../kit/mrkdwn.ts'
import { said } from '../../replies/said.ts'
import { InputMistake, type Submission, type SubmittedModal, textOf } from '../../submissions.ts'
import { chosen, each } from '../mistakes.ts'
import { openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'ask'
const STEPS = ['collect', 'model', 'analyze'] as const
/** A day without a time ends then, as in the commands. */
const DUE_TIME = '17:00'

/** Asks for an analysis that nobody suggested. */
export async function openAsk(act: Act, campaignId: number): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: campaignId })
  const { campaign } = state
  refuseUnless('ask', act.actor, state, await act.deps.members())
  const { partner } = campaign.brief
  await openSmall(
    act,
    { c: campaignId, n: 0 },
    {
      verb: 'Ask',
      callbackId: CALLBACK,
      about: md`A question about ${campaignTitle(campaign)}`,
      inputs: [
        wordsInput('What do you want to know?'),
        input(
          {
            blockId: 'analyst',
            label: 'Who looks into it?',
            hint: 'Without anybody it goes to the data partner.',
            optional: true,
          },
          userSelect(partner ? { initial: partner } : {}),
        ),
        input({ blockId: 'due', label: 'Due', optional: true }, datePicker()),
        input(
          { blockId: 'step', label: 'What does it take?' },
          staticSelect({
            choices: [
              { value: 'collect', text: 'Collect more data' },
              { value: 'model', text: 'Build a model' },
              { value: 'analyze', text: 'Run an analysis' },
            ],
            initial: 'analyze',
          }),
        ),
      ],
    },
  )
}

async function asked(submission: Submission) {
  const { deps, actor, filled } = submission
  const { c } = openedWith(submission)
  const { step, dueAt } = await each({
    dueAt: () => dueOf(submission),
    step: () => chosen(filled, 'step', STEPS),
  })
  const { changed, followUp } = await ask(
    deps,
    actor,
    { id: c },
    {
      question: wordsOf(submission),
      step,
      assignee: textOf(filled, 'analyst') || null,
      dueAt,
      digestId: null,
    },
  )
  const who = followUp.assignee ? `${token.person(followUp.assignee)} is told` : 'Nobody is asked yet'
  const due = followUp.dueAt ? `, due ${token.day(followUp.dueAt)}` : ''
  return said(submission, `Asked as \`${changed.after.campaign.key}-${followUp.n}\`. ${who}${due}.`)
}

function dueOf({ filled, zone, now }: Submission): Date | null {
  const day = textOf(filled, 'due')
  if (!day) return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new InputMistake('due', 'Choose a day.')
  const due = new Date(firstInstantAt(Date.parse(`${day}T${DUE_TIME}:00Z`), zone))
  if (due.getTime() > now.getTime()) return due
  throw new InputMistake('due', 'That is past already: choose a later day.')
}

export const ASK_MODAL: SubmittedModal = { callbackId: CALLBACK, mainBlock: WORDS, run: asked }
