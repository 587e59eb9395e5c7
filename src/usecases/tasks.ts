import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import { apply, type CampaignEvent } from '../domain/state/events.ts'
import type { Task } from '../domain/state/tasks.ts'
import { checkPredecessors, takeOff, waitFor } from '../domain/tasks/predecessors.ts'
import type { NewTask, TaskChange } from '../domain/tasks/tasks.ts'
import { addTask, changeTask } from '../domain/tasks/tasks.ts'
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
    const { after, ...rest } = task
    const known = after && checkPredecessors(state, after)
    return [addTask(state, { ...rest, ...(known ? { after: known } : {}) })]
  })
}

export function updateTask(deps: Deps, actor: Actor, ref: CampaignRef, wanted: TaskChange): Promise<Changed> {
  return updateTasks(deps, actor, ref, [wanted])
}

/** Changes of tasks, one after the other: all of them, or none where one is refused. */
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
    oneByOne({ deps, actor, state }, wanted, (now, each) => {
      const task = now.tasks.find(({ n }) => n === each.n)
      refuseUnless(actionOf(each, task), actor, { ...now, task }, members)
      return each.verb === 'after'
        ? waitFor(now, each.n, each.after ?? [])
        : changeTask(now, each, actor.userId)
    }),
  )
}

/** Each decides on what the ones before it have left. */
function oneByOne<Wanted>(
  begun: { readonly deps: Deps; readonly actor: Actor; readonly state: CampaignState },
  all: readonly Wanted[],
  decide: (state: CampaignState, wanted: Wanted) => CampaignEvent,
): CampaignEvent[] {
  const { deps, actor } = begun
  let { state } = begun
  return all.map((each) => {
    const event = decide(state, each)
    state = apply(state, { at: deps.now(), actor, event }, state.campaign.id)
    return event
  })
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
    return oneByOne({ deps, actor, state }, numbers, (now, n) => takeOff(now, n, words, actor.userId))
  })
}

function actionOf(
  { verb }: TaskChange,
  task: Task | undefined,
): 'assign_task' | 'change_task' | 'waive_check' {
  if (verb === 'assign') return 'assign_task'
  return verb === 'waive' && task && task.check !== null ? 'waive_check' : 'change_task'
}
