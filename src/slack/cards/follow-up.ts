import type { CampaignState } from '../../domain/campaign.ts'
import { actions, section } from '../kit/blocks.ts'
import { bold, dateToken, joinMd, lines, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, itemButton } from './buttons.ts'
import type { Look } from './look.ts'
import { campaignTitle, dueSaid, longRich, person } from './parts.ts'

/** A question to an analyst; afterwards what was found. */
export function followUpCard(state: CampaignState, n: number, look: Look): Message {
  const { campaign } = state
  const followUp = state.followUps.find((each) => each.n === n)
  const name = `${campaign.key}-${n}`
  if (!followUp) return message({ text: md`There is no follow-up ${name} any more.` })
  const question = longRich(followUp.question, 2_500, look)
  if (followUp.state === 'answered') {
    const at = followUp.answeredAt ? md`, ${dateToken(followUp.answeredAt)}` : ''
    const answered = md`${bold(name)} of ${campaignTitle(campaign)} was answered by ${person(followUp.answeredBy, look)}${at}`
    const finding = longRich(followUp.finding ?? '', 2_500, look)
    return message({
      text: lines(answered, finding, question),
      blocks: [section(answered), section(md`Asked  ${question}`), section(md`Found  ${finding}`)],
    })
  }
  const due = followUp.dueAt
    ? md`${dueSaid(followUp.dueAt, look.now)} (${dateToken(followUp.dueAt)})`
    : md`without a due date`
  const asks = md`${person(followUp.askedBy, look)} asks about ${campaignTitle(campaign)}, ${bold(name)}`
  const facts = joinMd([followUp.step, due], ' · ')
  return message({
    text: lines(asks, question, facts),
    blocks: [
      section(asks),
      section(question),
      section(facts),
      actions([itemButton('Answer…', CLICK.answer, { c: campaign.id, n }, name)]),
    ],
  })
}
