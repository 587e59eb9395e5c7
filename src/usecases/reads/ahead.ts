import { dueDigests } from '../../store/digests.ts'
import { firstRunAt } from '../../store/job-claims.ts'
import { duePortfolios } from '../../store/portfolios.ts'
import type { Deps } from '../deps.ts'

const MOST = 1_000

type AheadDeps = Pick<Deps, 'db' | 'now'>

/** When the next thing with a time of its own falls due, after now and by `until`: a digest, a launch, an end. Null where none does. */
export async function nextAhead(deps: AheadDeps, until: Date): Promise<Date | null> {
  const now = Number(deps.now())
  const ahead = (await timesUntil(deps, until)).map(Number).filter((at) => at > now && at <= Number(until))
  return ahead.length === 0 ? null : new Date(Math.min(...ahead))
}

/** Of each the first ones: what is due already is no news, and is gone by the next tick. */
async function timesUntil({ db, now }: AheadDeps, until: Date): Promise<Date[]> {
  const [job, digests, portfolios] = await Promise.all([
    firstRunAt(db, now()),
    dueDigests(db, until, null, MOST),
    duePortfolios(db, until, null, MOST),
  ])
  return [...(job ? [job] : []), ...[...digests, ...portfolios].map(({ nextAt }) => nextAt)]
}
