import type { Button } from '@slack/types'
import { isReady } from '../../domain/readiness/standing.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { openBefore, waitsWords } from '../../domain/tasks/predecessors.ts'
import { readiness } from '../../domain/tasks/readiness.ts'
import { hasEnded, holderOf, isOpen, isOverdue, taskPerson } from '../../domain/tasks/tasks.ts'
import { leadMark, leadWords } from '../../domain/time/lead-time.ts'
import { buttonValue } from '../buttons.ts'
import { button, type KitBlock, note, overflow, section } from '../kit/blocks.ts'
import { bold, code, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageButtons, page as pageOf } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { wholeWords } from '../kit/text.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'
import { checkFact, taskGlyph } from './check-lines.ts'
import { bottleneckLine } from './launch-path.ts'
import { type Look, offers } from './look.ts'
import { campaignLink, dueDay, person, short, shortRich } from './parts.ts'

/** Rows a page. */
const PAGE = 10

/** The value of a page's buttons. */
export interface OfPage {
  readonly c: number
  readonly page: number
}

/** The checklist of a campaign, what is late or blocked first; `page` counts from 1. */
export function tasksMessage(state: CampaignState, page: number, look: Look): Message {
  const { campaign } = state
  const shown = pageOf(inOrder(state, look), page, PAGE)
  const { required, ready } = readiness(state.tasks, look.now)
  const head = md`Tasks of ${campaignLink(campaign, look)}: ${bold(md`${ready} of ${required} done`)}`
  const title = lines(head, bottleneckLine(state, look))
  const rows = shown.items.map((task) => ({ task, line: listLine(task, state, look) }))
  const place = shown.pages > 1 ? md`Tasks ${shown.from} to ${shown.to} of ${shown.total}` : null
  return message({
    text: lines(title, ...rows.map(({ line }) => line), place),
    blocks: [
      section(title),
      ...rows.map(({ task, line }) => row(task, line, state, look, shown.number)),
      place && note(place),
      pageButtons(shown, {
        actionId: CLICK.tasksPage,
        value: (number) => buttonValue({ c: campaign.id, page: number } satisfies OfPage),
      }),
    ],
  })
}

/** Some of them, each with its menu. */
export function someTasksMessage(state: CampaignState, tasks: readonly Task[], look: Look): Message {
  const rows = tasks.slice(0, PAGE).map((task) => ({ task, line: taskLine(task, state, look) }))
  return message({
    text: lines(campaignLink(state.campaign, look), ...rows.map(({ line }) => line)),
    blocks: [
      section(campaignLink(state.campaign, look)),
      ...rows.map(({ task, line }) => row(task, line, state, look, 1)),
      note(md`What became of it: ${code(`/campaign task ${state.campaign.key} ${tasks[0]?.n ?? 1} done`)}`),
    ],
  })
}

/** What is late or blocked first, then the others that are required, optional or closed, each by their numbers. */
function inOrder({ tasks }: CampaignState, look: Look): Task[] {
  const rank = (task: Task) => {
    if (task.check !== null && !isReady(task, look.now)) return task.required ? 0 : 2
    if (!isOpen(task)) return 3
    if (isOverdue(task, look.now) || task.state === 'blocked') return 0
    return task.required ? 1 : 2
  }
  return [...tasks].sort((a, b) => rank(a) - rank(b) || a.n - b.n)
}

/** The value of an option in the menu of a task. */
export interface OfTaskMenu extends OfItem {
  readonly do: (typeof MENU)[number]
}

export const MENU = ['done', 'ask', 'start', 'block', 'waive', 'reopen', 'change', 'remove'] as const

const MENU_WORDS: Readonly<Record<OfTaskMenu['do'], string>> = {
  done: 'Mark done',
  ask: 'Ask again',
  start: 'Start',
  block: 'Blocked…',
  waive: 'Waive…',
  reopen: 'Reopen',
  change: 'Change…',
  remove: 'Remove…',
}

/** One line and one menu. */
function row(task: Task, line: Mrkdwn, state: CampaignState, look: Look, at: number): KitBlock {
  const value: OfItem = { c: state.campaign.id, n: task.n, at }
  const choices = possible(task, state, look).map((what) => ({
    text: MENU_WORDS[what],
    value: buttonValue({ do: what, ...value } satisfies OfTaskMenu),
  }))
  const menu = choices.length > 0 ? { accessory: overflow({ actionId: CLICK.taskMenu, choices }) } : {}
  return section(line, { blockId: `task.${task.n}`, ...menu })
}

