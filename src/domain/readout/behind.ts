/** Metrics whose feed has stopped while other data goes on. */

import type { MetricInput, ReadoutInput } from './input.ts'
import type { Behind } from './pieces.ts'

const HOUR = 3_600_000
const LATE_HOURS = 24
/** So many values would have come since: by chance none would, once in a million times. */
const MISSED = 14
/** A metric that has had no value since the first exposure is only behind once a day or two are over. */
const BEGINNING_HOURS = 48

/** A rare event may be silent for a day: so a metric is behind where its own pace until its newest value says so. */
export function behind({ metrics, newestData, firstExposure, asOf }: ReadoutInput): Behind[] {
  if (!newestData || !firstExposure) return []
  return metrics.flatMap((metric) => {
    if ('failure' in metric || !metric.arrived?.newest) return []
    const { newest, values } = metric.arrived
    const silent = hours(newest, newestData)
    if (silent <= LATE_HOURS) return []
    const running = Math.max(1, hours(firstExposure, newest))
    const missed = values > 0 ? (values / running) * silent : 0
    const never = values === 0 && hours(firstExposure, asOf) >= BEGINNING_HOURS
    if (missed < MISSED && !never) return []
    return [{ metric: metric.name, label: metric.label, newest: newest.toISOString() }]
  })
}

/** Those metrics are not measured: a lift of what has come so far would be that of the feed. */
export function withoutBehind(metrics: readonly MetricInput[], late: readonly Behind[]): MetricInput[] {
  return metrics.map((metric) => {
    const its = late.find((each) => each.metric === metric.name)
    if (!its || 'failure' in metric) return metric
    const { sums, waiting, everybody, recent, cap, arrived, ...head } = metric
    return { ...head, failure: `nothing newer than ${dayOf(its.newest)} has come` }
  })
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** `2 March`, by UTC. */
export function dayOf(iso: string): string {
  return DAY.format(new Date(iso))
}

function hours(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / HOUR
}
