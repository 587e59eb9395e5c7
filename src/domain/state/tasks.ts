import type { UserId } from '../people.ts'
import type { Step, TeamKind } from '../terms.ts'
import { type AnsweredEvent, isGood, type KeptAnswer } from './answers.ts'

export const TASK_STATES = ['todo', 'doing', 'blocked', 'done', 'waived'] as const

export type TaskState = (typeof TASK_STATES)[number]

export interface Task {
  /** Counts from 1 within the campaign; never reused. */
  readonly n: number
  readonly title: string
  readonly step: Step
  readonly team: TeamKind
  /** Who was asked; without one it is the campaign's owner (growth) or data partner (data). */
  readonly assignee: UserId | null
  readonly dueAt: Date | null
  readonly required: boolean
  readonly state: TaskState
  /** What was looked at, why it is blocked, or why it was waived. */
  readonly evidence: string | null
  /** Name of the declared check that answers for it; null where people do. */
  readonly check: string | null
  /** Who was told that it is late; missing where nobody was. */
  readonly told?: ToldLate
  /** What its check said last; missing before it was asked. */
  readonly answer?: KeptAnswer
  /** Who waived it, though a machine answers for it. */
  readonly waivedBy?: UserId
}

/** Who has heard that a task is late; another due date begins anew. */
export interface ToldLate {
  readonly holder: Told
  readonly lead?: Told
}

interface Told {
  readonly to: UserId
  readonly at: Date
}

/** A task as events hold it: those of before a check could be named name none. */
export type TaskThen = Omit<Task, 'check'> & Partial<Pick<Task, 'check'>>

export function taskNow(task: TaskThen): Task {
  return { ...task, check: task.check ?? null }
}

export type TaskVerb = 'start' | 'done' | 'block' | 'reopen' | 'waive' | 'assign' | 'due' | 'check' | 'rename'

/** Who is told that a required task is late: whoever has it, and a working day later somebody else. */
export type LateFor = 'holder' | 'lead'

/** Somebody was told that a task is late. */
export interface LateEvent {
  readonly kind: 'task_nudged'
  readonly n: number
  readonly late: LateFor
  readonly to: UserId
}

export function toldAfter(tasks: readonly Task[], { n, late, to }: LateEvent, at: Date): Task[] {
  const told = (task: Task): ToldLate =>
    late === 'lead' && task.told ? { ...task.told, lead: { to, at } } : { holder: { to, at } }
  return tasks.map((task) => (task.n === n ? { ...task, told: told(task) } : task))
}

/** Tasks as checks answered: one that a machine answers for is done while its answer is good, unless it is waived. */
export function answeredAfter(tasks: readonly Task[], { answers }: AnsweredEvent, at: Date): Task[] {
  return tasks.map((task) => {
    const answered = answers.find(({ n }) => n === task.n)
    return answered ? withAnswer(task, answered.after, at) : task
  })
}

/** The task with an answer that is `at` its newest. */
export function withAnswer(task: Task, answer: KeptAnswer, at: Date): Task {
  if (task.state === 'waived') return { ...task, answer }
  if (!isGood(answer, at)) return { ...task, answer, state: task.state === 'done' ? 'todo' : task.state }
  // What blocked it is no evidence that it is done.
  const evidence = task.state === 'blocked' ? null : task.evidence
  return { ...task, answer, state: 'done', evidence }
}
