import { refuseUnless } from '../../../domain/permission/permission.ts'
import { findTask, refuseEnded } from '../../../domain/tasks/tasks.ts'
import { readState } from '../../../usecases/reads/campaigns.ts'
import { updateTask } from '../../../usecases/tasks.ts'
import type { OfItem } from '../../cards/buttons.ts'
import { taskLine } from '../../cards/tasks.ts'
import type { Act } from '../../context.ts'
import { lookFor } from '../../replies/look-for.ts'
import type { SubmittedModal } from '../../submissions.ts'
import { homeAgain, openedWith, openSmall, WORDS, wordsInput, wordsOf } from './frame.ts'

const CALLBACK = 'block_task'

/** Asks what a task is blocked by. Throws a Refusal where the campaign has ended, or this person may not change it. */
export async function openBlock(act: Act, of: OfItem): Promise<void> {
  const state = await readState(act.deps, act.actor, { id: of.c })
  const task = findTask(state, of.n)
  refuseEnded(state.campaign)
  refuseUnless('change_task', act.actor, { ...state, task }, await act.deps.members())
  const look = await lookFor(act.deps, act.actor, state)
  await openSmall(act, of, {
    verb: 'Blocked',
    callbackId: CALLBACK,
    about: taskLine(task, state, look),
    inputs: [wordsInput('What is it blocked by?', 'The others see it beside the task.')],
  })
}

export const BLOCK_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: WORDS,
  run: async (submission) => {
    const opened = openedWith(submission)
    const words = wordsOf(submission)
    const change = { n: opened.n, verb: 'block', words, person: null, dueAt: null } as const
    await updateTask(submission.deps, submission.actor, { id: opened.c }, change)
    await homeAgain(submission, opened)
    return null
  },
}
