import { z } from 'zod'
import type { TargetCount } from '../../domain/state/arrivals.ts'
import { type Bucket, countedIn, hourFrom } from '../setting/buckets.ts'
import { get } from '../setting/reading.ts'
import type { Counting } from '../target.ts'
import type { Place } from './place.ts'

/**
 * How often a flag was given to somebody, by the events that the SDKs send of it; an app may have turned them off, or
 * ask from a server that sends none (posthog.com/docs/feature-flags/installation/api, posthog.com/docs/api/queries).
 */
const SQL = `select toUnixTimestamp(toStartOfHour(timestamp)) as hour, count() as times from events
where event = '$feature_flag_called' and properties.$feature_flag = {flag}
and toString(properties.$feature_flag_response) not in ('false', 'null', '')
and timestamp > now() - interval 17 day and toUnixTimestamp(timestamp) >= {from}
group by hour order by hour limit 1000`

const HOUR = 3_600_000
/** Who was never counted in so long before the stop is not counted at all. */
const BEFORE = 7 * 24 * HOUR

const RESULTS = z
  .object({ results: z.array(z.tuple([z.coerce.number(), z.coerce.number()])) })
  .transform(({ results }) =>
    results.map(([seconds, count]): Bucket => ({ at: new Date(seconds * 1_000), count })),
  )

/** Null where nothing was counted before either: then that nothing is says nothing. */
export async function countFlag(
  { api, path }: Place,
  flag: string,
  asked: Counting,
): Promise<TargetCount | { readonly why: string } | null> {
  const from = hourFrom(asked.since, asked.now)
  const values = { flag, from: Math.floor((asked.since.getTime() - BEFORE) / 1_000) }
  const body = { query: { kind: 'HogQLQuery', query: SQL, values }, refresh: 'force_blocking' }
  const got = await get(api, { method: 'POST', path: `${path}/query/`, body }, RESULTS, asked)
  if (got.is === 'unread') return { why: got.answer.words }
  const isCounted = got.body.some(
    ({ at, count }) => count > 0 && at.getTime() + HOUR <= asked.since.getTime(),
  )
  return isCounted ? countedIn(got.body, from) : null
}
