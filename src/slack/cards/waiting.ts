import type { Button } from '@slack/types'
import { DateTime } from 'luxon'
import { unreadOf } from '../../domain/people.ts'
import type { Waiting, WaitsOn } from '../../usecases/reads/waiting.ts'
import { buttonValue } from '../buttons.ts'
import { actions, divider, type KitBlock, type Maybe, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE, type Part } from '../kit/fit.ts'
import { bold, code, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageButtons, page as pageOf } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { approveButton, CLICK, confirmButton, itemButton, type OfItem, sendAgainButton } from './buttons.ts'
import { launchButton } from './campaign-actions.ts'
import { checkFact, taskGlyph } from './check-lines.ts'
import { choiceButtons, concludeButton } from './choice-buttons.ts'
import { followUpButtons } from './follow-up-buttons.ts'
import { campaignLine } from './list.ts'
import { type Look, offers } from './look.ts'
import { overLine } from './over.ts'
import { overviewParts } from './overview.ts'
import { count, dueSaid, keyLink, linkTo, packed, person, short, shortRich, stepWords } from './parts.ts'
import { blockButton, doneButton } from './tasks.ts'

const GROUPS = ['Overdue', 'Today', 'This week', 'Later', 'Without a date'] as const
type Group = (typeof GROUPS)[number]

/** Things a page of the message. */
const PAGE = 10

/** The value of the buttons that turn a page of what waits. */
export interface OfWaitingPage {
  readonly page: number
}

/** `/campaign`: what waits on a person, and the campaigns they run. `zone` (IANA) is where their days begin and end. */
export function waitingMessage({ waiting, campaigns }: WaitsOn, look: Look, zone: string, page = 1): Message {
  const title =
    waiting.length === 0
      ? md`Nothing waits on you.`
      : md`${count(waiting.length, 'thing')} ${waiting.length === 1 ? 'waits' : 'wait'} on you.`
  const shown = pageOf(waiting, page, PAGE)
  const rows = shown.items.map((each) => rowLine(each, look))
  const mine = shown.number === 1 ? campaigns : []
  const names = mine.map((campaign) => campaignLine(campaign, look))
  const place = shown.pages > 1 ? md`Things ${shown.from} to ${shown.to} of ${shown.total}` : null
  return message({
    text: lines(
      title,
      unreadLine(look),
      ...rows,
      place,
      names.length > 0 ? md`Your campaigns` : null,
      ...names,
    ),
    blocks: fitParts(
      [
        ...groupParts(shown.items, look, zone, shown.number),
        place && note(place),
        pageButtons(shown, {
          actionId: CLICK.waitingPage,
          value: (number) => buttonValue({ page: number } satisfies OfWaitingPage),
        }),
        ...(shown.number === 1 ? campaignParts(campaigns, look) : []),
      ],
      MESSAGE,
    ),
  })
}

/** The same list for Home, whole: overdue first, each with what can be done about it; what has no room is counted. */
export function waitingParts({ waiting, campaigns, overview }: WaitsOn, look: Look, zone: string): Part[] {
  const told = new Set(overview?.standings.map(({ campaignId }) => campaignId))
  const others = campaigns.filter(({ id }) => !told.has(id))
  return [
    ...groupParts(waiting, look, zone),
    ...(overview ? overviewParts(overview, look) : []),
    ...(others.length > 0 ? campaignParts(others, look) : []),
  ]
}

/** `page`: the page of the message that they stand on. */
function groupParts(waiting: readonly Waiting[], look: Look, zone: string, page = 1): Part[] {
  const unread = unreadLine(look)
  const missing = unread ? [note(unread)] : []
  if (waiting.length === 0) return [section(md`Nothing waits on you.`), ...missing]
  const groupOf = groupsAt(look.now, zone)
  const grouped = waiting.map((each) => ({ each, of: groupOf(each) }))
  const groups = GROUPS.flatMap((group): Part[] => {
    const rows = grouped.filter(({ of }) => of === group)
    if (rows.length === 0) return []
    const items = rows.map(({ each }) => rowBlocks(each, look, page))
    return [section(bold(group)), { items, more: moreWait }]
  })
  return [...missing, ...groups]
}

/** For whoever may be of a team by its user group alone: what waits on them would be missing without a word. */
function unreadLine({ members, reader }: Look): Mrkdwn | null {
  const unread = unreadOf(members)
  const known = [...members.values()].some((team) => reader !== null && team.has(reader))
  if (unread.length === 0 || known) return null
  const groups = unread.length === 1 ? 'group' : 'groups'
  return md`I can't read the user ${groups} of ${unread.join(' and ')} just now, so approvals that wait on you may be missing here.`
}

const moreWait = (hidden: number): KitBlock =>
  note(md`and ${hidden} more; ${code('/campaign')} shows all of them, in pages`)

