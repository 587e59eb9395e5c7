import type { TaskVerb } from '../../domain/state/tasks.ts'
import { isOpen, isTickedForOther, lacksEvidence } from '../../domain/tasks/tasks.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { updateTask } from '../../usecases/tasks.ts'
import { type Answer, type AnyButton, type Click, onClick } from '../buttons.ts'
import { CLICK, type OfItem } from '../cards/buttons.ts'
import type { OfTaskMenu } from '../cards/tasks.ts'
import { openTask } from '../modals/small/task.ts'
import { openTaskChange } from '../modals/small/task-plan.ts'
import { checksNow } from '../replies/readings.ts'
import { listAgain } from './again.ts'
import { opening } from './opening.ts'
import { ofCampaign, ofItem, ofTaskMenu } from './values.ts'

export const TASK_BUTTONS: readonly AnyButton[] = [
  onClick({ actionId: CLICK.taskDone, value: ofItem, run: markDone }),
  onClick({ actionId: CLICK.taskDoneWith, value: ofItem, run: opening(openTask('done')) }),
  onClick({ actionId: CLICK.taskBlock, value: ofItem, run: opening(openTask('block')) }),
  onClick({ actionId: CLICK.askCheck, value: ofItem, run: askCheck }),
  onClick({
    actionId: CLICK.askChecks,
    value: ofCampaign,
    run: ({ c }, click) => checksNow(click, { id: c }, null),
  }),
  onClick({
    actionId: CLICK.taskMenu,
    value: ofTaskMenu,
    run: ({ do: what, ...of }, click) => MENU_RUNS[what](of, click),
  }),
]

const MENU_RUNS: Readonly<Record<OfTaskMenu['do'], (of: OfItem, click: Click) => Promise<Answer>>> = {
  done: markDone,
  ask: askCheck,
  start: (of, click) => changeTask(of, 'start', click),
  reopen: (of, click) => changeTask(of, 'reopen', click),
  block: opening(openTask('block')),
  waive: opening(openTask('waive')),
  change: opening(openTaskChange),
  remove: opening(openTask('remove')),
}

/** What its check says now is shown alone; what else is there is a click away. */
function askCheck({ c, n }: OfItem, click: Click): Promise<Answer> {
  return checksNow(click, { id: c }, n)
}

/** What has to be shown, and of somebody else's required task what was looked at, a form asks for. */
async function markDone(of: OfItem, click: Click): Promise<Answer> {
  const state = await readState(click.deps, click.actor, { id: of.c })
  const task = state.tasks.find(({ n }) => n === of.n)
  const shown = task?.evidence && task.state !== 'blocked'
  const forOther = task && isTickedForOther(state.campaign, task, click.actor.userId)
  const asks = task && isOpen(task) && !shown && (forOther || lacksEvidence(task))
  if (!asks) return changeTask(of, 'done', click)
  return opening(openTask('done'))(of, click)
}

async function changeTask(of: OfItem, verb: TaskVerb, click: Click): Promise<Answer> {
  const change = { n: of.n, verb, words: null, person: null, dueAt: null }
  await updateTask(click.deps, click.actor, { id: of.c }, change)
  return listAgain(click, of)
}
