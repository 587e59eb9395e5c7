import { z } from 'zod'
import { measurementWords } from '../../domain/growth/words.ts'
import { refuseUnless } from '../../domain/permission/permission.ts'
import type { Campaign, Conclusion } from '../../domain/state/campaign.ts'
import { transition } from '../../domain/state/stage.ts'
import { conclude } from '../../usecases/lifecycle.ts'
import { type CampaignRef, readState } from '../../usecases/reads/campaigns.ts'
import { readMeasurement } from '../../usecases/reads/digests.ts'
import { rowId } from '../bounds.ts'
import type { Click } from '../buttons.ts'
import { campaignCard } from '../cards/campaign.ts'
import type { Act } from '../context.ts'
import { note, section } from '../kit/blocks.ts'
import { input, radioButtons, textInput } from '../kit/inputs.ts'
import { bold, code, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { modal } from '../kit/surfaces.ts'
import { clip } from '../kit/text.ts'
import { said } from '../replies/said.ts'
import { rich } from '../rich.ts'
import { InputMistake, type Submission, type SubmittedModal, textOf } from '../submissions.ts'
import { concludedWords } from './done-words.ts'
import { chosen, each } from './mistakes.ts'

const REACHED = ['yes', 'no', 'unclear'] as const
const GROWTH = ['good', 'bad', 'neutral'] as const
const REACHED_WORDS = { yes: 'Yes', no: 'No', unclear: 'It can’t be told' }
const GROWTH_WORDS = { good: 'Good: it grew', bad: 'Bad: it shrank', neutral: 'Neutral: neither' }
const METADATA = z.object({ id: rowId })

/** Asks the three questions that end a campaign. Throws a Refusal where it can't be concluded now, or not by this person. */
export async function openConclude(act: Act & Partial<Pick<Click, 'form'>>, ref: CampaignRef): Promise<void> {
  const { campaign } = await readState(act.deps, act.actor, ref)
  transition(campaign.stage, 'conclude', campaign.key)
  refuseUnless('conclude', act.actor, { campaign }, await act.deps.members())
  const title = md`${bold(clip(campaign.brief.name, 150))}  ${code(campaign.key)}`
  const view = modal({
    title: 'Conclude',
    submit: 'Conclude',
    callbackId: CONCLUDE_MODAL.callbackId,
    privateMetadata: JSON.stringify({ id: campaign.id }),
    blocks: [section(title), ...QUESTIONS, note(await kept(act, campaign))],
  })
  const opened = { trigger_id: act.triggerId, view }
  // In the answer to a form it goes on top of that answer.
  await (act.form ? act.deps.client.views.push(opened) : act.deps.client.views.open(opened))
}

/** What is kept with the answers, so that a digest can be made first where it would be too little. */
async function kept(act: Act, campaign: Campaign): Promise<Mrkdwn> {
  const measured = await readMeasurement(act.deps, campaign)
  const words = `Kept with it: ${measurementWords(measured)}.`
  const newer = campaign.liveAt
    ? ` A newer figure: \`/campaign digest ${campaign.key} now\` before you conclude.`
    : ''
  return rich(`${words}${newer}`, await act.deps.people.names(words))
}

const QUESTIONS = [
  input(
    { blockId: 'reached', label: 'Was the desired outcome reached?' },
    radioButtons({ choices: REACHED.map((value) => ({ value, text: REACHED_WORDS[value] })) }),
  ),
  input(
    {
      blockId: 'learned',
      label: 'Which insights and ideas came of it?',
      hint: 'For those who come after: what to keep, what to try next.',
    },
    textInput({ multiline: true }),
  ),
  input(
    { blockId: 'growth', label: 'Was there measurable growth?' },
    radioButtons({ choices: GROWTH.map((value) => ({ value, text: GROWTH_WORDS[value] })) }),
  ),
]

async function answerAll(submission: Submission) {
  const { deps, actor, filled, metadata } = submission
  const { id } = METADATA.parse(JSON.parse(metadata))
  const conclusion: Conclusion = await each({
    reached: () => chosen(filled, 'reached', REACHED),
    learned: () => learnedIn(submission),
    growth: () => chosen(filled, 'growth', GROWTH),
  })
  const { after } = await conclude(deps, actor, { id }, conclusion)
  return said(submission, concludedWords(after), after, (look) => campaignCard(after, look, 'private'))
}

function learnedIn({ filled }: Submission): string {
  const learned = textOf(filled, 'learned')
  if (learned !== '') return learned
  throw new InputMistake('learned', 'Say what was learned, for those who come after.')
}

export const CONCLUDE_MODAL: SubmittedModal = {
  callbackId: 'conclude',
  mainBlock: 'learned',
  run: answerAll,
}
