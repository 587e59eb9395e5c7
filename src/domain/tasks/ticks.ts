import type { UserId } from '../people.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { RecordedEvent } from '../state/events.ts'
import { token } from '../text/tokens.ts'
import { taskPerson } from './tasks.ts'

/** Who said last that a task is done, and when. */
export interface Tick {
  readonly n: number
  readonly by: UserId
  readonly at: Date
}

/** Of a history, oldest first: the newest tick of each task. */
export function ticksOf(history: readonly RecordedEvent[]): Tick[] {
  const ticks = new Map<number, Tick>()
  for (const { at, actor, event } of history)
    if (event.kind === 'task_changed' && event.verb === 'done')
      ticks.set(event.after.n, { n: event.after.n, by: actor.userId, at })
  return [...ticks.values()]
}

/** "all ticked by Ana, today 09:09, 6 for others, none with evidence"; empty where no required task is done. */
export function tickedWords({ campaign, tasks }: CampaignState, ticks: readonly Tick[]): string {
  const done = tasks.filter(({ required, state, check }) => required && check === null && state === 'done')
  const each = done.flatMap((task) => {
    const tick = ticks.find(({ n }) => n === task.n)
    return tick ? [{ task, tick }] : []
  })
  if (each.length === 0) return ''
  const by = [...new Set(each.map(({ tick }) => tick.by))]
  const last = new Date(Math.max(...each.map(({ tick }) => tick.at.getTime())))
  const others = each.filter(({ task, tick }) => (taskPerson(task, campaign) ?? tick.by) !== tick.by).length
  const looked = done.filter(({ evidence }) => evidence !== null).length
  return [
    by.length === 1 ? `all ticked by ${token.person(by[0] ?? '')}` : `ticked by ${by.length} people`,
    `${by.length === 1 ? '' : 'last '}${token.time(last)}`,
    ...(others > 0 ? [`${others} for others`] : []),
    looked === 0
      ? 'none with evidence'
      : looked === done.length
        ? 'all with evidence'
        : `${looked} with evidence`,
  ].join(', ')
}
