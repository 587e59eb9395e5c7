/** Analyses worth asking for, from what a look shows. */

import { findingOf, improvement } from '../statistics/direction.ts'
import { expectedUsers } from '../statistics/sample-ratio.ts'
import { formatCount, formatP, formatPercent, formatValue } from '../text/numbers.ts'
import { listed } from '../text/words.ts'
import { brokenFeeds, inStrangeArms, nobodyMatches } from './data-suggestions.ts'
import type { Silence } from './pieces.ts'
import type { ArmComparison, MeasuredMetric, MetricReadout, Readout } from './readout.ts'
import type { Suggestion } from './suggestion.ts'
import { duplicateShare, liftsHidden, splitP, validityProblems } from './validity.ts'
import { ageInWords, decidingEnds, liftWithInterval, mainGoal, readableLift } from './words.ts'

const NEAR_THE_HORIZON = 0.7

/** Everything worth asking, the most urgent first: validity, guardrails, old data, failed metrics, then what stays unclear. */
export function suggestAnalyses(readout: Readout): Suggestion[] {
  const problems = validityProblems(readout)
  return [
    ...(problems.includes('split') ? [splitOff(readout)] : []),
    ...(problems.includes('duplicates') ? [inSeveralArms(readout)] : []),
    ...(problems.includes('strays') ? inStrangeArms(readout) : []),
    ...(problems.includes('imbalance') ? [unlikeBefore(readout)] : []),
    ...guardrailsMoved(readout),
    ...(problems.includes('stale') || problems.includes('no data') ? [oldData(readout)] : []),
    ...readout.metrics.filter((metric) => !isBehind(readout, metric)).flatMap(failedMetric),
    ...nobodyMatches(readout),
    ...brokenFeeds(readout),
    ...readout.silences.map(silentSegment),
    ...(problems.length === 0 ? inconclusive(readout) : []),
  ]
}

function splitOff(readout: Readout): Suggestion {
  const { splitCause: cause } = readout
  const arms = readout.arms.filter((arm) => arm.weight > 0)
  const users = arms.map((arm) => arm.users)
  const planned = expectedUsers(
    users,
    arms.map((arm) => arm.weight),
  )
  const counts = arms.map(
    (arm, i) => `${arm.name} ${formatCount(arm.users)} (planned ${formatCount(planned[i] ?? 0)})`,
  )
  const whom = cause ? ` Most of it is where ${cause.column} is ${cause.value}.` : ''
  return {
    code: 'srm',
    ...(cause ? { segment: { column: cause.column, value: cause.value } } : {}),
    seen: `The split is off, ${formatP(splitP(readout.sampleRatio))}: ${listed(counts)}.${whom}`,
    why: 'The arms no longer hold people who can be compared, so no lift can be trusted until it is found.',
    question: cause
      ? `Where do people with ${cause.column} ${cause.value} get lost or counted twice between the assignment and the exposure query?`
      : 'Where do people get lost or counted twice between the assignment and the exposure query?',
    step: 'collect',
  }
}

function unlikeBefore({ imbalances }: Readout): Suggestion {
  const [first] = [...imbalances].sort((a, b) => a.p - b.p)
  const { metric = '', arm = '', control = 0, treatment = 0, p = 1 } = first ?? {}
  const [before, other] = [control, treatment].map((mean) => formatValue('mean', mean))
  return {
    code: 'imbalance',
    ...(arm ? { arm } : {}),
    seen: `Before the campaign began, ${metric} was ${other} a person in ${arm}, ${before} in the control (${formatP(p)}).`,
    why: 'People who already differed would differ without the campaign too, so no lift can be told from that.',
    question: 'Was everybody assigned at random, and did nothing happen to one arm alone beforehand?',
    step: 'analyze',
  }
}

/** An event that never happens is more often not tracked than not done. */
function silentSegment({ metric, label, arm, column, value, people, expected }: Silence): Suggestion {
  const where = arm ? `in ${arm} ` : ''
  return {
    code: `silent:${metric}:${arm ?? ''}:${column}=${value}`.slice(0, 250),
    metric,
    ...(arm ? { arm } : {}),
    segment: { column, value },
    seen: `None of the ${formatCount(people)} people ${where}with ${column} ${value} has a ${label}, where about ${formatCount(expected)} would be expected.`,
    why: 'What is not tracked looks like what is not done: the lift would be that of the tracking.',
    question: `Is ${label} tracked for people with ${column} ${value}${arm ? ` in ${arm}` : ''}?`,
    step: 'collect',
  }
}

function inSeveralArms(readout: Readout): Suggestion {
  const share = formatPercent(duplicateShare(readout), 1)
  return {
    code: 'duplicates',
    seen: `${formatCount(readout.duplicates)} people (${share}) were seen in several arms.`,
    why: 'Who met several arms says nothing of any one of them; they are left out, and lifts may lean.',
    question: 'What lets the same person into more than one arm?',
    step: 'collect',
  }
}

