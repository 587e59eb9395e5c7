/** What changed since the last digest, one line each. */
import { formatCount, formatP } from '../numbers.ts'
import type { MetricReadout, Readout } from './readout.ts'
import { people, validityProblems } from './validity.ts'
import { breaches, type ReadableLift, readableLift } from './words.ts'

/** Empty for a first look and where nothing moved. Lifts are compared only where both looks may be read. */
export function changesSince(previous: Readout | null, current: Readout): string[] {
  if (!previous) return []
  const readable = [previous, current].every((look) => validityProblems(look).length === 0)
  return [
    ...splitChange(previous, current),
    ...newBreaches(previous, current),
    ...measurementChanges(previous, current),
    ...peopleChange(previous, current),
    ...(readable ? goalChanges(previous, current) : []),
  ]
}

function splitChange(previous: Readout, current: Readout): string[] {
  const { healthy, p } = current.sampleRatio
  if (healthy || !previous.sampleRatio.healthy) return []
  return [`The split is off now (${formatP(p)})`]
}

function newBreaches(previous: Readout, current: Readout): string[] {
  const before = new Set(breaches(previous).map(({ metric, comparison }) => key(metric.name, comparison.arm)))
  return breaches(current)
    .filter(({ metric, comparison }) => !before.has(key(metric.name, comparison.arm)))
    .map(({ metric, comparison }) => `${metric.label} is now beyond its margin in ${comparison.arm}`)
}

function measurementChanges(previous: Readout, current: Readout): string[] {
  return current.metrics.flatMap((metric) => {
    const before = previous.metrics.find((other) => other.name === metric.name)
    if (!before || before.measured === metric.measured) return []
    return [
      metric.measured
        ? `${metric.label} is measured again`
        : `${metric.label} could not be measured this time`,
    ]
  })
}

function peopleChange(previous: Readout, current: Readout): string[] {
  const added = people(current) - people(previous)
  if (added === 0) return []
  return [added > 0 ? `+${formatCount(added)} people` : `${formatCount(-added)} people fewer than last time`]
}

function goalChanges(previous: Readout, current: Readout): string[] {
  return current.metrics
    .filter((metric) => metric.role === 'goal')
    .flatMap((metric) => {
      const before = previous.metrics.find((other) => other.name === metric.name)
      return before ? liftChanges(before, metric) : []
    })
}

function liftChanges(before: MetricReadout, now: MetricReadout): string[] {
  if (!before.measured || !now.measured) return []
  return now.comparisons.flatMap((comparison) => {
    const old = before.comparisons.find((other) => other.arm === comparison.arm)
    const from = old && readableLift(before, old)
    const to = readableLift(now, comparison)
    if (!old || !from || !to || old.relative.computable !== comparison.relative.computable) return []
    return movement(now.label, comparison.arm, from, to)
  })
}

function movement(label: string, arm: string, from: ReadableLift, to: ReadableLift): string[] {
  if (from.text.lift === to.text.lift) return []
  return [`${label} from ${from.text.lift} to ${to.text.lift} in ${arm}`]
}

function key(metric: string, arm: string): string {
  return JSON.stringify([metric, arm])
}
