import { DateTime } from 'luxon'
import { unreadOf } from '../../domain/people.ts'
import type { Waiting, WaitsOn } from '../../usecases/reads/waiting.ts'
import { buttonValue } from '../buttons.ts'
import { actions, divider, type KitBlock, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE, type Part } from '../kit/fit.ts'
import { bold, code, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageButtons, page as pageOf } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import type { ListPage } from './follow-up-buttons.ts'
import { campaignLine } from './list.ts'
import type { Look } from './look.ts'
import { mutedPart } from './mute.ts'
import { overviewParts } from './overview.ts'
import { count, packed } from './parts.ts'
import { heldOnce, rowButtons, rowLine } from './waiting-row.ts'

const GROUPS = ['Overdue', 'Today', 'This week', 'Later', 'Without a date'] as const
type Group = (typeof GROUPS)[number]

/** Things a page of the message. */
const PAGE = 10

/** The value of the buttons that turn a page of what waits. */
export interface OfWaitingPage {
  readonly page: number
}

/** `/campaign`: what waits on a person, and the campaigns they run. `zone` (IANA) is where their days begin and end. */
export function waitingMessage(waits: WaitsOn, look: Look, zone: string, page = 1): Message {
  const { waiting, campaigns } = waits
  const title = waitingTitle(waits)
  const shown = pageOf(waiting, page, PAGE)
  const items = heldOnce(shown.items)
  const rows = items.map((each) => rowLine(each, look))
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
        ...(isNoneOfMore(waits) ? [section(title)] : groupParts(items, look, zone, onPage(shown.number))),
        place && note(place),
        pageButtons(shown, {
          actionId: CLICK.waitingPage,
          value: (number) => buttonValue({ page: number } satisfies OfWaitingPage),
        }),
        ...(shown.number === 1 ? campaignParts(campaigns, look, waits.moreCampaigns) : []),
        mutedPart(waiting, campaigns, look),
      ],
      MESSAGE,
    ),
  })
}

/** What a page of that message speaks of: names are asked for nobody else. */
export function waitingFacts({ waiting, campaigns }: WaitsOn, page = 1): readonly unknown[] {
  const { items, number } = pageOf(waiting, page, PAGE)
  return [items, number === 1 ? campaigns : []]
}

/** Whether nobody can say that nothing waits, though nothing of what was read does. */
const isNoneOfMore = ({ waiting, more }: WaitsOn) => more === true && waiting.length === 0

/** Of more than was read nobody says how much it is. */
export function waitingTitle({ waiting: { length }, more }: Pick<WaitsOn, 'waiting' | 'more'>): Mrkdwn {
  if (more && length === 0) return md`More is open than I can look through: something of it may wait on you.`
  if (more) return md`More than ${count(length, 'thing')} wait on you. These are the most urgent ones.`
  if (length === 0) return md`Nothing waits on you.`
  return md`${count(length, 'thing')} ${length === 1 ? 'waits' : 'wait'} on you.`
}

/** No Home has room for more: each row takes two of its hundred blocks. */
const ON_HOME = 50

/** What Home can show of it: names are asked for nobody else. */
export function homeFacts({ waiting, campaigns, overview }: WaitsOn): readonly unknown[] {
  return [waiting.slice(0, ON_HOME), campaigns, overview]
}

/** The same list for Home, whole: overdue first, each with what can be done about it; what has no room is counted. */
export function waitingParts(waits: WaitsOn, look: Look, zone: string): Part[] {
  const { waiting, campaigns, overview } = waits
  const told = new Set(overview?.standings.map(({ campaignId }) => campaignId))
  const others = campaigns.filter(({ id }) => !told.has(id))
  return [
    ...(waits.more ? [note(waitingTitle(waits))] : []),
    ...(isNoneOfMore(waits)
      ? []
      : groupParts(heldOnce(waiting), look, zone, onPage(1), waits.more ? moreOfThese : moreWait)),
    ...(overview ? overviewParts(overview, look) : []),
    ...(others.length > 0 ? campaignParts(others, look, waits.moreCampaigns) : []),
    mutedPart(waiting, campaigns, look),
  ]
}

/** The list that is drawn again where a button on it was pressed. */
const onPage = (page: number): ListPage => ({ at: 'waiting', ...(page > 1 ? { page } : {}) })

/** `list`: what they stand on; nothing where that changes by itself. */
export function groupParts(
  waiting: readonly Waiting[],
  look: Look,
  zone: string,
  list: ListPage,
  more = moreWait,
): Part[] {
  const unread = unreadLine(look)
  const missing = unread ? [note(unread)] : []
  if (waiting.length === 0) return [section(md`Nothing waits on you.`), ...missing]
  const groupOf = groupsAt(look.now, zone)
  const grouped = waiting.map((each) => ({ each, of: groupOf(each) }))
  const groups = GROUPS.flatMap((group): Part[] => {
    const rows = grouped.filter(({ of }) => of === group)
    if (rows.length === 0) return []
    const items = rows.map(({ each }) => rowBlocks(each, look, list))
    return [section(bold(group)), { items, more }]
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

/** Where there are others that were not read. */
const moreOfThese = (hidden: number): KitBlock =>
  note(md`and ${hidden} more of these; ${code('/campaign')} shows them in pages`)

const MORE_CAMPAIGNS = md`There are more: ${code('/campaign list mine')}`

function campaignParts(
  campaigns: WaitsOn['campaigns'],
  look: Look,
  others: WaitsOn['moreCampaigns'],
): Part[] {
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
      more: () => note(MORE_CAMPAIGNS),
    },
    others === true && note(MORE_CAMPAIGNS),
  ]
}

/** In whose days something is due, for hundreds of things at once; a launch that waits for a confirmation is always due today. */
export function groupsAt(now: Date, zone: string): (waiting: Waiting) => Group {
  const here = DateTime.fromJSDate(now, { zone })
  const [today, week] = [here.endOf('day').toMillis(), here.endOf('week').toMillis()]
  return ({ kind, dueAt }) => {
    if (kind === 'step' || kind === 'launch' || kind === 'submit') return 'Today'
    if (!dueAt) return 'Without a date'
    if (dueAt.getTime() < now.getTime()) return 'Overdue'
    if (dueAt.getTime() <= today) return 'Today'
    return dueAt.getTime() <= week ? 'This week' : 'Later'
  }
}

function rowBlocks(each: Waiting, look: Look, list: ListPage): KitBlock[] {
  const row = actions(rowButtons(each, look, list))
  return row ? [section(rowLine(each, look)), row] : [section(rowLine(each, look))]
}
