import type { Campaign, FollowUp } from '../../domain/campaign.ts'
import { actions, type KitBlock, note, section } from '../kit/blocks.ts'
import { fitList } from '../kit/fit.ts'
import { bold, code, dateToken, type Inline, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { durationWords } from '../kit/words.ts'
import { CLICK, itemButton } from './buttons.ts'
import type { Look } from './look.ts'
import { dueSaid, person, shortRich } from './parts.ts'

/** A follow-up with the campaign it belongs to. */
export interface CampaignFollowUp {
  readonly campaign: Campaign
  readonly item: FollowUp
}

/** The list of `/campaign followups`; `title` says whose or of what it is. */
export function followUpsMessage(all: readonly CampaignFollowUp[], title: Inline, look: Look): Message {
  if (all.length === 0) return message({ text: md`${title}: none.` })
  const rows = all.map(({ campaign, item }) => ({ campaign, item, line: followUpLine(campaign, item, look) }))
  return message({
    text: lines(md`${title}: ${all.length}`, ...rows.map(({ line }) => line)),
    blocks: fitList({
      head: [section(bold(title))],
      items: rows.map(({ campaign, item, line }) => row(campaign, item, line)),
      more: (hidden) =>
        note(md`and ${hidden} more; ${code('/campaign followups <key>')} shows those of one campaign`),
    }),
  })
}

function row(campaign: Campaign, item: FollowUp, line: Mrkdwn): KitBlock[] {
  if (item.state === 'answered') return [section(line)]
  const answer = itemButton(
    'Answer…',
    CLICK.answer,
    { c: campaign.id, n: item.n },
    `${campaign.key}-${item.n}`,
  )
  const buttons = actions([answer])
  return buttons ? [section(line), buttons] : [section(line)]
}

/** "○ winback-3 Why does Web buy less?  Raj, 2 days late, asked 5 days ago", or "● … answered by Raj: …". */
export function followUpLine(campaign: Pick<Campaign, 'key'>, followUp: FollowUp, look: Look): Mrkdwn {
  const { n, askedAt, dueAt, answeredAt } = followUp
  const name = code(`${campaign.key}-${n}`)
  const question = shortRich(followUp.question, 240, look)
  if (followUp.state === 'answered') {
    const at = answeredAt ? md` ${dateToken(answeredAt)}` : ''
    const finding = shortRich(followUp.finding ?? '', 300, look)
    return md`● ${name} ${question}  answered by ${person(followUp.answeredBy, look)}${at}: ${finding}`
  }
  const age = `asked ${durationWords(look.now.getTime() - askedAt.getTime())} ago`
  const due = dueAt && dueSaid(dueAt, look.now)
  return md`○ ${name} ${question}  ${joinMd([person(followUp.assignee, look), due, age], ', ')}`
}
