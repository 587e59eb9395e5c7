/** Are there events enough to decide by? Where there are not, no test of ours keeps its promise. */
import { effectiveEvents } from '../statistics/effective.ts'
import { LEAST_EVENTS } from '../statistics/least-events.ts'
import type { MetricKind } from '../terms.ts'
import { formatCount } from '../text/numbers.ts'
import { type Row, together } from './arm-sums.ts'
import type { Few } from './pieces.ts'

/** `2 of 30 Purchase in holdout`, or that a mean there rests on so few people. */
export function fewWords({ arm, of, has, needs }: Few, metric: string): string {
  const [some, all] = [formatCount(has), formatCount(needs)]
  if (of === 'events') return `${some} of ${all} ${metric} in ${arm}`
  return `${metric} in ${arm} rests on about ${some} ${has === 1 ? 'person' : 'people'} of ${all}`
}

/**
 * Asked of what the smaller arm would have if both did the same: its own few events would be as misleading a count as
 * its own low variance. An arm where nobody did it is evidence, if many should have.
 */
export function fewOf(kind: MetricKind, control: Row, treatment: Row): Few | null {
  const of = kind === 'proportion' ? 'events' : 'people'
  const needs = LEAST_EVENTS[kind === 'proportion' ? 'proportion' : 'mean']
  const small = control.sums.n <= treatment.sums.n ? control : treatment
  const share = small.sums.n / (control.sums.n + treatment.sums.n)
  const expected = share > 0 ? share * effectiveEvents(kind, together(control.sums, treatment.sums)) : 0
  if (expected >= needs) return null
  const own = effectiveEvents(kind, small.sums)
  const has = of === 'events' ? Math.min(expected, own) : Math.max(Math.min(1, own), Math.min(expected, own))
  // A warehouse may sum up to what is no number.
  return { arm: small.arm, of, has: Number.isFinite(has) ? Math.max(0, Math.floor(has)) : 0, needs }
}
