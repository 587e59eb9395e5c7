import { openPoints } from '../../../domain/approval/points.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import type { Point } from '../../../domain/state/revision.ts'
import { isBlank } from '../../../domain/text/visible.ts'
import { Refusal } from '../../../refusal.ts'
import { tickPoints } from '../../../usecases/points.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import type { OfCampaign } from '../../cards/buttons.ts'
import { campaignTitle, person, shortRich } from '../../cards/parts.ts'
import { pointsDoneWords } from '../../cards/points.ts'
import type { Act } from '../../context.ts'
import { type KitBlock, section } from '../../kit/blocks.ts'
import { input, textInput } from '../../kit/inputs.ts'
import { md } from '../../kit/mrkdwn.ts'
import { lookFor } from '../../replies/look-for.ts'
import { said } from '../../replies/said.ts'
import { InputMistake, type SubmittedModal, textOf } from '../../submissions.ts'
import { under } from '../mistakes.ts'
import { homeAgain, openedWith, openSmall } from './frame.ts'

const CALLBACK = 'points'
const blockOf = (n: number) => `point.${n}`
/** So many a form; the others come with the next one. */
const AT_ONCE = 10

/** Asks what was done about each open point. Throws a Refusal where none is open, or this person may not say. */
export async function openPointsForm(act: Act, { c }: OfCampaign): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: c })
  const { campaign } = state
  refuseUnless('tick_point', act.actor, state, await act.deps.members())
  const open = openPoints(state).slice(0, AT_ONCE)
  if (open.length === 0) throw new Refusal('conflict', `No point of ${campaign.key} is open.`)
  const look = await lookFor(act.deps, act.actor, state)
  const asked = ({ n, words, by }: Point): KitBlock[] => [
    section(md`${n}  ${shortRich(words, 600, look)} · ${person(by, look)}`),
    input({ blockId: blockOf(n), label: `What was done about ${n}?`, optional: true }, textInput()),
  ]
  await openSmall(
    act,
    { c, n: Math.max(...open.map(({ n }) => n)), r: state.request?.n ?? 0 },
    {
      verb: 'Say what was done',
      callbackId: CALLBACK,
      about: md`${campaignTitle(campaign)} can be submitted again once something is said of each.`,
      inputs: open.flatMap(asked),
    },
  )
}

export const POINTS_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: blockOf(1),
  run: async (submission) => {
    const opened = openedWith(submission)
    const { deps, actor, filled } = submission
    const numbers = Array.from({ length: opened.n }, (_, i) => i + 1)
    const answered = numbers.map((n) => ({ n, words: textOf(filled, blockOf(n)) }))
    const given = answered.filter(({ words }) => !isBlank(words))
    const first = numbers.find((n) => blockOf(n) in filled) ?? 1
    if (given.length === 0) throw new InputMistake(blockOf(first), 'Say it of one at least.')
    const { after } = await under(blockOf(first), () =>
      tickPoints(deps, actor, { id: opened.c }, given, opened.r),
    )
    await homeAgain(submission, opened)
    return said(submission, pointsDoneWords(after), after)
  },
}
