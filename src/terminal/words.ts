/** A readout as plain text: what a digest says, with every digit that a notebook is held against. */

import { fewWords } from '../domain/readout/few.ts'
import { headline } from '../domain/readout/headline.ts'
import type {
  ArmComparison,
  ArmValue,
  MeasuredMetric,
  MetricReadout,
  Readout,
} from '../domain/readout/readout.ts'
import { suggestAnalyses } from '../domain/readout/suggestions.ts'
import { liftsHidden, strayWords } from '../domain/readout/validity.ts'
import { ageInWords, dayWords, decidingEnds, recentWords } from '../domain/readout/words.ts'
import {
  formatAbsolute,
  formatCount,
  formatP,
  formatPercent,
  formatRelative,
  formatValue,
} from '../domain/text/numbers.ts'

export function readoutWords(readout: Readout): string {
  const worth = suggestAnalyses(readout).map(
    ({ seen, question, step }) => `worth asking  ${seen} ${question} (${step})`,
  )
  return [
    headline(readout),
    '',
    groundWords(readout),
    splitWords(readout),
    looksWords(readout),
    ...readout.metrics.flatMap((metric) => ['', ...metricWords(metric, liftsHidden(readout))]),
    ...(worth.length > 0 ? ['', ...worth] : []),
  ].join('\n')
}

function groundWords(readout: Readout): string {
  const { asOf, dataAgeHours } = readout
  const age = dataAgeHours === null ? 'no data' : `newest data ${ageInWords(dataAgeHours)} old`
  return `${dayWords(readout)}, ${asOf}, ${age}`
}

function splitWords({ arms, sampleRatio, duplicates, strays }: Readout): string {
  const { checked, healthy, p, sequence } = sampleRatio
  const people = arms.map(({ name, users }) => `${name} ${formatCount(users)}`).join(' · ')
  const over = sequence ? `, over all looks ${formatP(sequence.p)}` : ''
  const split = checked
    ? `split ${healthy ? 'as planned' : 'off'} (${formatP(p)}${over})`
    : 'too few to check the split'
  const twice = duplicates > 0 ? ` · ${formatCount(duplicates)} seen in several arms and left out` : ''
  const strange = strays.length > 0 ? ` · not planned and left out: ${strayWords({ strays })}` : ''
  return `people  ${people} · ${split}${twice}${strange}`
}

function looksWords({ fractions, boundary, horizonDays }: Readout): string {
  if (horizonDays === null) return 'looks   no horizon: always-valid intervals decide'
  if (fractions.length === 0) return 'looks   none that counts yet'
  const shares = fractions.map((share) => share.toFixed(3)).join(', ')
  const z = boundary === null ? 'beyond 8' : boundary.toFixed(4)
  return `looks   at ${shares} of the planned information; one test needs |z| of ${z} now`
}

function metricWords(metric: MetricReadout, hidden: boolean): string[] {
  const head = `${metric.label} (${metric.role}, ${metric.direction === 'up' ? 'more' : 'less'} is better)`
  if (!metric.measured) return [head, `  not measured: ${metric.failure}`]
  const width = Math.max(...metric.values.map(({ arm }) => arm.length))
  return [
    head,
    ...metric.values.map((value, i) => {
      const comparison = metric.comparisons[i - 1]
      const lift = comparison ? `  ${hidden ? 'lift hidden' : liftWords(metric, comparison)}` : ''
      return `  ${value.arm.padEnd(width)}  ${valueWords(metric, value)}${lift}`
    }),
  ]
}

function valueWords({ kind, unit }: MeasuredMetric, { value, sum, n, ...more }: ArmValue): string {
  const waiting = more.waiting ? `, ${formatCount(more.waiting)} still in their window` : ''
  if (value === null) return `no value yet (n ${formatCount(n)}${waiting})`
  const over =
    more.denominator === undefined ? formatCount(n) : `${formatCount(more.denominator)}, n ${formatCount(n)}`
  const one = more.outlier ? `, ${formatPercent(more.outlier, 0)} of it one person` : ''
  return `${formatValue(kind, value, unit)} (${sum} of ${over}${waiting}${one})`
}

function liftWords(metric: MeasuredMetric, comparison: ArmComparison): string {
  const { relative, absolute, finding, guardrail, chanceToWin } = comparison
  const parts = [
    relative.computable
      ? spreadWords(formatRelative, relative)
      : `relative not computable: ${relative.reason}`,
    absolute.computable
      ? spreadWords((spread) => formatAbsolute(metric.kind, spread, metric.unit), absolute)
      : `absolute not computable: ${absolute.reason}`,
    guardrail ? `guard ${guardrail}` : finding,
    ...asideWords(metric, comparison),
    ...(chanceToWin === undefined ? [] : [`chance to win ${(chanceToWin * 100).toFixed(2)} %`]),
  ]
  return parts.join('; ')
}

type Shown = Extract<ArmComparison['relative'], { computable: true }>

/** `+118.8 % (+42.1 … +195.6 %; this look alone 95 % +72.2 … +165.5 %, p = 6.1e-7)`. */
function spreadWords(format: (spread: Shown) => { lift: string; interval: string }, shown: Shown): string {
  const ends = decidingEnds(shown)
  const own = `this look alone 95 % ${format(shown).interval}, ${formatP(shown.p)}`
  const decides = ends ? `${format({ ...shown, ...ends }).interval}; ` : ''
  return `${format(shown).lift} (${decides}${own})`
}

/** What must be known to check a lift by its values. */
function asideWords(
  { kind, unit, label }: MeasuredMetric,
  { adjusted, recent, few, arm }: ArmComparison,
): string[] {
  const value = (each: number) => formatValue(kind, each, unit)
  const last = recent && recentWords(recent)
  return [
    ...(adjusted
      ? [
          `adjusted for what people did before: ${value(adjusted.control)} and ${value(adjusted.treatment)} in ${arm}`,
        ]
      : []),
    ...(last ? [last] : []),
    ...(few ? [`too few to decide by: ${fewWords(few, label)}`] : []),
  ]
}
