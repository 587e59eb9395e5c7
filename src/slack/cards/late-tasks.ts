import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { isOpen, taskPerson } from '../../domain/tasks/tasks.ts'
import { actions, type KitBlock, note, section } from '../kit/blocks.ts'
import { fitList } from '../kit/fit.ts'
import { bold, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { OfItem } from './buttons.ts'
import { checkFact, taskGlyph } from './check-lines.ts'
import { type Look, offers } from './look.ts'
import { mineButton } from './menu.ts'
import { count, dueSaid, keyLink, person, short } from './parts.ts'
import { blockButton, doneWithButton } from './tasks.ts'

/** A late task with its campaign. */
interface LateTask {
  readonly state: CampaignState
  readonly task: Task
}

/** All that somebody hears of on one day: tasks of theirs that are late, and late ones of others. */
export function lateTasksCard(late: readonly LateTask[], look: Look): Message {
  const open = late.filter(({ task }) => isOpen(task))
  const title = titleOf(open, look)
  const rows = late.map((each) => ({ each, line: rowLine(each, look) }))
  return message({
    text: lines(title, ...rows.map(({ line }) => line)),
    blocks: fitList({
      head: [section(title)],
      items: rows.map(({ each, line }): KitBlock[] => rowBlocks(each, line, look)),
      more: (hidden) => note(md`and ${hidden} more: My work has all of them`),
      tail: open.length > 0 ? [actions([mineButton()])].filter((row) => row !== null) : [],
    }),
  })
}

function titleOf(open: readonly LateTask[], { reader }: Look): Mrkdwn {
  if (open.length === 0) return md`Nothing is late any more of this:`
  const own = open.filter(({ state, task }) => taskPerson(task, state.campaign) === reader).length
  const others = open.length - own
  const said = [
    own > 0 && `${count(own, 'required task')} of yours ${own === 1 ? 'is' : 'are'} late`,
    others > 0 && `${count(others, 'required task')} of others ${others === 1 ? 'is' : 'are'} late`,
  ]
  return bold(md`${joinMd(said, ', ')}.`)
}

/** "○ *Audience model is fresh*  winback · Raj · 2 days late". */
function rowLine({ state, task }: LateTask, look: Look): Mrkdwn {
  const { campaign } = state
  const facts = [
    keyLink(campaign.key, look),
    person(taskPerson(task, campaign), look),
    isOpen(task) ? task.dueAt && dueSaid(task.dueAt, look.now) : task.state,
  ]
  return lines(
    md`${taskGlyph(task, look)} ${bold(short(task.title, 160))}  ${joinMd(facts, ' · ')}`,
    checkFact(task, look),
  )
}

function rowBlocks({ state, task }: LateTask, line: Mrkdwn, look: Look): KitBlock[] {
  if (!isOpen(task) || !offers(look, 'change_task', { ...state, task })) return [section(line)]
  const value: OfItem = { c: state.campaign.id, n: task.n }
  const row = actions([doneWithButton(task, value), blockButton(task, value)])
  return row ? [section(line), row] : [section(line)]
}
