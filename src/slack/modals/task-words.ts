import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Task, TaskVerb } from '../../domain/state/tasks.ts'
import { waitsWords } from '../../domain/tasks/predecessors.ts'
import { findTask, taskStateWords } from '../../domain/tasks/tasks.ts'
import { token } from '../../domain/text/tokens.ts'
import { leadMark, leadWords } from '../../domain/time/lead-time.ts'

/** What a person is told after something became of a task, by a form or a command; with the tokens of `rich`. */
export function taskChangedWords(state: CampaignState, n: number, verb: TaskVerb): string {
  const task = findTask(state, n)
  const { key } = state.campaign
  const which = `Task ${n} of \`${key}\``
  switch (verb) {
    case 'assign':
      return `${which} waits for ${token.person(task.assignee ?? '')} now: ${task.title}`
    case 'due':
      return `${which} is due ${dueSaid(task)}: ${task.title}`
    case 'after':
      return `${which} ${waitsWords(task.after ?? [])}: ${task.title}`
    case 'rename':
      return `${which} is called now: ${task.title}`
    case 'check':
      return `Noted what was looked at for task ${n} of \`${key}\`: ${task.title}`
    default:
      return `${which} ${taskStateWords(task.state)}: ${task.title}`
  }
}

/** "Tue 3 Mar 17:00", "T-3d, Tue 3 Mar 17:00", or "3 days before go-live" while there is none. */
export function dueSaid({ dueAt, lead }: Task): string {
  if (!dueAt) return lead ? leadWords(lead) : 'at no time'
  return lead ? `${leadMark(lead)}, ${token.day(dueAt)}` : token.day(dueAt)
}

export function taskRemovedWords(before: CampaignState, n: number): string {
  return `Task ${n} of \`${before.campaign.key}\` is removed: ${findTask(before, n).title}`
}
