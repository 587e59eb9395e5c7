import type { Notice } from '../../domain/message.ts'
import type { ReminderEvent } from '../../domain/state/reminder-events.ts'
import { subjectOf } from '../../domain/subject.ts'
import { bottleneckOf } from '../../domain/tasks/critical-path.ts'
import { bottleneckWords, unmetWords } from '../../domain/tasks/path-words.ts'
import { findTask } from '../../domain/tasks/tasks.ts'
import type { Followed } from './followed.ts'

/** Who owns it hears that its go-live can't be met, with what mends it; the thread does too. */
export async function tellUnmet(
  { state, outbox, open }: Followed,
  { launchAt, n, at, to }: Extract<ReminderEvent, { kind: 'go_live_unmet' }>,
): Promise<void> {
  const bottleneck = bottleneckOf(state, open.now())
  const said = [
    unmetWords({ goLive: launchAt, task: findTask(state, n), at }, state.campaign),
    ...(bottleneck ? [`Holds the launch: ${bottleneckWords(bottleneck)}`] : []),
  ].join('\n')
  const subject = subjectOf('go_live', launchAt)
  const taskN = bottleneck ? { taskN: bottleneck.task.n } : {}
  const data: Notice = { words: said, offers: ['move_go_live', 'finish_task', 'tasks'], ...taskN }
  await outbox.post({ kind: 'notice', subject, target: to, data })
  await outbox.postInThread(subject, said)
}

/** What it offered may be done, or moved. */
export async function redrawUnmet({ state: { campaign }, outbox }: Followed): Promise<void> {
  if (campaign.unmetLaunchAt) await outbox.redraw('notice', subjectOf('go_live', campaign.unmetLaunchAt))
}
