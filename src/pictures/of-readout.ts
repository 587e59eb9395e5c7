/** The one place that knows a readout's shape: what of it is drawn. */

import type { ArmComparison, MeasuredMetric, MetricReadout, Readout } from '../domain/readout/readout.ts'
import { decidingEnds, isHeldAbsolutely, marginAllowed, readableLift } from '../domain/readout/words.ts'
import { improvement } from '../domain/statistics/direction.ts'
import { formatAbsolute, formatRelative, formatSignedPercent } from '../domain/text/numbers.ts'
import type { Spread, Tone } from './picture.ts'

/** What pictures take of a readout whose lifts may be read. */
export type Look = Pick<Readout, 'day' | 'horizonDays' | 'arms' | 'minimumEffect' | 'metrics'>

/** One arm on one metric. Without a spread, `words` says why; with one, what it means. */
export interface Estimate {
  readonly arm: string
  readonly spread: Spread | null
  /** `+118.8 %`, and the whole with its interval. */
  readonly said: string
  readonly interval: string
  readonly words: string
  readonly tone: Tone
}

export interface Measured {
  readonly name: string
  readonly label: string
  readonly role: MetricReadout['role']
  /** `goal, +8 % wanted`. */
  readonly aside: string
  /** The lift that is wanted, or the worst that is allowed; null where neither is registered. */
  readonly mark: number | null
  readonly estimates: readonly Estimate[]
  /** Why there is no estimate at all. */
  readonly failure: string | null
}

export function measuredOf(look: Look): Measured[] {
  return look.metrics.map((metric) => measured(metric, look))
}

/** The metric that the campaign is judged by. */
export function mainGoalOf(look: Look): Measured | null {
  const goal = look.metrics.find(({ role }) => role === 'goal')
  return goal ? measured(goal, look) : null
}

function measured(metric: MetricReadout, look: Look): Measured {
  return {
    name: metric.name,
    label: metric.label,
    role: metric.role,
    aside: asideOf(metric, look),
    mark: markOf(metric, look),
    estimates: metric.measured ? metric.comparisons.map((each) => estimateOf(metric, each)) : [],
    failure: metric.measured ? null : 'not measured: its query failed',
  }
}

/** The relative lift with the interval that the readout shows for it. */
function estimateOf(metric: MeasuredMetric, comparison: ArmComparison): Estimate {
  const { arm, relative } = comparison
  const held = heldAgainst(metric, comparison)
  if (held) return { arm, ...held, ...meaning(comparison) }
  const ends = relative.computable ? decidingEnds(relative) : null
  if (relative.computable && ends) {
    const spread = { lift: relative.lift, ...ends }
    const { lift, interval } = formatRelative(spread)
    return { arm, spread, said: lift, interval, ...meaning(comparison) }
  }
  const absolute = readableLift(metric, comparison)
  const { words, tone } = meaning(comparison)
  const reason = relative.computable ? 'the control is too close to zero' : relative.reason
  const why = absolute
    ? `${absolute.text.lift}, ${words}; no lift in %: ${reason}`
    : `not computable: ${reason}`
  return { arm, spread: null, said: '', interval: '', words: why, tone }
}

/**
 * Of a guardrail whose margin is absolute: the difference that is held against it, drawn as its margin is, of the control's
 * own value. The relative interval knows of the control's error too, so it may run past a margin that holds.
 */
function heldAgainst(
  metric: MeasuredMetric,
  { absolute }: ArmComparison,
): Pick<Estimate, 'spread' | 'said' | 'interval'> | null {
  const control = absoluteOf(metric)
  const ends = absolute.computable ? decidingEnds(absolute) : null
  if (control === null || !absolute.computable || !ends) return null
  const { lift, interval } = formatAbsolute(metric.kind, { lift: absolute.lift, ...ends }, metric.unit)
  const spread = { lift: absolute.lift / control, low: ends.low / control, high: ends.high / control }
  // Beside a bar there is room for a number, and its margin stands above in full.
  return { spread, said: lift.replace(/ points$/, ' pts'), interval }
}

/** What an absolute margin is drawn in shares of; null where there is no such margin, or nothing to share. */
function absoluteOf(metric: MetricReadout): number | null {
  if (!isHeldAbsolutely(metric)) return null
  const control = metric.measured ? Math.abs(metric.values[0]?.value ?? 0) : 0
  return control > 0 ? control : null
}

const GUARDED: Readonly<Record<NonNullable<ArmComparison['guardrail']>, Tone>> = {
  'beyond margin': 'worse',
  'within margin': 'kept',
  'not proven': 'unclear',
  'not measured': 'unclear',
}

/** A guardrail is judged by its margin, every other metric by zero. */
function meaning({ guardrail, finding }: ArmComparison): { words: string; tone: Tone } {
  if (guardrail) return { words: guardrail, tone: GUARDED[guardrail] }
  return finding === 'not computable' ? { words: '', tone: 'unclear' } : { words: finding, tone: finding }
}

function asideOf(metric: MetricReadout, { minimumEffect }: Look): string {
  if (metric.role === 'guardrail') return `guard, ${marginWords(metric)}`
  const wanted = metric.role === 'goal' && minimumEffect !== null
  const parts = [
    metric.role === 'goal' ? 'goal' : '',
    wanted ? `${formatSignedPercent(signed(metric, minimumEffect))} wanted` : '',
    metric.direction === 'down' ? 'lower is better' : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function marginWords(metric: MetricReadout): string {
  const allowed = marginAllowed(metric)
  if (allowed) return `at worst ${allowed}`
  return metric.direction === 'up' ? 'must not fall' : 'must not rise'
}

/** An absolute margin stands where it is of the control's own value. */
function markOf(metric: MetricReadout, { minimumEffect }: Look): number | null {
  if (metric.role === 'goal') return minimumEffect === null ? null : signed(metric, minimumEffect)
  if (metric.role !== 'guardrail' || !metric.margin) return null
  const { amount, unit } = metric.margin
  if (unit === 'relative') return signed(metric, -amount)
  const control = absoluteOf(metric)
  return control === null ? null : signed(metric, -amount / control)
}

/** An improvement of this size as a lift: a falling metric improves downwards. */
function signed({ direction }: MetricReadout, better: number): number {
  return improvement(direction, { low: better, high: better }).low
}
