import { z } from 'zod'
import type { TargetCount } from '../../domain/state/arrivals.ts'
import type { Api } from '../api.ts'
import { type Bucket, countedIn, hourFrom } from '../setting/buckets.ts'
import { get, part } from '../setting/reading.ts'
import type { Counting } from '../target.ts'
import type { Flag } from './flag.ts'

/**
 * How often a flag was evaluated, by the variation that was served: account-usage-beta/get-evaluations-usage of its REST
 * API, which is in beta and has a version of its own. Of the last two hours it counts by the minute, of two days by the hour.
 */

const USAGE = z.object({
  metadata: z.array(z.record(z.string(), z.unknown())),
  series: z.array(z.record(z.string(), z.number())),
})
type Usage = z.infer<typeof USAGE>

interface Place {
  readonly api: Api
  readonly project: string
  readonly environment: string
}

/** Of all variations but the one that is served while it is off. */
export async function servedSince(
  { api, project, environment }: Place,
  key: string,
  flag: Flag,
  asked: Counting,
): Promise<TargetCount | { readonly why: string }> {
  const off = flag.environments[environment]?.offVariation
  if (typeof off !== 'number') return { why: 'no variation is named that is served while it is off' }
  const from = hourFrom(asked.since, asked.now)
  if (from >= asked.now) return countedIn([], from)
  const request = {
    method: 'GET' as const,
    path: `/usage/evaluations/${[project, environment, key].map(part).join('/')}`,
    query: { from: String(from.getTime()), to: String(asked.now.getTime()) },
    headers: { 'ld-api-version': 'beta' },
  }
  const got = await get(api, request, USAGE, asked)
  if (got.is === 'unread') return { why: got.answer.words }
  const buckets = servedIn(got.body, flag, off)
  return buckets === null ? { why: UNNAMED } : countedIn(buckets, from)
}

const UNNAMED = 'what was evaluated names no variation of it'

/** Null where somebody was served what can't be told. */
function servedIn({ metadata, series }: Usage, { variations }: Flag, off: number): Bucket[] | null {
  const named = metadata.map((about) => variationOf(about, variations))
  const points = series.flatMap(({ time = 0, ...counts }) =>
    Object.entries(counts).map(([i, count]) => ({ at: new Date(time), count, of: named[Number(i)] })),
  )
  if (points.some(({ count, of }) => count > 0 && of === undefined)) return null
  return points.filter(({ of }) => of !== off)
}

/** What its documents say only to be explained: a variation by its id or its place. */
function variationOf(about: Usage['metadata'][number], variations: Flag['variations']): number | undefined {
  const byId = variations.findIndex(({ _id }) => Object.values(about).includes(_id))
  if (byId >= 0) return byId
  const place = String(about.variation ?? about.key)
  return /^\d+$/.test(place) && variations[Number(place)] ? Number(place) : undefined
}
