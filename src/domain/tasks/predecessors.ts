/** Tasks that wait for others of their campaign. */

import { Refusal } from '../../refusal.ts'
import type { UserId } from '../people.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { type Task, waitingFor } from '../state/tasks.ts'
import { isBlank } from '../text/visible.ts'
import { listed } from '../text/words.ts'
import { findTask, isOpen, refuseEnded, refuseOwn } from './tasks.ts'

/** Numbers of the open tasks that it waits for. */
export function openBefore({ after = [] }: Pick<Task, 'after'>, tasks: readonly Task[]): number[] {
  return tasks.filter((each) => after.includes(each.n) && isOpen(each)).map(({ n }) => n)
}

/** Throws a Refusal for the number of a task that is not there. */
export function checkPredecessors(state: CampaignState, numbers: readonly number[]): readonly number[] {
  for (const n of numbers) findTask(state, n)
  return [...new Set(numbers)].sort((a, b) => a - b)
}

/** The event that makes a task wait for others, or for none. Throws a Refusal for itself, an unknown one, or a circle. */
export function waitFor(state: CampaignState, n: number, numbers: readonly number[]): CampaignEvent {
  refuseEnded(state.campaign)
  const before = findTask(state, n)
  const after = checkPredecessors(state, numbers)
  const { key } = state.campaign
  if (after.includes(n)) throw new Refusal('invalid', `Task ${n} of ${key} can't wait for itself.`)
  const way = after.flatMap((each) => wayTo(n, each, state.tasks) ?? [])
  if (way.length > 0)
    throw new Refusal(
      'conflict',
      `Task ${n} of ${key} can't wait for ${way[0]}: ${[...way, n].join(' waits for ')}, so none of them could begin.`,
    )
  const same = JSON.stringify(after) === JSON.stringify(before.after ?? [])
  if (same) throw new Refusal('conflict', `Task ${n} of ${key} ${waitsWords(after)} already.`)
  return { kind: 'task_changed', verb: 'after', before, after: waitingFor(before, after) }
}

/** The numbers along which `from` comes to wait for `to`, without `to`; null where it does not. */
export function wayTo(
  to: number,
  from: number,
  tasks: readonly Pick<Task, 'n' | 'after'>[],
  seen = new Set<number>(),
): number[] | null {
  seen.add(from)
  const after = tasks.find(({ n }) => n === from)?.after ?? []
  if (after.includes(to)) return [from]
  for (const next of after) {
    const way = seen.has(next) ? null : wayTo(to, next, tasks, seen)
    if (way) return [from, ...way]
  }
  return null
}

/**
 * The event that takes a task off the checklist, with those that waited for it alone. Throws a Refusal once the campaign has
 * ended, where a required one lacks a word, and to who has what a machine answers for.
 */
export function takeOff(
  state: CampaignState,
  n: number,
  words: string | null,
  by: UserId,
): Extract<CampaignEvent, { kind: 'task_removed' }> {
  refuseEnded(state.campaign)
  const task = findTask(state, n)
  if (task.check !== null) refuseOwn(state.campaign, task, 'remove', by)
  if (task.required && isBlank(words ?? ''))
    throw new Refusal(
      'invalid',
      `Task ${n} of ${state.campaign.key} is required: say why it goes, so that who approves can tell. \`/campaign task ${state.campaign.key} ${n} remove <why>\``,
    )
  const frees = freedBy(n, state).map((each) => each.n)
  return { kind: 'task_removed', task, words, ...(frees.length > 0 ? { frees } : {}) }
}

/** Open tasks that waited for a task as the last of those that are open: it is done, or is no longer waited for. */
export function freedBy(n: number, { tasks }: Pick<CampaignState, 'tasks'>): Task[] {
  return tasks.filter(
    (each) => each.after?.includes(n) && isOpen(each) && openBefore(each, tasks).every((open) => open === n),
  )
}

const SHOWN = 5

/** "waits for 2 and 5" */
export function waitsWords(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'waits for no other task'
  const [more, shown] = [numbers.length - SHOWN, numbers.slice(0, SHOWN).map(String)]
  return `waits for ${listed(more > 0 ? [...shown, `${more} more`] : shown)}`
}
