import type { MetricDefinition } from '../domain/catalog/catalog.ts'
import type { Dialect } from './dialects.ts'
import type { Bind } from './statement.ts'
import type { CampaignQuery } from './warehouse.ts'

const DAY_MS = 86_400_000

/** First exposures later than `after`, up to and with `to`. */
export interface Span {
  readonly after?: Date
  readonly to: Date
}

/** A column of the exposures: how many units were first exposed in the span. */
export interface Count extends Span {
  readonly name: string
}

/** Of a metric with a window: those whose window has passed. */
export function countedSpan(
  { until }: Pick<CampaignQuery, 'until'>,
  { windowDays }: MetricDefinition,
): Span | null {
  return windowDays === undefined ? null : { to: daysBefore(until, windowDays) }
}

/** Of a metric that is asked for them: those of its units that came last. */
export function recentSpan(q: CampaignQuery, metric: MetricDefinition): Span | null {
  const days = q.recentDays?.get(metric.name)
  if (days === undefined) return null
  const to = daysBefore(q.until, metric.windowDays ?? 0)
  return { after: daysBefore(to, days), to }
}

/** Metrics with the same window share their count, so that it is made once. */
export function countsIn(q: CampaignQuery): Count[] {
  const spans = q.metrics.flatMap((metric) => [countedSpan(q, metric), recentSpan(q, metric)])
  const all = new Map(spans.flatMap((span) => (span ? [[keyOf(span), span] as const] : [])))
  return [...all.values()].map((span, index) => ({ ...span, name: `n_${index + 1}` }))
}

/** The column of the exposures that counts the units of a span; of everybody without one. */
export function countOf(q: CampaignQuery, span: Span | null): string {
  const found = span && countsIn(q).find((each) => keyOf(each) === keyOf(span))
  return found?.name ?? 'n'
}

/** Whether an instant is in the span. */
export function isWithin(dialect: Dialect, { after, to }: Span, instant: string, bind: Bind): string {
  const moment = (date: Date) => dialect.moment(bind(date.toISOString()))
  const begun = after ? ` and ${instant} > ${moment(after)}` : ''
  return `${instant} <= ${moment(to)}${begun}`
}

function daysBefore(date: Date, days: number): Date {
  return new Date(date.getTime() - days * DAY_MS)
}

function keyOf({ after, to }: Span): string {
  return `${after?.getTime()} ${to.getTime()}`
}
