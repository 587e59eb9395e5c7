import cron, { type ScheduledTask } from 'node-cron'
import type { Logger } from '../log.ts'
import { MENDABLE } from '../slack/delivery/mending.ts'
import { audit } from '../usecases/audit.ts'
import { claimChecks } from '../usecases/checks.ts'
import { nudgeChoices } from '../usecases/choices.ts'
import { sendDaily } from '../usecases/daily.ts'
import { resumeKept } from '../usecases/deliveries.ts'
import type { Deps } from '../usecases/deps.ts'
import { claimDueDigests } from '../usecases/digests.ts'
import { lookAtUnknown, tellUnmetGoLives } from '../usecases/go-lives.ts'
import { followMemberships } from '../usecases/memberships.ts'
import { nudgeFollowUps } from '../usecases/nudges.ts'
import { claimDuePortfolios } from '../usecases/portfolios.ts'
import { prune } from '../usecases/prune.ts'
import { claimWatches } from '../usecases/watch.ts'

interface Scheduled {
  readonly name: string
  readonly cron: string
  readonly run: (deps: Deps) => Promise<unknown>
}

/** The one table of what happens by the clock. Each only claims or enqueues; jobs do the work. */
const SCHEDULES: readonly Scheduled[] = [
  { name: 'due digests', cron: '* * * * *', run: claimDueDigests },
  { name: 'due digests of many', cron: '* * * * *', run: claimDuePortfolios },
  { name: 'daily messages', cron: '* * * * *', run: sendDaily },
  { name: 'reminders of follow-ups', cron: '* * * * *', run: nudgeFollowUps },
  { name: 'go-lives of another version', cron: '11 * * * *', run: lookAtUnknown },
  { name: 'go-lives that can’t be met', cron: '* * * * *', run: tellUnmetGoLives },
  { name: 'reminders of decisions', cron: '* * * * *', run: nudgeChoices },
  { name: 'guardrail watch', cron: '* * * * *', run: claimWatches },
  { name: 'checks', cron: '* * * * *', run: claimChecks },
  { name: 'members of teams', cron: '* * * * *', run: followMemberships },
  { name: 'kept messages', cron: '7 * * * *', run: (deps) => resumeKept(deps, MENDABLE) },
  { name: 'what is kept no longer', cron: '23 * * * *', run: prune },
  { name: 'audit', cron: '* * * * *', run: audit }, // the last: by then what is due is claimed
]

/** Runs each once, in order, as the clock would within the hour. */
export async function runSchedules(deps: Deps): Promise<void> {
  for (const { run } of SCHEDULES) await run(deps)
}

/** Starts every schedule. A run that fails is logged, and the next one tries again. */
export function startSchedules(deps: Deps, log: Logger): { stop(): Promise<void> } {
  const tasks = SCHEDULES.map((each) => start(each, deps, log))
  return {
    stop: async () => {
      for (const task of tasks) await task.stop()
    },
  }
}

function start({ name, cron: expression, run }: Scheduled, deps: Deps, log: Logger): ScheduledTask {
  const runLogged = () =>
    run(deps).catch((error: unknown) =>
      log.error({ err: error, schedule: name }, 'A schedule failed; its next run tries again'),
    )
  return cron.schedule(expression, runLogged, { name, noOverlap: true })
}
