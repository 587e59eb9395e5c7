import type { Action } from '../../../domain/permission/permission.ts'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import type { Task } from '../../../domain/state/tasks.ts'
import {
  findTask,
  LONGEST_TITLE,
  refuseChecked,
  refuseEnded,
  taskPerson,
} from '../../../domain/tasks/tasks.ts'
import { withinLength } from '../../../domain/text/typed-value.ts'
import type { Changed } from '../../../usecases/change.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { removeTasks, updateTask } from '../../../usecases/tasks.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { taskLine } from '../../cards/tasks.ts'
import type { Act } from '../../context.ts'
import type { KitBlock } from '../../kit/blocks.ts'
import { input, textInput } from '../../kit/inputs.ts'
import { lookFor } from '../../replies/look-for.ts'
import { said } from '../../replies/said.ts'
import type { Submission, SubmittedModal } from '../../submissions.ts'
import { taskChangedWords, taskRemovedWords } from '../task-words.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const ASKING = ['block', 'done', 'waive', 'rename', 'remove'] as const
type Asking = (typeof ASKING)[number]

interface Asked {
  /** On the form's title and button. */
  readonly verb: string
  readonly action: Extract<Action, 'change_task' | 'waive_check' | 'remove_task'>
  /** `own`: it waits for who acts, or for nobody. */
  readonly input: (task: Task, own: boolean) => KitBlock
  readonly run: (submission: Submission, id: number, n: number) => Promise<Changed>
}

const OWN = 'In words or as a link.'
const OTHERS = 'It waits for somebody else, so those who approve see it.'

/** What is asked before something becomes of a task. */
const ASKED: Readonly<Record<Asking, Asked>> = {
  block: {
    verb: 'Blocked',
    action: 'change_task',
    input: () => wordsInput('What is it blocked by?', 'The others see it beside the task.'),
    run: changing('block'),
  },
  done: {
    verb: 'Mark done',
    action: 'change_task',
    input: (_task, own) => wordsInput('What was looked at?', own ? OWN : OTHERS, own),
    run: changing('done'),
  },
  waive: {
    verb: 'Waive',
    action: 'waive_check',
    input: () => wordsInput('Why is it not needed?', 'Those who approve see it, with your name.'),
    run: changing('waive'),
  },
  rename: {
    verb: 'Rename',
    action: 'change_task',
    input: ({ title }) =>
      input({ blockId: WORDS, label: 'What is it called?' }, textInput({ initial: title, focus: true })),
    run: changing('rename'),
  },
  remove: {
    verb: 'Remove',
    action: 'remove_task',
    input: ({ required }) =>
      required
        ? wordsInput('Why does it go?', 'It is required, so the history keeps why.')
        : input({ blockId: WORDS, label: 'Why does it go?', optional: true }, textInput({ focus: true })),
    run: (submission, id, n) =>
      removeTasks(submission.deps, submission.actor, { id }, [n], wordsOf(submission) || null),
  },
}

function changing(verb: 'block' | 'done' | 'waive' | 'rename'): Asked['run'] {
  return (submission, id, n) => {
    const words = withinTitle(verb, wordsOf(submission)) || null
    return updateTask(
      submission.deps,
      submission.actor,
      { id },
      { n, verb, words, person: null, dueAt: null },
    )
  }
}

function withinTitle(verb: Asking, words: string): string {
  return verb === 'rename' ? withinLength('title', words, LONGEST_TITLE) : words
}

/** Asks for the words. Throws a Refusal where the campaign has ended, or this person may not. */
export function openTask(what: Asking) {
  return async (act: Act, of: OfItem): Promise<void> => {
    const state = await readState(act.deps, act.actor, { id: of.c })
    const task = findTask(state, of.n)
    refuseEnded(state.campaign)
    const { verb, action, input } = ASKED[what]
    refuseUnless(action, act.actor, { ...state, task }, await act.deps.members())
    if (what !== 'remove') refuseChecked(state.campaign, task, { verb: what }, act.actor.userId)
    const look = await lookFor(act.deps, act.actor, state)
    const about = taskLine(task, state, look)
    const holder = taskPerson(task, state.campaign)
    const own = holder === null || holder === act.actor.userId
    await openSmall(act, of, { verb, callbackId: callbackOf(what), about, inputs: [input(task, own)] })
  }
}

const callbackOf = (what: Asking) => `${what}_task`

export const TASK_MODALS: readonly SubmittedModal[] = ASKING.map((what) => ({
  callbackId: callbackOf(what),
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const { before, after } = await ASKED[what].run(submission, opened.c, opened.n)
    await homeAgain(submission, opened)
    const words =
      what === 'remove' ? taskRemovedWords(before, opened.n) : taskChangedWords(after, opened.n, what)
    return opened.home ? null : said(submission, words)
  },
}))
