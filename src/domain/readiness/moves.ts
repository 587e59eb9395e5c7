import type { CheckDefinition } from '../catalog/catalog.ts'
import type { UserId } from '../people.ts'
import { type Answered, isGood, type KeptAnswer } from '../state/answers.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { Task } from '../state/tasks.ts'
import { holderOf } from '../tasks/tasks.ts'

/** What there is to say of a check: `good`, also where it could not be asked and an earlier pass stands (`shaky`). */
type Tone = 'good' | 'shaky' | 'failing' | 'stale' | 'unanswered'

/** How the check of a task moved. */
export interface Move {
  readonly task: Task
  readonly to: Tone
}

/** Of what a run found, that somebody is to hear of: each change of how a check stands, once. */
export function movesOf({ tasks }: CampaignState, answers: readonly Answered[], now: Date): Move[] {
  return answers.flatMap(({ n, before, after }) => {
    const task = tasks.find((each) => each.n === n)
    if (!task || task.state === 'waived') return []
    const [from, to] = [before && toneOf(before, before.askedAt), toneOf(after, now)]
    return from !== to && isNews(from, to) ? [{ task, to }] : []
  })
}

/** What was never good is open as tasks are from the first; that it can't be asked is for somebody to mend. */
function isNews(from: Tone | null, to: Tone): boolean {
  return from !== null || to === 'unanswered'
}

function toneOf(kept: KeptAnswer, now: Date): Tone {
  const [good, error] = [isGood(kept, now), kept.newest.status === 'error']
  if (good) return error ? 'shaky' : 'good'
  if (error) return 'unanswered'
  return kept.counts ? 'stale' : 'failing'
}

/** Who owns a check: whom its entry names, else who has its task. */
export function checkOwner(task: Task, campaign: Campaign, declared: readonly CheckDefinition[]): UserId {
  const named = declared.find(({ name }) => name === task.check)?.owner
  return named ?? holderOf(task, campaign)
}
