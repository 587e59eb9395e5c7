import type { CheckDefinition } from '../catalog/catalog.ts'
import {
  type AnsweredEvent,
  type CheckAnswer,
  type CheckStatus,
  type KeptAnswer,
  RED,
} from '../state/answers.ts'
import type { CampaignState } from '../state/campaign.ts'
import { type Task, withAnswer } from '../state/tasks.ts'

/** What answers came, by the names of their checks, and when they were asked for. */
export interface Run {
  readonly answers: ReadonlyMap<string, CheckAnswer>
  readonly askedAt: Date
  readonly now: Date
}

type Terms = Pick<CheckDefinition, 'maxAgeMinutes' | 'warnPasses'>

const HOUR_MINUTES = 60

/** Of a check that is declared no more. */
const UNDECLARED: Terms = { maxAgeMinutes: 0 }

function termsOf({ check }: Task, declared: readonly CheckDefinition[]): Terms {
  return declared.find(({ name }) => name === check) ?? UNDECLARED
}

/** When it is time to ask the check of a task again, long ago where it never was; null for one that is waived: nobody asks it. */
export function dueAt({ check, state, answer }: Task, declared: readonly CheckDefinition[]): Date | null {
  if (check === null || state === 'waived') return null
  const every = declared.find(({ name }) => name === check)?.everyMinutes ?? HOUR_MINUTES
  return new Date(answer ? answer.askedAt.getTime() + every * 60_000 : 0)
}

/** What became of a run: one event of what moved, and one that is not written of what only says so again. */
export function answerEvents(
  state: CampaignState,
  run: Run,
  declared: readonly CheckDefinition[],
): AnsweredEvent[] {
  const kept = state.tasks.flatMap((task) => {
    const answer = task.check === null ? undefined : run.answers.get(task.check)
    const asked = task.answer?.askedAt ?? run.askedAt
    // A slower run has asked before a newer one did.
    if (!answer || asked > run.askedAt) return []
    return [{ task, after: keptAfter(task.answer, answer, run.askedAt, termsOf(task, declared)) }]
  })
  const moved = kept.filter(({ task, after }) => isMoved(task, after, run.now))
  const same = kept.filter((each) => !moved.includes(each))
  return [
    ...(moved.length > 0 ? [event(moved)] : []),
    ...(same.length > 0 ? [{ ...event(same), renews: true } as const] : []),
  ]
}

/** Its tasks with what the run said of them, whether that was kept or not. */
export function answeredTasks(
  { tasks }: CampaignState,
  run: Run,
  declared: readonly CheckDefinition[],
): Task[] {
  return tasks.map((task) => {
    const answer = task.check === null ? undefined : run.answers.get(task.check)
    if (!answer || task.answer?.askedAt.getTime() === run.askedAt.getTime()) return task
    return { ...task, answer: keptAfter(task.answer, answer, run.askedAt, termsOf(task, declared)) }
  })
}

function event(kept: readonly { readonly task: Task; readonly after: KeptAnswer }[]): AnsweredEvent {
  const answers = kept.map(({ task, after }) => ({ n: task.n, before: task.answer ?? null, after }))
  return { kind: 'check_answered', answers }
}

function isMoved(task: Task, after: KeptAnswer, now: Date): boolean {
  return (
    task.answer?.newest.status !== after.newest.status || withAnswer(task, after, now).state !== task.state
  )
}

const LONGEST = 500

/** Whether it says the same still: failing and warning in turns are one trouble. */
function isSame({ newest, counts: counted }: KeptAnswer, status: CheckStatus, counts: boolean): boolean {
  if (newest.status === status) return true
  return RED.has(newest.status) && !counted && RED.has(status) && !counts
}

/** An answer as it is kept after the one before. */
export function keptAfter(
  before: KeptAnswer | undefined,
  found: CheckAnswer,
  askedAt: Date,
  { maxAgeMinutes, warnPasses }: Terms,
): KeptAnswer {
  const newest = { ...found, words: found.words?.slice(0, LONGEST) ?? null }
  const { status, at } = newest
  const counts = status === 'pass' || (status === 'warn' && warnPasses === true)
  const sinceAt = before && isSame(before, newest.status, counts) ? before.sinceAt : askedAt
  // A clock that is ahead of ours makes nothing fresher.
  const from = Math.min((at ?? askedAt).getTime(), askedAt.getTime())
  const staleAt = new Date(from + maxAgeMinutes * 60_000)
  // What was seen at some time was asked, whatever it calls itself.
  const unasked = status === 'error' && at === null
  const stands = counts || (unasked && before?.stands === true)
  const good = counts ? { answer: newest, askedAt, staleAt } : (before?.good ?? null)
  return { newest, counts, stands, askedAt, sinceAt, good }
}
