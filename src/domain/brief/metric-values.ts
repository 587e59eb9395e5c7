import { Refusal } from '../../refusal.ts'
import type { MetricDefinition } from '../catalog/catalog.ts'
import type { Guardrail, Outcome } from '../state/brief.ts'
import { AMOUNT, numberText, percentText, readNumber } from '../text/typed-number.ts'
import { items, tidyLine, unreadable } from '../text/typed-value.ts'
import { plainSigns } from '../text/visible.ts'
import { type Called, spokenGuardrail, spokenOutcome } from './spoken.ts'

export const OUTCOME_FORM =
  'Write a metric, up or down, and the least change worth having: `purchase up 8%`; metrics watched beside it come after also: `unsubscribe down 5% also visit spend`. With `bayesian` before also, the chance to win stands beside the figures.'
export const GUARDRAILS_FORM =
  'Write each metric with how much worse it may get: `unsubscribe 0.2 points, spend 2%`, or `none`; `stop on harm` at the end, or behind one of them, stops the campaign by itself beyond it.'

/** What is known of a metric whose margins are read. */
export type Measured = Pick<MetricDefinition, 'name' | 'kind' | 'unit'> & Called

const MOST_SECONDARY = 10
const MOST_GUARDRAILS = 10
const METRIC = String.raw`[\p{L}\p{N}_.-]{1,60}`
const OUTCOME = new RegExp(
  `^(${METRIC}) (?:(up|down)(?: ?([+-]?)(${AMOUNT}) ?%)?|([+-])(${AMOUNT}) ?%)(?: baseline (${AMOUNT}) ?(?:%|percent))?(?: (bayesian))?(?: also (.+))?$`,
  'iu',
)
const GUARDRAIL = new RegExp(String.raw`^(${METRIC}) [+-]?(${AMOUNT}) ?(%|\p{L}{1,12}|[$€£¥])$`, 'iu')
const DIRECTIONS: Readonly<Record<string, Outcome['direction']>> = { '+': 'up', '-': 'down' }
const STOP = /(?:^|\s)\(?stop on harm\)?$/i
const POINTS = /^(?:points?|pts?|pp)$/i

/** The desired outcome as typed: `purchase up 8%`, `purchase +8%`, `visit up also spend`; metrics as they are called. */
export function parseOutcome(typed: string, metrics: readonly Called[] = []): Outcome {
  const [, metric, way, wayOf, effect, sign, signed, baseline, bayesian, also = ''] =
    OUTCOME.exec(spokenOutcome(plainLine(typed), metrics)) ?? []
  if (metric === undefined) throw unreadable('an outcome', typed, OUTCOME_FORM)
  const direction = (way?.toLowerCase() ?? DIRECTIONS[sign ?? '']) as Outcome['direction']
  if (wayOf && DIRECTIONS[wayOf] !== direction) throw contradiction(typed, direction, `${wayOf}${effect}`)
  const amount = effect ?? signed
  return {
    metric,
    direction,
    minimumEffect: amount === undefined ? null : readEffect(readNumber(amount), direction, typed),
    ...(baseline === undefined ? {} : { baseline: shareOf(readNumber(baseline), typed) }),
    secondary: readSecondary(also, metric, typed),
    ...(bayesian ? { bayesian: true } : {}),
  }
}

function contradiction(typed: string, direction: string, effect: string): Refusal {
  const signed = effect.replace('-', '\u2212')
  return unreadable(
    'an outcome',
    typed,
    `${direction} and ${signed} % contradict each other. ${OUTCOME_FORM}`,
  )
}

/** An outcome as `parseOutcome` reads it back. */
export function outcomeText({
  metric,
  direction,
  minimumEffect,
  baseline,
  secondary,
  bayesian,
}: Outcome): string {
  const effect = minimumEffect === null ? '' : ` ${percentText(minimumEffect)}%`
  const chance = bayesian ? ' bayesian' : ''
  const known = baseline === undefined ? '' : ` baseline ${percentText(baseline)}%`
  return `${metric} ${direction}${effect}${known}${chance}${secondary.length > 0 ? ` also ${secondary.join(' ')}` : ''}`
}

const BASELINE_FORM =
  'Write the share of people that do so without the campaign: `5%`, above 0 and below 100 %; or `none`.'
const SHARE = new RegExp(`^(${AMOUNT}) ?(?:%|percent|per cent)$`, 'iu')

/** `5%`, `5,5 percent`: a share of people as a fraction. Throws a Refusal for anything else. */
export function parseBaseline(typed: string): number {
  const [, amount] = SHARE.exec(plainLine(typed)) ?? []
  if (amount === undefined) throw unreadable('a baseline', typed, BASELINE_FORM)
  return shareOf(readNumber(amount), typed)
}

