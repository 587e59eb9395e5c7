/** What changed since the last digest, one line each. */
import { formatSigned } from '../text/numbers.ts'
import { listed } from '../text/words.ts'
import type { ValidityProblem } from './pieces.ts'
import type { MetricReadout, Readout } from './readout.ts'
import { dataFaults, liftsHidden, people, problemWords } from './validity.ts'
import { breaches, type ReadableLift, readableLift } from './words.ts'

/** Empty for a first look and where nothing moved. Lifts are compared only where both looks may be read. */
export function changesSince(previous: Readout | null, current: Readout): string[] {
  if (!previous) return []
  const readable = !liftsHidden(previous) && !liftsHidden(current)
  const more = peopleSince(previous, current)
  return [
    ...verdictChanges(previous, current),
    ...problemChanges(previous, current),
    ...newBreaches(previous, current),
    ...measurementChanges(previous, current),
    ...(more ? [`${more} people`] : []),
    ...(readable ? goalChanges(previous, current) : []),
  ]
}

/** What turned, beside what the verdict itself says: another verdict, what is mended, what is measured or not. */
export function turnsSince(previous: Readout, current: Readout): string[] {
  return [
    ...verdictChanges(previous, current),
    ...problemsGone(previous, current),
    ...measurementChanges(previous, current),
  ]
}

/** Arms whose verdict became another one, those with the same change together. */
function verdictChanges(previous: Readout, current: Readout): string[] {
  const arms = new Map<string, string[]>()
  for (const { arm, verdict } of current.verdicts) {
    const before = previous.verdicts.find((other) => other.arm === arm)?.verdict
    if (!before || before === verdict) continue
    const change = `from "${before}" to "${verdict}"`
    arms.set(change, [...(arms.get(change) ?? []), arm])
  }
  return [...arms].map(([change, names]) => `${listed(names)} ${change}`)
}

const GONE: Readonly<Record<ValidityProblem, string>> = {
  split: 'the split is as planned again',
  duplicates: 'people are seen in one arm again',
  strays: 'hardly anybody is in an arm that is not planned any more',
  join: 'the people of each metric are found among the exposed again',
  behind: 'every feed goes on again',
  imbalance: 'the arms are alike before the campaign again',
  'no data': 'data has arrived',
  stale: 'the data is fresh again',
}

/** What keeps lifts from being read: new, and no longer there. */
function problemChanges(previous: Readout, current: Readout): string[] {
  const before = dataFaults(previous)
  const came = dataFaults(current).filter((problem) => !before.includes(problem))
  return [
    ...came.map((problem) => `new: ${problemWords(problem, current).replace(/\.$/, '')}`),
    ...problemsGone(previous, current),
  ]
}

function problemsGone(previous: Readout, current: Readout): string[] {
  const now = dataFaults(current)
  return dataFaults(previous)
    .filter((problem) => !now.includes(problem))
    .map((problem) => GONE[problem])
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

/** `+173`, or with a true minus; null where nobody came. */
export function peopleSince(previous: Readout, current: Readout): string | null {
  const added = people(current) - people(previous)
  return added === 0 ? null : formatSigned(added, 0)
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
  if (from.text.lift === to.text.lift && from.text.interval === to.text.interval) return []
  const now = `${to.text.lift} (${to.text.interval})`
  return [
    from.text.lift === to.text.lift
      ? `${label} stays ${now} in ${arm}, before ${from.text.interval}`
      : `${label} from ${from.text.lift} to ${now} in ${arm}`,
  ]
}

function key(metric: string, arm: string): string {
  return JSON.stringify([metric, arm])
}
