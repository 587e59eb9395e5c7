import { endWords } from '../../domain/growth/words.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import type { Learning } from '../../usecases/reads/follow-ups.ts'
import { buttonValue } from '../buttons.ts'
import { actions, type KitBlock, note, section } from '../kit/blocks.ts'
import { bold, code, dateToken, joinMd, lines, link, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Page, pageButtons } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import { draftButton, ideaRows, lineageLine, offspringLine } from './lineage.ts'
import { type Look, offers } from './look.ts'
import { campaignLink, count, keyLink, person, short, shortRich } from './parts.ts'

/** Rows a page: each may hold a finding, a decision and ideas with their buttons. */
export const LEARNINGS_PAGE = 5
const IDEAS_SHOWN = 3

/** The value of the buttons that turn a page. */
export interface OfLearningsPage {
  readonly q: string
  readonly page: number
}

interface LookedFor {
  readonly query: string
  /** Only so many of the newest conclusions and answers were looked through. */
  readonly among?: number | undefined
}

/** What `/campaign learnings` found: one page of it, the best matches first; without words the newest. */
export function learningsMessage(found: Page<Learning>, { query, among }: LookedFor, look: Look): Message {
  const about =
    query === '' ? md`What was learned last` : md`What was learned about ${bold(short(query, 150))}`
  if (found.total === 0) return message({ text: md`${about}: nothing yet.` })
  const title = md`${about}: ${found.total}`
  const rows = found.items.map((each) => ({ each, said: learningLines(each, look) }))
  const place = found.pages > 1 ? md`${found.from} to ${found.to} of ${found.total}` : null
  const bound = among === undefined ? null : md`${boundWords(query, among)}`
  return message({
    text: lines(title, ...rows.flatMap(({ said }) => said), place, bound),
    blocks: [
      section(title),
      ...rows.flatMap(({ each, said }) => [section(lines(...said)), ...below(each, look)]),
      place && note(place),
      bound && note(bound),
      pageButtons(found, {
        actionId: CLICK.learningsPage,
        value: (page) => buttonValue({ q: query, page } satisfies OfLearningsPage),
      }),
    ],
  })
}

function boundWords(query: string, among: number): string {
  const newest = `These are of the newest ${formatCount(among)} conclusions and answers.`
  return query === '' ? `${newest} Words find older ones.` : `${newest} Rarer words find older ones.`
}

function learningLines(learning: Learning, look: Look): Mrkdwn[] {
  return learning.kind === 'conclusion'
    ? concludedLines(learning.campaign, look)
    : answeredLines(learning.campaign, learning.item, look)
}

function answeredLines(campaign: Campaign, followUp: FollowUp, look: Look): Mrkdwn[] {
  const { n, question, answer, answeredBy, answeredAt } = followUp
  if (!answer) return []
  const at = answeredAt ? md` ${dateToken(answeredAt, '{date_short_pretty}')}` : ''
  const ground = [answer.confidence && md`confidence ${answer.confidence}`, answer.link && link(answer.link)]
  const grounds = ground.some(Boolean) ? md` (${joinMd(ground, ', ')})` : ''
  const led = offspringLine(campaign, followUp, look)
  return [
    md`● ${keyLink(`${campaign.key}-${n}`, look)} ${bold(shortRich(question, 200, look))}`,
    md`${person(answeredBy, look)}${at}: ${shortRich(answer.finding, 500, look)}${grounds}`,
    ...(answer.decision ? [md`Decided  ${shortRich(answer.decision, 300, look)}`] : []),
    ...(led ? [led] : []),
  ]
}

function concludedLines(campaign: Campaign, look: Look): Mrkdwn[] {
  const { conclusion, endedAt } = campaign
  if (!conclusion) return []
  const at = endedAt ? md` ${dateToken(endedAt, '{date_short_pretty}')}` : ''
  const lineage = lineageLine(campaign, look)
  return [
    md`● ${campaignLink(campaign, look)} concluded${at}. ${endWords(conclusion)}`,
    shortRich(conclusion.learned, 600, look),
    ...(lineage ? [lineage] : []),
  ]
}

/** What can grow from it. */
function below(learning: Learning, look: Look): KitBlock[] {
  const { campaign } = learning
  if (learning.kind === 'conclusion') {
    const draft = draftButton({ c: campaign.id }, campaign.conclusion?.learned ?? '')
    const row = actions([offers(look, 'create', null) && draft])
    return row ? [row] : []
  }
  const more = (learning.item.answer?.ideas.length ?? 0) - IDEAS_SHOWN
  const shown = ideaRows(campaign, learning.item, IDEAS_SHOWN, look)
  const name = code(`/campaign followup ${campaign.key}-${learning.item.n}`)
  return more > 0 ? [...shown, note(md`${count(more, 'more idea')}: ${name}`)] : shown
}
