import { Refusal } from '../../refusal.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { Task } from '../state/tasks.ts'

/** `error`: it could not be asked. `skip`: it was not meant to be. `unknown`: asked, without a clear answer. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'error' | 'skip' | 'unknown'

/** What was found, in words where it is shown: "26 min", "42 610 people". */
export interface CheckAnswer {
  readonly status: CheckStatus
  /** Null where there is none, as for most errors. */
  readonly figure: string | null
  readonly wanted: string | null
  /** Where it was seen: a table, a file, an address without its secrets. */
  readonly where: string
  /** When what it says was so, by the clock of where it was seen; null where that is not said. */
  readonly at: Date | null
  /** Why, where the status alone does not say it. */
  readonly words: string | null
}

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
