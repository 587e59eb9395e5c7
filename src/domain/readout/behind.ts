/** Metrics whose feed has stopped while other data goes on. */
import type { Behind } from './pieces.ts'
import type { ReadoutInput } from './readout.ts'

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

function hours(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / HOUR
}
