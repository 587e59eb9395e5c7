import cron, { type ScheduledTask } from 'node-cron'
import type { Logger } from '../log.ts'
import { MENDABLE } from '../slack/delivery/mending.ts'
import { dueDigests } from '../store/digests.ts'
import { nextRunAt } from '../store/jobs.ts'
import { duePortfolios } from '../store/portfolios.ts'
import { nudgeChoices } from '../usecases/choices.ts'
import { resumeKept } from '../usecases/deliveries.ts'
import type { Deps } from '../usecases/deps.ts'
import { claimDueDigests } from '../usecases/digests.ts'
import { followMemberships } from '../usecases/memberships.ts'
import { nudgeFollowUps } from '../usecases/nudges.ts'
import { claimDuePortfolios } from '../usecases/portfolios.ts'
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
  { name: 'reminders of follow-ups', cron: '* * * * *', run: nudgeFollowUps },
  { name: 'reminders of decisions', cron: '* * * * *', run: nudgeChoices },
  { name: 'guardrail watch', cron: '* * * * *', run: claimWatches },
  { name: 'members of teams', cron: '* * * * *', run: followMemberships },
  { name: 'kept messages', cron: '7 * * * *', run: (deps) => resumeKept(deps, MENDABLE) },
]

/** Runs each once, in order, as the clock would within the hour. */
export async function runSchedules(deps: Deps): Promise<void> {
  for (const { run } of SCHEDULES) await run(deps)
}

/** When the next thing with a time of its own falls due, after now and by `until`: a digest, a launch, an end. Null where none does. */
export async function nextAhead({ db, now }: Pick<Deps, 'db' | 'now'>, until: Date): Promise<Date | null> {
  const [job, digests, portfolios] = await Promise.all([
    nextRunAt(db, now()),
    dueDigests(db, until),
    duePortfolios(db, until),
  ])
  const times = [...(job ? [job] : []), ...[...digests, ...portfolios].map(({ nextAt }) => nextAt)]
  const ahead = times.map(Number).filter((at) => at > +now() && at <= +until)
  return ahead.length === 0 ? null : new Date(Math.min(...ahead))
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