function campaignParts(campaigns: WaitsOn['campaigns'], look: Look): Part[] {
  if (campaigns.length === 0) return [note(md`You run no campaign: ${code('/campaign new <name>')}`)]
  const all = packed(
    campaigns.map((campaign) => campaignLine(campaign, look)),
    1_000,
  )
  return [
    divider(),
    section(bold('Your campaigns')),
    {
      items: all.map((text) => [section(text)]),
      more: () => note(md`There are more: ${code('/campaign list mine')}`),
    },
  ]
}

/** In whose days something is due, for hundreds of things at once; a launch that waits for a confirmation is always due today. */
export function groupsAt(now: Date, zone: string): (waiting: Waiting) => Group {
  const here = DateTime.fromJSDate(now, { zone })
  const [today, week] = [here.endOf('day').toMillis(), here.endOf('week').toMillis()]
  return ({ kind, dueAt }) => {
    if (kind === 'step' || kind === 'launch') return 'Today'
    if (!dueAt) return 'Without a date'
    if (dueAt.getTime() < now.getTime()) return 'Overdue'
    if (dueAt.getTime() <= today) return 'Today'
    return dueAt.getTime() <= week ? 'This week' : 'Later'
  }
}

function rowBlocks(each: Waiting, look: Look, page: number): KitBlock[] {
  const row = actions(rowButtons(each, look, page))
  return row ? [section(rowLine(each, look)), row] : [section(rowLine(each, look))]
}

/** What it is, of which campaign, by when. */
function rowLine(each: Waiting, look: Look): Mrkdwn {
  const { campaign } = each
  const key = keyLink(campaign.key, look)
  const due = each.dueAt ? md`${dueSaid(each.dueAt, look.now)}` : null
  switch (each.kind) {
    case 'task': {
      const { item } = each
      const holds = item.required && !campaign.liveAt ? 'holds the launch' : null
      const why = item.state === 'blocked' && item.evidence ? shortRich(item.evidence, 120, look) : null
      const row = md`${taskGlyph(item, look)} ${bold(short(item.title, 160))}  ${joinMd([key, due, holds, why], ' · ')}`
      return lines(row, checkFact(item, look))
    }
    case 'approval': {
      const asked = md`asked by ${person(each.item.by, look)}, expires ${dateToken(each.item.expiresAt)}`
      return md`${bold(md`Approve ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, asked], ' · ')}`
    }
    case 'step':
      return md`${bold(md`${each.item.state === 'failed' ? 'Send again or stop: step' : 'Confirm step'} ${each.item.n}`)} ${stepWords(each.item.plan, look)}  ${joinMd([key, 'the launch waits for it'], ' · ')}`
    case 'launch':
      return md`${bold(md`Launch ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, 'approved'], ' · ')}`
    case 'choice':
      return md`${bold(md`Decide ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, linkTo(`${campaign.key}:digest`, each.item.verdict.words, look, 160), due], ' · ')}`
    case 'end':
      return md`${bold(md`Conclude ${linkTo(campaign.key, campaign.brief.name, look)}`)}  ${joinMd([key, overLine({ campaign }, look) ?? 'decided'], ' · ')}`
    case 'follow_up': {
      const name = keyLink(`${campaign.key}-${each.item.n}`, look)
      return md`${bold('Answer')} ${name} ${shortRich(each.item.question, 200, look)}${due ? md`  ${due}` : ''}`
    }
  }
}

function rowButtons(each: Waiting, look: Look, page: number): Maybe<Button>[] {
  const { campaign } = each
  if (each.kind === 'launch')
    return [offers(look, 'launch', each) && launchButton(campaign, look, { at: 'card' })]
  if (each.kind === 'end') return [concludeButton(each, look)]
  const value: OfItem = { c: campaign.id, n: each.item.n, at: 'waiting', ...(page > 1 ? { page } : {}) }
  switch (each.kind) {
    case 'task':
      if (!offers(look, 'change_task', { campaign, task: each.item })) return []
      return [doneButton(each.item, value), blockButton(each.item, value)]
    case 'approval':
      return [
        offers(look, 'decide', { campaign, request: each.item }) && approveButton(value, campaign.key),
        itemButton('Details', CLICK.details, value, campaign.key),
      ]
    case 'step':
      if (each.item.state === 'failed') return [offers(look, 'retry_step', each) && sendAgainButton(value)]
      return [
        offers(look, 'confirm_step', { campaign, step: each.item }) &&
          confirmButton(value, campaign.key, md`Once you confirm it, the launch goes on.`),
      ]
    case 'choice':
      return choiceButtons(each, look, { at: 'waiting', ...(page > 1 ? { page } : {}) })
    case 'follow_up':
      return followUpButtons(campaign, each.item, look, { at: 'waiting', ...(page > 1 ? { page } : {}) })
  }
}
