import type { TaskThen } from '../../domain/state/tasks.ts'
import { newestTo } from '../../store/messages.ts'
import { deliver } from '../outbox.ts'
import type { Followed } from './followed.ts'

/** What a message about late tasks holds. */
export interface LateTasks {
  readonly items: readonly { readonly c: number; readonly n: number }[]
}

/** Draws what says that a task is late anew: it may be done by now. */
export async function redrawLate({ open, state: { campaign } }: Followed, task: TaskThen): Promise<void> {
  const { told, n } = task
  if (!told) return
  const people = [told.holder.to, ...(told.lead ? [told.lead.to] : [])]
  const messages = await newestTo(open.db, { teamId: campaign.teamId, kind: 'late_tasks' }, people)
  for (const message of messages) {
    const { items } = message.data as LateTasks
    if (items.some((each) => each.c === campaign.id && each.n === n)) await deliver(open, message)
  }
}
