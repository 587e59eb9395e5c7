import type { Task, TaskVerb } from '../src/domain/state/tasks.ts'
import { readiness } from '../src/domain/tasks/readiness.ts'
import { findTask, type TaskChange, taskStateWords } from '../src/domain/tasks/tasks.ts'
import { nearest } from '../src/domain/text/nearest.ts'
import { token } from '../src/domain/text/tokens.ts'
import { quoted, withinLength } from '../src/domain/text/typed-value.ts'
import { isBlank } from '../src/domain/text/visible.ts'
import { said } from '../src/slack/replies/said.ts'
import { updateTasks } from '../src/usecases/tasks.ts'
import type { TypedAct, TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import { DUE_TIME, LONGEST_TITLE } from './task-words.ts'
import { parseWhen } from './when.ts'
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
  'check',
  'rename',
]
const ASKS: Readonly<Partial<Record<TaskVerb, string>>> = {
  block: 'Say what it waits for, so that the others need not ask.',
  waive: 'Say why it is not needed, so that the others need not ask.',
  check: 'Say what was looked at, in words or as a link.',
}

export function readTaskChange(key: string, words: Words, at: TypedAt): TaskChangeTyped {
  const [n = 0, ...others] = readNumbers(words)
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
  const typed = words.next()
  if (typed === null) throw words.refuse('What became of it?')
  const near = nearest(typed, VERBS)
  throw words.refuse(`${quoted(typed)} is nothing a task can do.${near ? ` Did you mean ${near}?` : ''}`)
}

function readDetail(verb: TaskVerb, words: Words, { now, zone }: TypedAt): Omit<TaskChange, 'n' | 'verb'> {
  if (verb === 'assign') {
    const person = words.person()
    if (!person) throw words.refuse('Assign to whom? Name them with @.')
    words.end()
    return { words: null, person, dueAt: null }
  }
  if (verb === 'due') {
    const typed = words.restOr('Due when?')
    const dueAt = words.read(() => parseWhen(typed, now, zone, { defaultTime: DUE_TIME }))
    return { words: null, person: null, dueAt }
  }
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
  const words = changes.map((each) => changedWords(key, findTask(after, each.n), each))
  return said(act, words.join('\n') + readyWords(after.tasks, change.verb, act.now))
}

function changedWords(key: string, task: Task, { verb, words }: TaskChange): string {
  const which = `Task ${task.n} of \`${key}\``
  const why = words ? `\n${words}` : ''
  if (verb === 'assign') return `${which} waits for ${token.person(task.assignee ?? '')} now: ${task.title}`
  if (verb === 'due') return `${which} is due ${token.time(task.dueAt ?? 0)}: ${task.title}`
  if (verb === 'rename') return `${which} is called now: ${task.title}`
  if (verb === 'check')
    return `Noted what was looked at for task ${task.n} of \`${key}\`: ${task.title}${why}`
  return `${which} ${taskStateWords(task.state)}: ${task.title}${why}`
}

/** How ready the campaign is, where the change could move that. */
function readyWords(tasks: readonly Task[], verb: TaskVerb, now: Date): string {
  if (verb !== 'done' && verb !== 'waive' && verb !== 'reopen') return ''
  const { ready, required } = readiness(tasks, now)
  return `\nReady: ${ready} of ${required} required.`
}
