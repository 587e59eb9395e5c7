import type { Campaign, FollowUp } from '../../domain/campaign.ts'
import { buttonValue } from '../buttons.ts'
import { actions, type KitBlock, note, section } from '../kit/blocks.ts'
import { bold, code, dateToken, type Inline, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageButtons, page as pageOf } from '../kit/paging.ts'
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

/** Rows a page: each has a button and may hold a question and its finding. */
const PAGE = 10

/** The value of the buttons that turn a page of follow-ups. */
export interface OfFollowUpPage {
  readonly of: 'all' | 'mine' | 'campaign'
  readonly key?: string
  readonly page: number
}

/** One page of `/campaign followups`; `title` says whose or of what they are. */
export function followUpsMessage(
  all: readonly CampaignFollowUp[],
  { title, page, ...which }: OfFollowUpPage & { readonly title: Inline },
  look: Look,
): Message {
  if (all.length === 0) return message({ text: md`${title}: none.` })
  const shown = pageOf(all, page, PAGE)
  const rows = shown.items.map(({ campaign, item }) => ({
    campaign,
    item,
    line: followUpLine(campaign, item, look),
  }))
  const place = shown.pages > 1 ? md`Follow-ups ${shown.from} to ${shown.to} of ${shown.total}` : null
  return message({
    text: lines(md`${title}: ${all.length}`, ...rows.map(({ line }) => line), place),
    blocks: [
      section(bold(title)),
      ...rows.flatMap(({ campaign, item, line }) => row(campaign, item, line)),
      place && note(place),
      pageButtons(shown, {
        actionId: CLICK.followUpsPage,
        value: (number) => buttonValue({ ...which, page: number } satisfies OfFollowUpPage),
      }),
    ],
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
