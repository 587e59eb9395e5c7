import type { Task, TaskVerb } from '../src/domain/state/tasks.ts'
import { readiness } from '../src/domain/tasks/readiness.ts'
import { findTask, LONGEST_TITLE, type TaskChange } from '../src/domain/tasks/tasks.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { quoted, withinLength } from '../src/domain/text/typed-value.ts'
import { isBlank } from '../src/domain/text/visible.ts'
import { someTasksMessage } from '../src/slack/cards/tasks.ts'
import { taskChangedWords, taskRemovedWords } from '../src/slack/modals/task-words.ts'
import { drawn, said } from '../src/slack/replies/said.ts'
import { readState } from '../src/usecases/reads/campaigns.ts'
import { removeTasks, updateTasks } from '../src/usecases/tasks.ts'
import type { TypedAct, TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import { readDue, readNumbersOf } from './task-words.ts'
import type { Words } from './words.ts'

export interface TaskChangeTyped {
  readonly key: string
  readonly change: TaskChange
  /** Further tasks that the same is said of. */
  readonly others?: readonly number[]
}

const VERBS: readonly TaskVerb[] = [
  'start',
  'done',
  'block',
  'reopen',
  'waive',
  'assign',
  'due',
  'after',
  'check',
  'rename',
]
const REMOVING = ['remove', 'delete'] as const
const ASKS: Readonly<Partial<Record<TaskVerb, string>>> = {
  block: 'Say what it waits for, so that the others need not ask.',
  waive: 'Say why it is not needed, so that the others need not ask.',
  check: 'Say what was looked at, in words or as a link.',
}

export interface TaskRemovalTyped {
  readonly key: string
  readonly remove: readonly number[]
  readonly words: string | null
}

/** Task 3 as it is, where nothing is said of it. */
export interface TaskShownTyped {
  readonly key: string
  readonly show: readonly number[]
}

export function readTaskChange(
  key: string,
  words: Words,
  at: TypedAt,
): TaskChangeTyped | TaskRemovalTyped | TaskShownTyped {
  const numbers = readNumbers(words)
  if (words.empty) return { key, show: numbers }
  if (words.nextOf(REMOVING)) return { key, remove: numbers, words: words.restOrNull() }
  const [n = 0, ...others] = numbers
  const verb = readVerb(words)
  const change = { n, verb, ...readDetail(verb, words, at) }
  return { key, change, ...(others.length > 0 ? { others } : {}) }
}

/** But "1,000" is a number, as it is elsewhere. */
const LIST = /^(?!\d{1,3}(?:,\d{3})+$)#?\d{1,4}(?:,#?\d{1,4})+$/
const LISTED = /^#?\d{1,4},$/

/** `3`, `1,2,3` or `1, 2, 3`: each once. */
function readNumbers(words: Words): number[] {
  const list = words.nextLike(LIST)
  if (list) return numbersIn(list)
  let before = ''
  for (let next = words.nextLike(LISTED); next !== null; next = words.nextLike(LISTED)) before += next
  return [...new Set([...numbersIn(before), words.number('task')])]
}

function numbersIn(list: string): number[] {
  return [
    ...new Set(
      list
        .split(',')
        .filter(Boolean)
        .map((each) => Number(each.replace('#', ''))),
    ),
  ]
}

function readVerb(words: Words): TaskVerb {
  const verb = words.nextOf(VERBS)
  if (verb) return verb
  const typed = words.next() ?? ''
  const near = nearest(typed, [...VERBS, ...REMOVING])
  throw words.refuse(`${quoted(typed)} is nothing a task can do.${near ? ` Did you mean ${near}?` : ''}`)
}

function readDetail(verb: TaskVerb, words: Words, at: TypedAt): Omit<TaskChange, 'n' | 'verb'> {
  if (verb === 'assign') {
    const person = words.person()
    if (!person) throw words.refuse('Assign to whom? Name them with @.')
    words.end()
    return { words: null, person, dueAt: null }
  }
  if (verb === 'due') {
    const typed = words.restOr('Due when?')
    return { words: null, person: null, ...words.read(() => readDue(typed, at)) }
  }
  if (verb === 'after') return { words: null, person: null, dueAt: null, after: readNumbersOf(words) }
  if (verb === 'rename') {
    const title = words.restPlain()
    if (isBlank(title)) throw words.refuse('What is it called now?')
    return { words: words.read(() => withinLength('title', title, LONGEST_TITLE)), person: null, dueAt: null }
  }
  const asks = ASKS[verb]
  return { words: asks ? words.restOr(asks) : words.restOrNull(), person: null, dueAt: null }
}

export async function changeTyped({ key, change, others = [] }: TaskChangeTyped, act: TypedAct) {
  const changes = [change, ...others.map((n) => ({ ...change, n }))]
  const { after } = await updateTasks(act.deps, act.actor, refOf(act, key), changes)
  const { verb, words: why } = change
  const lines = changes.map(({ n }) => taskChangedWords(after, n, verb))
  return answer(act, lines, shown(verb) ? why : null, readyWords(after.tasks, verb, act.now))
}

/** Takes tasks off the checklist. */
export async function removeTyped({ key, remove, words }: TaskRemovalTyped, act: TypedAct) {
  const { before, after } = await removeTasks(act.deps, act.actor, refOf(act, key), remove, words)
  const lines = remove.map((n) => taskRemovedWords(before, n))
  return answer(act, lines, words, readyWords(after.tasks, 'done', act.now))
}

function answer(act: TypedAct, lines: readonly string[], why: string | null, ready: string) {
  return said(act, `${lines.join('\n')}${why ? `\n${why}` : ''}${ready}`)
}

/** A new title stands in the line already. */
function shown(verb: TaskVerb): boolean {
  return verb !== 'rename' && verb !== 'assign' && verb !== 'due' && verb !== 'after'
}

/** How ready the campaign is, where the change could move that. */
function readyWords(tasks: readonly Task[], verb: TaskVerb, now: Date): string {
  if (verb !== 'done' && verb !== 'waive' && verb !== 'reopen') return ''
  const { ready, required } = readiness(tasks, now)
  return `\nReady: ${ready} of ${required} required.`
}

/** What there is to know of a task, with its menu. */
export async function showTyped({ key, show }: TaskShownTyped, act: TypedAct) {
  const state = await readState(act.deps, act.actor, refOf(act, key))
  const asked = show.map((n) => findTask(state, n))
  return drawn(act, state, (look) => someTasksMessage(state, asked, look))
}