function shareOf(percent: number | null, typed: string): number {
  if (percent !== null && percent > 0 && percent < 100) return Number((percent / 100).toPrecision(12))
  throw unreadable('a baseline', typed, BASELINE_FORM)
}

function readEffect(percent: number | null, direction: Outcome['direction'], typed: string): number {
  const most = direction === 'down' ? 100 : 1_000
  if (percent !== null && percent > 0 && percent <= most) return percent / 100
  throw unreadable(
    'an outcome',
    typed,
    `The change is relative, above 0 and at most ${most} %. ${OUTCOME_FORM}`,
  )
}

function readSecondary(also: string, goal: string, typed: string): string[] {
  const names = [...new Set(also.split(/[\s,;]+/).filter((name) => name !== '' && name !== goal))]
  const wrong = names.find((name) => !new RegExp(`^${METRIC}$`, 'u').test(name))
  if (wrong !== undefined || names.length > MOST_SECONDARY) {
    throw unreadable(
      'an outcome',
      typed,
      `After also come up to ${MOST_SECONDARY} names of metrics. ${OUTCOME_FORM}`,
    )
  }
  return names
}

/** Guardrails as typed. `metrics` say whether a margin in points fits: a mean or a ratio has its own unit instead. */
export function parseGuardrails(typed: string, metrics: readonly Measured[]): Guardrail[] {
  const all = items(unmarked(typed))
  const each = all.filter((item) => item.replace(STOP, '') !== '')
  const stops = each.length < all.length
  const guardrails = each.map((item) => readGuardrail(item, metrics, stops))
  if (guardrails.length === 0) throw unreadable('guardrails', typed, GUARDRAILS_FORM)
  if (guardrails.length > MOST_GUARDRAILS)
    throw new Refusal('invalid', `That is ${guardrails.length} guardrails; ${MOST_GUARDRAILS} fit.`)
  const twin = guardrails.find((each, i) => guardrails.findIndex((g) => g.metric === each.metric) < i)
  if (twin) throw new Refusal('invalid', `${twin.metric} stands there twice: give it one margin.`)
  return guardrails
}

/** Guardrails as `parseGuardrails` reads them back. */
export function guardrailsText(guardrails: readonly Guardrail[]): string {
  return guardrails
    .map(({ metric, margin, stopOnHarm }) => {
      return `${metric} ${marginText(margin)}${stopOnHarm ? ' stop on harm' : ''}`
    })
    .join(', ')
}

function marginText({ amount, unit, measure }: Guardrail['margin']): string {
  if (unit === 'relative') return `${percentText(amount)}%`
  return measure ? `${numberText(amount)} ${measure}` : `${percentText(amount)} points`
}

function readGuardrail(item: string, metrics: readonly Measured[], stops: boolean): Guardrail {
  const stopOnHarm = stops || STOP.test(item)
  const [, metric, amount, unit] = GUARDRAIL.exec(spokenGuardrail(item.replace(STOP, ''), metrics)) ?? []
  if (metric === undefined || amount === undefined || unit === undefined)
    throw unreadable('a guardrail', item, GUARDRAILS_FORM)
  const margin = readMargin(metric, readNumber(amount), unit, item, metrics)
  return { metric, margin, ...(stopOnHarm ? { stopOnHarm } : {}) }
}

function readMargin(
  metric: string,
  amount: number | null,
  unit: string,
  item: string,
  metrics: readonly Measured[],
): Guardrail['margin'] {
  const mean = meanNamed(metric, metrics)
  const most = unit === '%' || !mean ? 100 : 1e9
  if (amount === null) throw unreadable('a guardrail', item, GUARDRAILS_FORM)
  if (amount > most) throw unreadable('a guardrail', item, `At most ${most} fits there. ${GUARDRAILS_FORM}`)
  if (unit === '%') return { amount: amount / 100, unit: 'relative' }
  if (mean && unit.toLowerCase() === unitOf(mean).toLowerCase())
    return { amount, unit: 'absolute', measure: unitOf(mean) }
  if (!mean && POINTS.test(unit)) return { amount: amount / 100, unit: 'absolute' }
  const units = mean ? `% or ${unitOf(mean)}` : '% or points'
  throw unreadable('a guardrail', item, `The margin of ${metric} is in ${units}. ${GUARDRAILS_FORM}`)
}

function meanNamed(name: string, metrics: readonly Measured[]): Measured | undefined {
  return metrics.find((each) => each.name === name && each.kind !== 'proportion')
}

function unitOf(mean: Measured): string {
  return mean.unit ?? 'units'
}

/** Without the marks and quotes that were copied along, which no name of a metric has. */
function unmarked(typed: string): string {
  return plainSigns(typed).replace(/[`*"“”‘]|(?<!\d)['’]|['’](?!\d)/g, '')
}

function plainLine(typed: string): string {
  return tidyLine(unmarked(typed))
}
