/** The lift of the goal that a conclusion keeps: taken from a readout once, so that it never changes afterwards. */

import type { ValidityProblem } from '../readout/pieces.ts'
import type { MeasuredMetric, MetricReadout, Readout } from '../readout/readout.ts'
import { problemWords, validityProblems } from '../readout/validity.ts'
import { decidingEnds } from '../readout/words.ts'
import type { Brief } from '../state/brief.ts'
import type { MeasuredLift, Measurement } from '../state/growth.ts'
import { type Direction, improvement } from '../statistics/direction.ts'

export interface Snapshot {
  readonly digestId: number
  readonly readout: Readout
}

/**
 * The goal's lift from the newest of these snapshots in which its query was answered. One whose lifts are hidden is
 * not passed over for an older one: a fault that came last would be undone by looking away.
 */
export function measuredGoal(
  { outcome }: Pick<Brief, 'outcome'>,
  newestFirst: Iterable<Snapshot>,
): Measurement {
  if (!outcome) return unknown('the brief names no outcome')
  let seen = false
  for (const { digestId, readout } of newestFirst) {
    seen = true
    const metric = readout.metrics.find(({ name }) => name === outcome.metric)
    if (metric?.measured) return measuredIn(readout, metric, digestId)
  }
  return unknown(seen ? `${outcome.metric} was measured in no digest` : 'no digest was made')
}

/** What makes the lifts of a look worthless for good. That its data is old does not: a campaign may have ended. */
const SPOILT: ReadonlySet<ValidityProblem> = new Set(['split', 'duplicates', 'strays', 'imbalance'])

/** The one place that knows how a readout holds its lifts. */
function measuredIn(readout: Readout, metric: MeasuredMetric, digestId: number): Measurement {
  const spoilt = validityProblems(readout).find((problem) => SPOILT.has(problem))
  if (spoilt) return unknown(problemWords(spoilt, readout).replace(/^The /, 'the ').replace(/\.$/, ''))
  const lifts = metric.comparisons.flatMap(({ arm, relative }) => {
    const ends = relative.computable ? decidingEnds(relative) : null
    return relative.computable && ends ? [{ arm, ...relative, ...ends }] : []
  })
  const best = bestOf(metric.direction, lifts)
  if (!best) return unknown(`the lift of ${metric.label} is not computable${whyNot(metric)}`)
  const { arm, lift, se, low, high } = best
  const { name, label, direction } = metric
  const readAt = new Date(readout.asOf)
  return {
    found: true,
    metric: name,
    label,
    direction,
    arm,
    of: lifts.length,
    lift,
    se,
    low,
    high,
    digestId,
    readAt,
  }
}

function bestOf<T extends { readonly lift: number }>(
  direction: Direction,
  lifts: readonly T[],
): T | undefined {
  const sign = direction === 'up' ? 1 : -1
  return [...lifts].sort((a, b) => sign * (b.lift - a.lift))[0]
}

function whyNot(metric: Extract<MetricReadout, { measured: true }>): string {
  const [first] = metric.comparisons
  return first && !first.relative.computable ? `: ${first.relative.reason}` : ''
}

function unknown(reason: string): Measurement {
  return { found: false, reason }
}

/** Whether the whole interval is better than no change. */
export function isBetter({
  direction,
  low,
  high,
}: Pick<MeasuredLift, 'direction' | 'low' | 'high'>): boolean {
  return improvement(direction, { low, high }).low > 0
}
