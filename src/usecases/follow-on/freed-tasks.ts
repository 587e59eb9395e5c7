import type { Notice } from '../../domain/message.ts'
import type { Answered } from '../../domain/state/answers.ts'
import type { TaskEvent } from '../../domain/state/task-events.ts'
import { type Task, taskNow } from '../../domain/state/tasks.ts'
import { subjectOf } from '../../domain/subject.ts'
import { freedBy, openBefore } from '../../domain/tasks/predecessors.ts'
import { hasEnded, holderOf, isOpen } from '../../domain/tasks/tasks.ts'
import type { Followed } from './followed.ts'
import * as words from './notices.ts'

/** Tells who has a task that what it waited for is there. */
export async function tellFreed(
  change: Followed,
  { verb, before, after }: Extract<TaskEvent, { kind: 'task_changed' }>,
): Promise<void> {
  const { tasks } = change.state
  if (isOpen(taskNow(before)) !== isOpen(taskNow(after)))
    await change.outbox.redraw('notice', subjectOf('freed', after.n))
  if (verb === 'after') {
    const now = tasks.find(({ n }) => n === after.n)
    const waited = openBefore(taskNow(before), tasks)
    if (now && isOpen(now) && waited.length > 0 && openBefore(now, tasks).length === 0)
      await tellFree(change, [now], waited)
    return
  }
  if (isOpen(taskNow(before)) && !isOpen(taskNow(after)))
    await tellFree(change, freedBy(after.n, change.state), [after.n])
}

/** The same where a machine answers for what it waited for, and says for the first time that it is there. */
export async function tellFreedByCheck(change: Followed, { n, before }: Answered): Promise<void> {
  const done = change.state.tasks.find((task) => task.n === n)?.state === 'done'
  if (done && !before?.stands) await tellFree(change, freedBy(n, change.state), [n])
}

/** One message a task and moment: several that it waited for may be done at once. Who freed it knows. */
export async function tellFree(
  { state, by, outbox, open }: Followed,
  tasks: readonly Task[],
  waited: readonly number[],
): Promise<void> {
  const { campaign } = state
  if (hasEnded(campaign)) return
  for (const task of tasks) {
    const target = holderOf(task, campaign)
    if (target === by) continue
    const said = words.freed(state, task, task.after ?? waited)
    const data: Notice = { words: said, offers: ['finish_task', 'tasks'], taskN: task.n }
    await outbox.post({ kind: 'notice', subject: subjectOf('freed', task.n, open.now()), target, data })
  }
}
