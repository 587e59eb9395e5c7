import { Refusal } from '../../refusal.ts'
import type { CheckAnswer } from '../state/answers.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { Task } from '../state/tasks.ts'

export type { CheckAnswer, CheckStatus } from '../state/answers.ts'

/** How old an answer is, in milliseconds: below 0 where that clock is ahead of ours, null where it does not say when. */
export function ageOf({ at }: CheckAnswer, now: Date): number | null {
  return at && now.getTime() - at.getTime()
}

/** The tasks that a machine answers for, or task `n` alone. Throws a Refusal where there is none. */
export function checkedTasks({ campaign, tasks }: CampaignState, n: number | null): Task[] {
  if (n === null) {
    const checked = tasks.filter(({ check }) => check !== null)
    if (checked.length > 0) return checked
    throw new Refusal(
      'invalid',
      `No task of ${campaign.key} has a check: \`check:\` on a task of a template in stairway.yaml names one.`,
    )
  }
  const task = tasks.find((each) => each.n === n)
  if (!task) throw new Refusal('unknown', `${campaign.key} has no task ${n}.`)
  if (task.check !== null) return [task]
  throw new Refusal('invalid', `Task ${n} of ${campaign.key} has no check: people answer for it.`)
}
