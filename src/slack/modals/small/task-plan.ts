import { refuseUnless } from '../../../domain/permission/permission.ts'
import type { CampaignState } from '../../../domain/state/campaign.ts'
import type { Task } from '../../../domain/state/tasks.ts'
import { findTask, isOpen, LONGEST_TITLE, refuseEnded, type TaskChange } from '../../../domain/tasks/tasks.ts'
import { tidyLine, unreadable, withinLength } from '../../../domain/text/typed-value.ts'
import { LEAD_FORMS, type LeadTime, leadMark, readLead } from '../../../domain/time/lead-time.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { updateTasks } from '../../../usecases/tasks.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { taskLine } from '../../cards/tasks.ts'
import type { Act } from '../../context.ts'
import type { KitBlock } from '../../kit/blocks.ts'
import { dateTimePicker, input, multiSelect, textInput } from '../../kit/inputs.ts'
import { lookFor } from '../../replies/look-for.ts'
import { said } from '../../replies/said.ts'
import { InputMistake, type Submission, type SubmittedModal, textOf } from '../../submissions.ts'
import { each, under } from '../mistakes.ts'
import { taskChangedWords } from '../task-words.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsOf } from './frame.ts'

/** What a task is called, when it is due, and what it waits for. */

const CALLBACK = 'change_task'
const DUE = 'due'
const LEAD = 'lead'
const AFTER = 'after'
/** Slack takes a menu of 500 at most. */
const MOST_CHOICES = 499

/** Throws a Refusal where the campaign has ended, or this person may not. */
export async function openTaskChange(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  const task = findTask(state, of.n)
  refuseEnded(state.campaign)
  refuseUnless('change_task', act.actor, { ...state, task }, await act.deps.members())
  const look = await lookFor(act.deps, act.actor, state)
  await openSmall(act, of, {
    verb: 'Change',
    callbackId: CALLBACK,
    about: taskLine(task, state, look),
    inputs: inputsOf(task, state),
  })
}

function inputsOf(task: Task, { tasks }: CampaignState): KitBlock[] {
  const { title, dueAt, lead, after = [] } = task
  const others = tasks.filter((other) => other.n !== task.n && (isOpen(other) || after.includes(other.n)))
  const choices = others.slice(0, MOST_CHOICES).map((other) => ({
    value: String(other.n),
    text: `${other.n} ${other.title}`,
  }))
  const fixed = dueAt && !lead ? { initial: dueAt.getTime() / 1_000 } : {}
  return [
    input({ blockId: WORDS, label: 'What is it called?' }, textInput({ initial: title, focus: true })),
    input({ blockId: DUE, label: 'Due', optional: true }, dateTimePicker(fixed)),
    input(
      {
        blockId: LEAD,
        label: 'Or before go-live',
        hint: 'It moves with go-live: T-3d, T-2wd (working days), T-1w or T-4h.',
        optional: true,
      },
      textInput(lead ? { initial: leadMark(lead) } : {}),
    ),
    ...(choices.length === 0
      ? []
      : [
          input(
            { blockId: AFTER, label: 'What does it wait for?', optional: true },
            multiSelect({ choices, initial: after.map(String) }),
          ),
        ]),
  ]
}

async function changed(submission: Submission) {
  const opened = openedWith(submission)
  const { deps, actor } = submission
  const task = findTask(await readState(deps, actor, { id: opened.c }), opened.n)
  const changes = await changesOf(task, submission)
  const main = changes.some(({ verb }) => verb === 'after') ? AFTER : WORDS
  const update = () => updateTasks(deps, actor, { id: opened.c }, changes)
  const { after } = changes.length > 0 ? await under(main, update) : NOTHING
  await homeAgain(submission, opened)
  if (opened.home) return null
  const words = after
    ? changes.map(({ verb }) => taskChangedWords(after, opened.n, verb))
    : ['Nothing changed.']
  return said(submission, words.join('\n'))
}

const NOTHING = { after: null }

/** Only what was edited: a field that stays as it was says nothing. */
async function changesOf(task: Task, submission: Submission): Promise<TaskChange[]> {
  const { filled } = submission
  const { title, due, after } = await each({
    title: () => under(WORDS, () => withinLength('title', tidyLine(wordsOf(submission)), LONGEST_TITLE)),
    due: () => dueOf(task, submission),
    after: () => numbersOf(filled[AFTER]),
  })
  const change = { n: task.n, words: null, person: null, dueAt: null }
  const wanted: TaskChange[] = [
    ...(title === task.title ? [] : [{ ...change, verb: 'rename' as const, words: title }]),
    ...(due ? [{ ...change, verb: 'due' as const, ...due }] : []),
  ]
  const same = JSON.stringify(after) === JSON.stringify(task.after ?? [])
  return AFTER in filled && !same ? [...wanted, { ...change, verb: 'after', after }] : wanted
}

type Due = { readonly dueAt: Date | null; readonly lead?: LeadTime }

/** Null where it stays as it was. */
async function dueOf(task: Task, submission: Submission): Promise<Due | null> {
  const { filled, zone, now } = submission
  const [at, typed] = [textOf(filled, DUE), textOf(filled, LEAD)]
  const fixedBefore = task.lead || !task.dueAt ? '' : String(Math.floor(task.dueAt.getTime() / 1_000))
  if (typed !== '' && at !== '' && at !== fixedBefore)
    throw new InputMistake(LEAD, 'Give a time, or how long before go-live: not both.')
  if (typed !== '' && typed !== (task.lead ? leadMark(task.lead) : ''))
    return { dueAt: null, lead: await under(LEAD, () => leadTyped(typed, zone)) }
  if (at === '' || at === fixedBefore || typed !== '') return null
  const dueAt = new Date(Number(at) * 1_000)
  if (dueAt > now) return { dueAt }
  throw new InputMistake(DUE, 'That is past already: choose a later time.')
}

function leadTyped(typed: string, zone: string): LeadTime {
  const lead = readLead(typed)
  if (lead) return { ...lead, zone }
  throw unreadable('a time before go-live', typed, `Write one of ${LEAD_FORMS}.`)
}

function numbersOf(chosen: Submission['filled'][string] | undefined): number[] {
  const all = Array.isArray(chosen) ? (chosen as readonly string[]) : []
  return all.map(Number).sort((a, b) => a - b)
}

export const TASK_PLAN_MODAL: SubmittedModal = { callbackId: CALLBACK, mainBlock: WORDS, run: changed }
