import type { CampaignState } from '../../domain/state/campaign.ts'
import type { TaskVerb } from '../../domain/state/tasks.ts'
import { findTask, taskStateWords } from '../../domain/tasks/tasks.ts'
import { token } from '../../domain/text/tokens.ts'

/** What a person is told after something became of a task, by a form or a command; with the tokens of `rich`. */
export function taskChangedWords(state: CampaignState, n: number, verb: TaskVerb): string {
  const task = findTask(state, n)
  const { key } = state.campaign
  const which = `Task ${n} of \`${key}\``
  switch (verb) {
    case 'assign':
      return `${which} waits for ${token.person(task.assignee ?? '')} now: ${task.title}`
    case 'due':
      return `${which} is due ${token.day(task.dueAt ?? 0)}: ${task.title}`
    case 'rename':
      return `${which} is called now: ${task.title}`
    case 'check':
      return `Noted what was looked at for task ${n} of \`${key}\`: ${task.title}`
    default:
      return `${which} ${taskStateWords(task.state)}: ${task.title}`
  }
}

export function taskRemovedWords(before: CampaignState, n: number): string {
  return `Task ${n} of \`${before.campaign.key}\` is removed: ${findTask(before, n).title}`
}