function possible(task: Task, { campaign }: CampaignState, look: Look): OfTaskMenu['do'][] {
  if (hasEnded(campaign)) return []
  const [open, checked] = [isOpen(task), task.check !== null]
  const changes = offers(look, 'change_task', { campaign, task })
  const waives = look.reader !== holderOf(task, campaign) && offers(look, 'waive_check', { campaign, task })
  const offered: Readonly<Record<OfTaskMenu['do'], boolean>> = {
    done: changes && open && !checked,
    ask: checked && task.state !== 'waived',
    // A menu holds five: what a machine answers for nobody starts.
    start: changes && open && !checked && task.state !== 'doing',
    block: changes && open && task.state !== 'blocked',
    waive: checked && task.state !== 'waived' && waives,
    reopen: changes && !open && !(checked && task.state === 'done'),
    change: changes,
    remove: changes && offers(look, 'remove_task', { campaign }) && (!checked || waives),
  }
  return MENU.filter((what) => offered[what])
}

/** What a machine answers for is asked of it again. */
export function doneButton(task: Task, value: OfItem): Button {
  if (task.check !== null) return askButton(task, value)
  return itemButton('Mark done', CLICK.taskDone, value, task.title)
}

/** The same where what was looked at is asked for. */
export function doneWithButton(task: Task, value: OfItem): Button {
  if (task.check !== null) return askButton(task, value)
  return itemButton('Mark done…', CLICK.taskDoneWith, value, task.title)
}

function askButton(task: Task, value: OfItem): Button {
  return itemButton('Ask again', CLICK.askCheck, value, task.title)
}

export function blockButton(task: Task, value: OfItem): Button | null {
  if (task.state === 'blocked') return null
  return button({ text: 'Blocked…', actionId: CLICK.taskBlock, value: buttonValue(value) })
}

const SOON = 2 * 86_400_000
/** Two lines of a phone. */
const ROOM = 56
/** What "due tomorrow 17:00" takes of it, and a title gets at least. */
const DATE_ROOM = 18
const LEAST_TITLE = 20

/** The same in the room of a phone: the beginning of a long title, and when it is due where that is soon or past. */
function listLine(task: Task, all: CampaignState, look: Look): Mrkdwn {
  const { campaign, tasks } = all
  const who = person(taskPerson(task, campaign), look)
  const state = task.state === 'todo' || task.state === 'done' ? '' : task.state
  const soon = task.dueAt !== null && task.dueAt.getTime() - look.now.getTime() < SOON
  const due = isOpen(task) && (soon || (task.lead && !task.dueAt)) ? taskDue(task, look) : null
  const waits = waitsSaid(task, tasks)
  const optional = task.required ? '' : 'optional'
  const taken =
    who.source.length + state.length + optional.length + (due ? DATE_ROOM : 0) + (waits ?? '').length
  const title = short(wholeWords(task.title, Math.max(LEAST_TITLE, ROOM - taken)), 160)
  const facts = [
    md`${taskGlyph(task, look)} ${task.n} ${title}`,
    who,
    state || null,
    due,
    waits,
    optional || null,
  ]
  return lines(joinMd(facts, ' · '), checkFact(task, look))
}

/** "■ 3 *Audience model is fresh*  Raj · blocked · 2 days late" and its evidence. */
export function taskLine(
  task: Task,
  { campaign, tasks }: Pick<CampaignState, 'campaign' | 'tasks'>,
  look: Look,
): Mrkdwn {
  const facts = [
    person(taskPerson(task, campaign), look),
    task.state === 'todo' || task.state === 'done' ? null : task.state,
    isOpen(task) ? taskDue(task, look) : null,
    waitsSaid(task, tasks),
    task.required ? null : 'optional',
  ]
  const waived = task.check !== null && task.state === 'waived'
  const evidence = task.evidence && !waived ? shortRich(task.evidence, 160, look) : null
  const title = bold(short(task.title, 160))
  const line = md`${taskGlyph(task, look)} ${task.n} ${title}  ${joinMd(facts, ' · ')}`
  return lines(line, checkFact(task, look), evidence)
}

/** "due Tue 3 Mar", "due T-3d, Tue 3 Mar", or "3 days before go-live" while there is none. */
export function taskDue({ dueAt, lead }: Task, { now }: Look): Mrkdwn | null {
  if (!dueAt) return lead ? md`${leadWords(lead)}` : null
  return dueDay(dueAt, now, lead && leadMark(lead))
}

/** "waits for 2 and 5"; null where it waits for none that is open. */
function waitsSaid(task: Task, tasks: readonly Task[]): string | null {
  const open = isOpen(task) ? openBefore(task, tasks) : []
  return open.length > 0 ? waitsWords(open) : null
}
