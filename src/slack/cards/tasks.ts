import type { Button } from '@slack/types'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { readiness } from '../../domain/tasks/readiness.ts'
import { isOpen, taskPerson } from '../../domain/tasks/tasks.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type KitBlock, note, section } from '../kit/blocks.ts'
import { bold, code, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageButtons, page as pageOf } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, itemButton, type OfItem } from './buttons.ts'
import { type Look, offers } from './look.ts'
import { campaignTitle, dueSaid, person, short, shortRich, TASK_GLYPH } from './parts.ts'

/** Rows a page: each has three buttons, and Slack counts their text too. */
const PAGE = 10

/** The value of a page's buttons. */
export interface OfPage {
  readonly c: number
  readonly page: number
}

/** The checklist of a campaign, what holds the launch first; `page` counts from 1. */
export function tasksMessage(state: CampaignState, page: number, look: Look): Message {
  const { campaign } = state
  const shown = pageOf(inOrder(state, look), page, PAGE)
  const { required, ready } = readiness(state.tasks, look.now)
  const title = md`${campaignTitle(campaign)}: ${ready} of ${required} required tasks are done`
  const rows = shown.items.map((task) => ({ task, line: taskLine(task, state, look) }))
  const place = shown.pages > 1 ? md`Tasks ${shown.from} to ${shown.to} of ${shown.total}` : null
  const add = md`Add one: ${code(`/campaign task ${campaign.key} add <title>`)}`
  return message({
    text: lines(title, ...rows.map(({ line }) => line), place),
    blocks: [
      section(title),
      ...rows.flatMap(({ task, line }) => row(task, line, state, look, shown.number)),
      note(joinMd([place, add], ' · ')),
      pageButtons(shown, {
        actionId: CLICK.tasksPage,
        value: (number) => buttonValue({ c: campaign.id, page: number } satisfies OfPage),
      }),
    ],
  })
}

/** What holds the launch, then other open tasks, then the closed ones. */
function inOrder({ tasks }: CampaignState, look: Look): Task[] {
  const { holding } = readiness(tasks, look.now)
  const optional = tasks.filter((task) => isOpen(task) && !task.required)
  return [...holding, ...optional, ...tasks.filter((task) => !isOpen(task))]
}

function row(task: Task, line: Mrkdwn, { campaign }: CampaignState, look: Look, at: number): KitBlock[] {
  if (!isOpen(task) || !offers(look, 'change_task', { campaign, task })) return [section(line)]
  const value: OfItem = { c: campaign.id, n: task.n, at }
  const buttons = actions([doneButton(task, value), startButton(task, value), blockButton(task, value)])
  return buttons ? [section(line), buttons] : [section(line)]
}

export function doneButton(task: Task, value: OfItem): Button {
  return itemButton('Mark done', CLICK.taskDone, value, task.title)
}

export function blockButton(task: Task, value: OfItem): Button | null {
  return task.state === 'blocked' ? null : plainButton('Blocked…', CLICK.taskBlock, value)
}

function startButton(task: Task, value: OfItem): Button | null {
  return task.state === 'doing' ? null : plainButton('Start', CLICK.taskStart, value)
}

const plainButton = (text: string, actionId: string, value: OfItem): Button =>
  button({ text, actionId, value: buttonValue(value) })

/** "■ 3 *Audience model is fresh*  model · Raj · 2 days late" and its evidence. */
export function taskLine(task: Task, { campaign }: Pick<CampaignState, 'campaign'>, look: Look): Mrkdwn {
  const due =
    isOpen(task) && task.dueAt
      ? md`${dueSaid(task.dueAt, look.now)}, ${dateToken(task.dueAt, '{date_short_pretty}')}`
      : null
  const facts = [
    task.step,
    person(taskPerson(task, campaign), look),
    task.state === 'todo' || task.state === 'done' ? null : task.state,
    due,
    task.required ? null : 'optional',
  ]
  const evidence = task.evidence ? shortRich(task.evidence, 160, look) : null
  const title = bold(short(task.title, 160))
  return lines(md`${TASK_GLYPH[task.state]} ${task.n} ${title}  ${joinMd(facts, ' · ')}`, evidence)
}