/** Those beyond their margin come before those that are only worse. */
function guardrailsMoved(readout: Readout): Suggestion[] {
  const moved = readout.metrics.flatMap((metric) =>
    metric.measured && metric.role === 'guardrail'
      ? metric.comparisons.map((comparison) => ({
          metric,
          comparison,
          beyond: comparison.guardrail === 'beyond margin',
        }))
      : [],
  )
  return [
    ...moved.filter(({ beyond }) => beyond),
    ...moved.filter(({ beyond, comparison }) => !beyond && comparison.finding === 'worse'),
  ].map(({ metric, comparison, beyond }) => guardrailMoved(metric, comparison, beyond, liftsHidden(readout)))
}

function guardrailMoved(
  metric: MeasuredMetric,
  comparison: ArmComparison,
  beyond: boolean,
  hidden: boolean,
): Suggestion {
  const readable = hidden ? null : liftWithInterval(metric, comparison)
  const stands = beyond ? 'beyond its margin' : 'worse than in the control'
  return {
    code: `guardrail:${metric.name}:${comparison.arm}`,
    metric: metric.name,
    arm: comparison.arm,
    seen: readable
      ? `${metric.label} is ${readable} in ${comparison.arm}, ${stands}.`
      : `${metric.label} is ${stands} in ${comparison.arm}.`,
    why: beyond
      ? 'It is worse than the campaign was allowed to make it, whatever the goal gains.'
      : 'It may still be within its margin; if it goes on like this, it will not be.',
    question: `Which people drive ${metric.label} in ${comparison.arm}, and since when?`,
    step: 'analyze',
  }
}

function oldData(readout: Readout): Suggestion {
  const { dataAgeHours, newestData } = readout
  const old = newestData !== null && dataAgeHours !== null && readout.stale
  return {
    code: 'stale',
    seen: old ? `The newest data is ${ageInWords(dataAgeHours)} old.` : 'No data has arrived yet.',
    why: 'What happened since is not in the figures, so nothing can be decided by them.',
    question: old
      ? 'Which load or event stopped, and when is it back?'
      : 'Are exposures logged and loaded at all?',
    step: 'collect',
  }
}

const WHY_FAILED: Readonly<Record<MetricReadout['role'], string>> = {
  goal: 'The campaign is judged by it: without it there is no verdict.',
  secondary: 'It decides nothing, but explains what the goal does.',
  guardrail: 'A guardrail that nobody sees guards nothing, and an unmeasured one never ships.',
}

/** It is asked about as such. */
function isBehind({ behind }: Readout, { name }: MetricReadout): boolean {
  return behind.some(({ metric }) => metric === name)
}

function failedMetric(metric: MetricReadout): Suggestion[] {
  if (metric.measured) return []
  return [
    {
      code: `failed:${metric.name}`,
      metric: metric.name,
      seen: `${metric.label} could not be measured: ${metric.failure.replace(/\.?\s*$/, '.')}`,
      why: WHY_FAILED[metric.role],
      question: `What has to be mended so that ${metric.label} is measured again?`,
      step: 'collect',
    },
  ]
}

function inconclusive(readout: Readout): Suggestion[] {
  if (!(readout.day >= NEAR_THE_HORIZON * (readout.horizonDays ?? Number.POSITIVE_INFINITY))) return []
  return readout.metrics.flatMap((metric) =>
    metric.measured && metric.role === 'goal'
      ? metric.comparisons
          .filter((comparison) => comparison.finding === 'unclear' && !isTold(metric, comparison))
          .map((comparison) => stillUnclear(readout, metric, comparison))
      : [],
  )
}

/** What only the interval that may be looked at any number of times sees, after the last planned look. */
function isTold(metric: MeasuredMetric, comparison: ArmComparison): boolean {
  const lift = readableLift(metric, comparison)?.lift
  return lift !== undefined && findingOf(metric.direction, lift) !== 'unclear'
}

/** While the wanted effect is still possible a sharper estimate helps; once it is ruled out, only knowing for whom. */
function stillUnclear(readout: Readout, metric: MeasuredMetric, comparison: ArmComparison): Suggestion {
  const figures = liftWithInterval(metric, comparison) ?? ''
  const day = `on day ${formatCount(readout.day)} of ${formatCount(readout.horizonDays ?? 0)}`
  const over = readout.day >= (readout.horizonDays ?? Number.POSITIVE_INFINITY)
  const possible = !over && wantedIsPossible(readout, metric, comparison)
  return {
    code: `inconclusive:${metric.name}:${comparison.arm}`,
    metric: metric.name,
    arm: comparison.arm,
    seen: `${metric.label} is ${figures} in ${comparison.arm} ${day}: no difference ${over ? 'is found' : 'can be told yet'}.`,
    why: possible
      ? 'It may end undecided.'
      : 'No effect shows for all people together; a part of them may still show one.',
    question: possible
      ? 'Would a model of usual buyers help?'
      : `For which people does ${comparison.arm} change ${metric.label}, if for any?`,
    step: possible ? 'model' : 'analyze',
  }
}

/** Whether the relative interval still holds the wanted effect of the main goal. */
function wantedIsPossible(readout: Readout, metric: MeasuredMetric, comparison: ArmComparison): boolean {
  const { minimumEffect } = readout
  if (!minimumEffect || metric !== mainGoal(readout) || !comparison.relative.computable) return false
  const ends = decidingEnds(comparison.relative)
  return !ends || improvement(metric.direction, ends).high >= Math.abs(minimumEffect)
}
