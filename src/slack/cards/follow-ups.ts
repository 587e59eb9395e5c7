import { isLate } from '../../domain/follow-up/follow-up.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { Answer, FollowUp, FollowUpState } from '../../domain/state/follow-ups.ts'
import { durationWords } from '../../domain/time/duration-words.ts'
import { buttonValue } from '../buttons.ts'
import { actions, type KitBlock, note, section } from '../kit/blocks.ts'
import { bold, dateToken, type Inline, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageButtons, page as pageOf } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import { unanswered } from './follow-up.ts'
import { followUpButtons, type ListPage } from './follow-up-buttons.ts'
import type { Look } from './look.ts'
import { count, dueSaid, keyLink, person, shortRich } from './parts.ts'

/** A follow-up with the campaign it belongs to. */
export interface CampaignFollowUp {
  readonly campaign: Campaign
  readonly item: FollowUp
}

/** Rows a page: each has a button and may hold a question and its finding. */
export const FOLLOW_UPS_PAGE = 10

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
  const shown = pageOf(all, page, FOLLOW_UPS_PAGE)
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
      ...rows.flatMap(({ campaign, item, line }) =>
        row(campaign, item, line, look, { at: which.of, page: shown.number }),
      ),
      place && note(place),
      pageButtons(shown, {
        actionId: CLICK.followUpsPage,
        value: (number) => buttonValue({ ...which, page: number } satisfies OfFollowUpPage),
      }),
    ],
  })
}

function row(campaign: Campaign, item: FollowUp, line: Mrkdwn, look: Look, list: ListPage): KitBlock[] {
  const buttons = actions(followUpButtons(campaign, item, look, list))
  return buttons ? [section(line), buttons] : [section(line)]
}

const GLYPH: Readonly<Record<FollowUpState, string>> = {
  open: '○',
  accepted: '◐',
  answered: '●',
  declined: '◌',
}

/** "○ winback-3 Why does Web buy less?  Raj, due in 2 days, asked 5 days ago", or what became of it. */
export function followUpLine(campaign: Pick<Campaign, 'key'>, followUp: FollowUp, look: Look): Mrkdwn {
  const name = keyLink(`${campaign.key}-${followUp.n}`, look)
  const question = shortRich(followUp.question, 240, look)
  return md`${GLYPH[followUp.state]} ${name} ${question}  ${whatBecame(followUp, look)}`
}

/** "Raj, due in 2 days, asked 5 days ago"; "no answer from Raj, 2 days late; Dana has been told"; "answered by Raj …". */
export function whatBecame(followUp: FollowUp, look: Look): Mrkdwn {
  const { state, assignee, askedAt, dueAt, answer, answeredBy, answeredAt, declined } = followUp
  if (answer) {
    const at = answeredAt ? md` ${dateToken(answeredAt)}` : ''
    return md`answered by ${person(answeredBy, look)}${at}: ${answerInShort(answer, look)}`
  }
  if (declined)
    return md`declined by ${person(declined.by, look)} ${dateToken(declined.at)}: ${shortRich(declined.reason, 300, look)}`
  if (isLate(followUp, look.now) && dueAt) return silence(followUp, dueAt, look)
  const who = state === 'accepted' ? md`accepted by ${person(assignee, look)}` : person(assignee, look)
  const age = `asked ${durationWords(look.now.getTime() - askedAt.getTime())} ago`
  return joinMd([who, dueAt && dueSaid(dueAt, look.now), age], ', ')
}

/** The silence has a name, and says who knows of it. */
function silence(followUp: FollowUp, dueAt: Date, look: Look): Mrkdwn {
  const told = followUp.escalated ? md`; ${person(followUp.escalated.to, look)} has been told` : ''
  return md`${unanswered(followUp, look)}, ${dueSaid(dueAt, look.now)}${told}`
}

function answerInShort({ finding, confidence, decision, ideas }: Answer, look: Look): Mrkdwn {
  const sure = confidence ? ` (confidence ${confidence})` : ''
  const decided = decision ? md` Decided: ${shortRich(decision, 160, look)}` : ''
  const more = ideas.length > 0 ? md` (${count(ideas.length, 'idea')})` : ''
  return md`${shortRich(finding, 300, look)}${sure}${decided}${more}`
}
