/** Approvals in spite of what checks say, and what each of them saw. */

import { Refusal } from '../../refusal.ts'
import { isReady } from '../readiness/standing.ts'
import { checkLine, standingWords } from '../readiness/words.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { ApprovalRequest, Decision, SeenCheck } from '../state/requests.ts'
import type { Task } from '../state/tasks.ts'
import { readiness } from '../tasks/readiness.ts'
import { isBlank } from '../text/visible.ts'

/** What each check says now, as it is kept with a decision. */
export function seenChecks({ tasks }: Pick<CampaignState, 'tasks'>, now: Date): SeenCheck[] {
  return tasks
    .filter(({ check }) => check !== null)
    .map((task) => {
      const seen = { n: task.n, title: task.title, words: standingWords(task, now) }
      return task.required && !isReady(task, now) ? { ...seen, red: true } : seen
    })
}

/** The required tasks that hold a launch, but those whose checks were seen when it was approved in spite of them. */
export function holdingLaunch(
  { tasks, request }: Pick<CampaignState, 'tasks' | 'request'>,
  now: Date,
): Task[] {
  return readiness(tasks, now).holding.filter((task) => !isExcepted(task, request))
}

/** Those of them that a machine answers for. */
export function redChecks(state: Pick<CampaignState, 'tasks' | 'request'>, now: Date): Task[] {
  return holdingLaunch(state, now).filter(({ check }) => check !== null)
}

/** The decisions that approved it in spite of a check. */
export function exceptionsIn(request: ApprovalRequest | null): Decision[] {
  return (request?.decisions ?? []).filter(isException)
}

export function isException({ verdict, words, seen = [] }: Decision): boolean {
  return verdict === 'approve' && !isBlank(words ?? '') && seen.some(({ red }) => red)
}

/** What passed since, and failed again, nobody has decided on. */
function isExcepted({ n, answer }: Task, request: ApprovalRequest | null): boolean {
  const glass = request?.terms?.glass
  const given = [...exceptionsIn(request), ...(glass ? [glass] : [])]
  const passedAt = answer?.good?.askedAt.getTime() ?? 0
  return given.some(
    ({ at, seen = [] }) => at.getTime() >= passedAt && seen.some((each) => each.n === n && each.red),
  )
}

/** An approval in spite of a check says why, for good. */
export function refuseUnreasoned(state: CampaignState, words: string | null, now: Date): void {
  const red = redChecks(state, now)
  if (red.length === 0 || !isBlank(words ?? '')) return
  const { key } = state.campaign
  const what = red.length === 1 ? 'A check does not pass' : `${red.length} checks do not pass`
  const lines = red.slice(0, 5).map((task) => checkLine(task, now))
  throw new Refusal(
    'conflict',
    `${what}.\n${lines.join('\n')}\nTo approve ${key} with an exception say why: \`/campaign approve ${key} <reason>\``,
  )
}
