import type {
  AnsweredFollowUp,
  ConcludedCampaign,
  Learned,
  PortfolioDigest,
} from '../../domain/digest/portfolio.ts'
import { scopeTyped, scopeWords } from '../../domain/digest/portfolio.ts'
import type { Standing } from '../../domain/digest/standing.ts'
import { endWords } from '../../domain/growth/words.ts'
import { dayWords } from '../../domain/readout/words.ts'
import { stageWords } from '../../domain/state/stage.ts'
import { durationWords } from '../../domain/time/duration-words.ts'
import { buttonValue } from '../buttons.ts'
import { type KitBlock, note, section } from '../kit/blocks.ts'
import { fitList } from '../kit/fit.ts'
import { bold, clipMrkdwn, code, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { page, pageButtons } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { count, keyLink, linkTo, person, short, shortRich } from './parts.ts'

/** Campaigns a page: each may take 600 characters of a message's 10 000. */
export const PORTFOLIO_PAGE = 15
const ROW = 600

/** The value of a page's buttons. */
export interface OfPortfolioPage {
  readonly d: number
  readonly page: number
}

/** A digest of many campaigns; further pages are shown to the person who asks for them. */
export function portfolioCard(digest: PortfolioDigest, number: number, look: Look): Message {
  const { content } = digest
  if (!content) return message({ text: md`${scopeWords(digest.scope)}: this digest is being made.` })
  const at = digest.madeAt ?? digest.slot
  const title = md`${bold(scopeWords(digest.scope))}, ${dateToken(at)}`
  return content.kind === 'live'
    ? liveCard(digest, content.standings, title, number, look)
    : learnedCard(digest, content, title, look)
}

function liveCard(
  { id }: PortfolioDigest,
  standings: readonly Standing[],
  title: Mrkdwn,
  number: number,
  look: Look,
): Message {
  const shown = page(standings, number, PORTFOLIO_PAGE)
  const rows = shown.items.map((standing) => standingLine(standing, look))
  const rest = standings.length - shown.to
  const more =
    rest > 0 ? md`and ${rest} more, the better ones: press Next, or ${code('/campaign list live')}` : null
  const meaning = meaningLine(standings)
  return message({
    text: lines(title, meaning, ...rows, more),
    blocks: [
      section(lines(title, meaning)),
      ...rows.map((row) => section(row)),
      more && note(more),
      pageButtons(shown, {
        actionId: CLICK.portfolioPage,
        value: (to) => buttonValue({ d: id, page: to } satisfies OfPortfolioPage),
      }),
    ],
  })
}

function meaningLine(standings: readonly Standing[]): Mrkdwn {
  if (standings.length === 0) return md`No campaign is live.`
  const all = count(standings.length, 'campaign')
  const pressing = standings.filter((each) => each.pressing)
  const of = (is: (each: Standing) => boolean | undefined) => standings.filter((each) => is(each)).length
  const unread = of(({ readAt }) => readAt === null)
  if (pressing.length === 0)
    return md`${all}, none with a problem${unread > 0 ? `, ${unread} never read` : ''}.`
  const ending = [
    [of(({ failed }) => failed), 'not read'],
    [unread, 'never read'],
    [of(({ failed, rank }) => rank === 0 && !failed), 'with a problem'],
    [of(({ decision }) => decision !== undefined), 'waiting for a decision'],
    [of(({ over }) => over), 'over'],
    [of(({ overdue, late, decision }) => overdue > 0 || late === 'missed' || decision === 'late'), 'late'],
  ] as const
  const counted = ending.flatMap(([n, words]) => (n > 0 ? [`${n} ${words}`] : []))
  const these = counted.length > 0 ? `${all}, ${counted.join(', ')}` : all
  const named = pressing.slice(0, 5).map(({ key }) => code(key))
  const more = pressing.length > 5 ? [md`${pressing.length - 5} more`] : []
  return md`${these}; to look at: ${joinMd([...named, ...more], ', ')}.`
}

/** The verdict in one sentence, the day, the main lift, its age, and what is asked; a command to look. */
function standingLine(standing: Standing, look: Look): Mrkdwn {
  const { key, name, day, horizonDays, stage, verdict, reason, lift } = standing
  const paused = stage === 'live' ? '' : `, ${stageWords(stage)}`
  const glyph = standing.pressing ? '■ ' : ''
  const head = md`${glyph}${bold(linkTo(key, name, look, 60))}  ${code(key)}, ${dayWords({ day, horizonDays })}${paused}`
  const facts = [
    lift === null ? null : short(lift, 100),
    readLine(standing, look),
    decisionLine(standing, look),
    standing.over ? 'its days are over: conclude it' : null,
    askedLine(standing),
    code(`/campaign results ${key}`),
  ]
  const why = reason ? md` ${short(reason, 160)}` : ''
  return clipMrkdwn(
    lines(md`${head}  ${bold(linkTo(`${key}:digest`, verdict, look, 200))}${why}`, joinMd(facts, ' · ')),
    ROW,
  )
}

/** How old the figures are: those that should be newer say so. */
function readLine({ readAt, late, key }: Standing, look: Look): Mrkdwn {
  if (!readAt) return md`never read: ${code(`/campaign digest ${key} now`)}`
  const read = md`as of ${dateToken(readAt)}`
  if (!late) return read
  const age = durationWords(look.now.getTime() - readAt.getTime())
  const why = late === 'missed' ? 'its own digest is overdue' : 'it has no digest of its own'
  return md`${read}, ${age} old: ${why}`
}

function decisionLine({ decision, owner }: Standing, look: Look): Mrkdwn | null {
  if (decision === undefined) return null
  return decision === 'late'
    ? md`${person(owner, look)} has not decided, late`
    : md`waits for ${person(owner, look)} to decide`
}

function askedLine({ open, overdue }: Standing): string | null {
  if (open === 0) return null
  return `${count(open, 'follow-up')} open${overdue > 0 ? `, ${overdue} overdue` : ''}`
}

function learnedCard({ scope }: PortfolioDigest, content: Learned, title: Mrkdwn, look: Look): Message {
  const { concluded, answered, sinceAt } = content
  const since = md`since ${dateToken(sinceAt)}`
  const meaning =
    concluded.length + answered.length === 0
      ? md`Nothing was concluded and nothing answered ${since}.`
      : md`${count(concluded.length, 'campaign')} concluded and ${count(answered.length, 'question')} answered ${since}.`
  const rows = [
    ...concluded.map((each) => concludedLine(each, look)),
    ...answered.map((each) => answeredLine(each, look)),
  ]
  return message({
    text: lines(title, meaning, ...rows),
    blocks: fitList({
      head: [section(lines(title, meaning))],
      items: rows.map((row): KitBlock[] => [section(row)]),
      more: (hidden) => note(md`and ${hidden} more: ${code('/campaign list concluded')} has the campaigns.`),
      tail: [note(md`Set with ${code(`/campaign digest ${scopeTyped(scope)}`)}.`)],
    }),
  })
}

/** The three answers of a conclusion. */
function concludedLine(
  { key, name, owner, reached, growth, learned }: ConcludedCampaign,
  look: Look,
): Mrkdwn {
  const answers = endWords({ reached, growth })
  return lines(
    md`${bold(linkTo(key, name, look, 120))}  ${code(key)}, of ${person(owner, look)}: ${answers}`,
    shortRich(learned, 600, look),
  )
}

function answeredLine(
  { key, n, question, finding, decision, answeredBy }: AnsweredFollowUp,
  look: Look,
): Mrkdwn {
  const asked = md`● ${keyLink(`${key}-${n}`, look)} ${shortRich(question, 240, look)}`
  const found = md`${person(answeredBy, look)}: ${shortRich(finding ?? '', 500, look)}`
  return lines(asked, found, decision ? md`Decided: ${shortRich(decision, 300, look)}` : null)
}
