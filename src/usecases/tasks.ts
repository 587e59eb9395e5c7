import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef } from '../domain/state/campaign.ts'
import type { Task } from '../domain/state/tasks.ts'
import type { NewTask, TaskChange } from '../domain/tasks/tasks.ts'
import { addTask, changeTask, removeTask } from '../domain/tasks/tasks.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import { refuseDeactivated } from './deactivated.ts'
import type { Deps } from './deps.ts'

export async function createTask(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  task: NewTask,
): Promise<Changed> {
  const members = await deps.members()
  await refuseDeactivated(deps, [task.assignee])
  return change(deps, actor, ref, (state) => {
    refuseUnless('add_task', actor, state, members)
    return [addTask(state, task)]
  })
}

export function updateTask(deps: Deps, actor: Actor, ref: CampaignRef, wanted: TaskChange): Promise<Changed> {
  return updateTasks(deps, actor, ref, [wanted])
}

/** Changes of different tasks: all of them, or none where one is refused. */
export async function updateTasks(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  wanted: readonly TaskChange[],
): Promise<Changed> {
  const members = await deps.members()
  await refuseDeactivated(
    deps,
    wanted.map(({ person }) => person),
  )
  return change(deps, actor, ref, (state) =>
    wanted.map((each) => {
      const task = state.tasks.find(({ n }) => n === each.n)
      refuseUnless(actionOf(each, task), actor, { ...state, task }, members)
      return changeTask(state, each, actor.userId)
    }),
  )
}

/** Takes tasks off the checklist: all of them, or none where one is refused. */
export async function removeTasks(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  numbers: readonly number[],
  words: string | null,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('remove_task', actor, state, members)
    for (const task of state.tasks)
      if (task.check !== null && numbers.includes(task.n))
        refuseUnless('waive_check', actor, { ...state, task }, members)
    return numbers.map((n) => removeTask(state, n, words, actor.userId))
  })
}

function actionOf(
  { verb }: TaskChange,
  task: Task | undefined,
): 'assign_task' | 'change_task' | 'waive_check' {
  if (verb === 'assign') return 'assign_task'
  return verb === 'waive' && task && task.check !== null ? 'waive_check' : 'change_task'
}
