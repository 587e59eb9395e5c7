import { dueDigests } from '../../store/digests.ts'
import { nextRunAt } from '../../store/jobs.ts'
import { duePortfolios } from '../../store/portfolios.ts'
import type { Deps } from '../deps.ts'

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
