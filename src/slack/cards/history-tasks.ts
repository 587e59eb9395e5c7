import { answeredWords } from '../../domain/readiness/words.ts'
import type { TaskEvent } from '../../domain/state/task-events.ts'
import type { TaskVerb } from '../../domain/state/tasks.ts'
import { dateToken, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { person, short, shortRich } from './parts.ts'

const TASK_VERBS: Readonly<Record<TaskVerb, string>> = {
  start: 'started',
  done: 'marked done',
  block: 'marked blocked',
  reopen: 'reopened',
  waive: 'waived',
  assign: 'assigned',
  due: 'moved the due date of',
  check: 'noted what was looked at for',
  rename: 'renamed',
}

/** What became of a task, to follow a name. */
export function taskWords(event: TaskEvent, look: Look): Mrkdwn {
  switch (event.kind) {
    case 'task_added':
      return md`added task ${event.task.n} ${short(event.task.title, 120)}`
    case 'task_removed':
      return md`removed task ${event.task.n} ${short(event.task.title, 120)}${event.words ? md`: ${shortRich(event.words, 200, look)}` : ''}`
    case 'task_changed':
      return changeWords(event, look)
    case 'task_nudged':
      return md`told ${person(event.to, look)} that task ${event.n} is late`
    case 'check_answered':
      return md`saw ${short(answeredWords(event), 380)}`
  }
}

function changeWords(
  { verb, before, after }: Extract<TaskEvent, { kind: 'task_changed' }>,
  look: Look,
): Mrkdwn {
  const task = md`${TASK_VERBS[verb]} task ${after.n} ${short(after.title, 120)}`
  if (verb === 'rename')
    return md`renamed task ${after.n} ${short(before.title, 120)} to ${short(after.title, 120)}`
  if (verb === 'assign') return md`${task} to ${person(after.assignee, look)}`
  if (verb === 'due') return md`${task}${after.dueAt ? md` to ${dateToken(after.dueAt)}` : ''}`
  const said = after.evidence && after.evidence !== before.evidence
  return said ? md`${task}: ${shortRich(after.evidence, 160, look)}` : task
}
