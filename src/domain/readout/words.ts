/** Phrases that headline, changes and suggestions share. Names come as they were typed: whoever prints escapes them. */
import type { Lift } from '../statistics/lift.ts'
import { formatAbsolute, formatCount, formatRelative, type SpreadText } from '../text/numbers.ts'
import type { ArmComparison, MetricReadout, Readout } from './readout.ts'

export interface ReadableLift {
  readonly lift: Lift
  readonly text: SpreadText
}

/** The lift that the finding rests on, in print: relative, else absolute, else null. */
export function readableLift(metric: MetricReadout, comparison: ArmComparison): ReadableLift | null {
  const { relative, absolute } = comparison
  if (relative.computable) return { lift: relative, text: formatRelative(relative) }
  if (!absolute.computable) return null
  return { lift: absolute, text: formatAbsolute(metric.kind, absolute, metric.unit) }
}

/** `+118.8 % (95 % +78.0 … +159.7 %)`. */
export function liftWithInterval({ text }: ReadableLift): string {
  return `${text.lift} (95 % ${text.interval})`
}

/** `2 days`, `30 hours`: whole days from two on. */
export function ageInWords(hours: number): string {
  return hours >= 48
    ? `${formatCount(Math.floor(hours / 24))} days`
    : `${formatCount(Math.floor(hours))} hours`
}

/** `day 6 of 14`, or `day 6` where no horizon is registered. */
export function dayWords({ day, horizonDays }: Pick<Readout, 'day' | 'horizonDays'>): string {
  return horizonDays === null ? `day ${day}` : `day ${day} of ${horizonDays}`
}

/** The metric that the campaign is judged by: the first goal. */
export function mainGoal(readout: Readout): MetricReadout | null {
  return readout.metrics.find((metric) => metric.role === 'goal') ?? null
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
