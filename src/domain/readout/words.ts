/** Phrases that headline, changes and suggestions share. Names come as they were typed: whoever prints escapes them. */
import type { Interval } from '../statistics/direction.ts'
import type { Lift } from '../statistics/lift.ts'
import {
  formatAbsolute,
  formatAmount,
  formatCount,
  formatPercent,
  formatPoints,
  formatRelative,
  formatSignedPercent,
  roundRelative,
  type SpreadText,
} from '../text/numbers.ts'
import type { RecentLift } from './pieces.ts'
import type { ArmComparison, MetricReadout, Readout, ShownLift } from './readout.ts'

export interface ReadableLift {
  readonly lift: Lift
  readonly text: SpreadText
}

type Computable = Extract<ShownLift, { readonly computable: true }>

/** The interval that decides; in snapshots from before it the always-valid one, and before that the look's own. */
export function decidingEnds({ decides, alwaysValid, low, high }: Computable): Interval | null {
  return decides === undefined ? (alwaysValid ?? { low, high }) : decides
}

/**
 * A lift with the interval that decides, in print: relative, else absolute, else null. Of a guardrail with an absolute margin
 * what is held against it: the relative interval knows of the control's error too, and may run past a margin that holds.
 */
export function readableLift(metric: MetricReadout, comparison: ArmComparison): ReadableLift | null {
  const { relative, absolute } = comparison
  const ends = relative.computable ? decidingEnds(relative) : null
  if (relative.computable && ends && !isHeldAbsolutely(metric))
    return { lift: { ...relative, ...ends }, text: formatRelative({ ...relative, ...ends }) }
  if (!absolute.computable) return null
  const spread = { ...absolute, ...decidingEnds(absolute) }
  return { lift: spread, text: formatAbsolute(metric.kind, spread, metric.unit) }
}

/** Whether it is held against a margin in its own unit. */
export function isHeldAbsolutely({ role, margin }: MetricReadout): boolean {
  return role === 'guardrail' && margin?.unit === 'absolute'
}

/** As it is said in a sentence: `+119 % (+60 … +177 %)`. */
export function liftWithInterval(metric: MetricReadout, comparison: ArmComparison): string | null {
  const { relative } = comparison
  const ends = relative.computable && !isHeldAbsolutely(metric) ? decidingEnds(relative) : null
  const said = relative.computable && ends ? roundRelative({ ...relative, ...ends }) : null
  const { lift, interval } = said ?? readableLift(metric, comparison)?.text ?? {}
  return lift && interval ? `${lift} (${interval})` : null
}

/** `−3 % for those of the last 7 days`; null where there is no relative lift. */
export function recentWords({ days, lift }: RecentLift): string | null {
  if (lift === null) return null
  return `${formatSignedPercent(lift)} for those of ${days === 1 ? 'the last day' : `the last ${days} days`}`
}

/** `2 days`, `30 hours`: whole days from two on. */
export function ageInWords(hours: number): string {
  return hours >= 48
    ? `${formatCount(Math.floor(hours / 24))} days`
    : `${formatCount(Math.floor(hours))} hours`
}

/** `day 6 of 14`, or `day 6` where no horizon is registered; `day 15, 14 were planned` once that is over. */
export function dayWords({ day, horizonDays }: Pick<Readout, 'day' | 'horizonDays'>): string {
  if (horizonDays === null) return `day ${day}`
  return day > horizonDays ? `day ${day}, ${horizonDays} were planned` : `day ${day} of ${horizonDays}`
}

/** The metric that the campaign is judged by: the first goal. */
export function mainGoal(readout: Readout): MetricReadout | null {
  return readout.metrics.find((metric) => metric.role === 'goal') ?? null
}

/** How much worse a guardrail may be: `+0.5 points`, `−2 %`; null where nothing worse is allowed. */
export function marginAllowed({ margin, kind, unit, direction }: MetricReadout): string | null {
  if (!margin) return null
  const sign = direction === 'up' ? '\u2212' : '+'
  if (margin.unit === 'relative') return `${sign}${formatPercent(margin.amount, 1).replace('.0', '')}`
  if (kind === 'proportion') return `${sign}${formatPoints(margin.amount)}`
  return `${sign}${formatAmount(margin.amount)}${unit ? ` ${unit}` : ''}`
}

interface GuardrailBreach {
  readonly metric: MetricReadout
  readonly comparison: ArmComparison
}

/** Guardrails whose whole interval is beyond the margin. */
export function breaches(readout: Readout): GuardrailBreach[] {
  return readout.metrics.flatMap((metric) =>
    metric.measured
      ? metric.comparisons
          .filter((comparison) => comparison.guardrail === 'beyond margin')
          .map((comparison) => ({ metric, comparison }))
      : [],
  )
}
