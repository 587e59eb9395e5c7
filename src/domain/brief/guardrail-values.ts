import { Refusal } from '../../refusal.ts'
import type { MetricDefinition } from '../catalog/catalog.ts'
import type { Guardrail } from '../state/brief.ts'
import { misreadWords } from '../text/misread.ts'
import { AMOUNT, numberText, percentText, readNumber } from '../text/typed-number.ts'
import { items, tidyLine, unreadable } from '../text/typed-value.ts'
import { plainSigns } from '../text/visible.ts'
import { METRIC, said, unmarked } from './metric-values.ts'
import { type Called, spokenGuardrail } from './spoken.ts'

/** What is known of a metric whose margins are read. */
export type Measured = Pick<MetricDefinition, 'name' | 'kind' | 'unit'> & Called

const MOST_GUARDRAILS = 10
const GUARDRAIL = new RegExp(String.raw`^(${METRIC}) [+-]?(${AMOUNT}) ?(%|\p{L}{1,12}|[$€£¥])$`, 'iu')
const STOP = /(?:^|\s)\(?stop on harm\)?$/i
const POINTS = /^(?:points?|pts?|pp)$/i

/** How guardrails are typed, by metrics that there are. */
export function guardrailsForm(metrics: readonly Measured[]): string {
  const [first, second] = [...metrics].sort((a, b) => Number(isDown(b)) - Number(isDown(a)))
  const one = `${first?.name ?? '<metric>'} ${first ? `0.2 ${absoluteUnit(first)}` : '2%'}`
  const example = second ? `${one}, ${second.name} 2%` : one
  return `Write each metric with how much worse it may get: \`${example}\`, or \`none\`; \`stop on harm\` at the end, or behind one of them, stops the campaign by itself beyond it.`
}

function isDown({ direction }: Called): boolean {
  return direction === 'down'
}

/** Guardrails as typed. `metrics` say whether a margin in points fits: a mean or a ratio has its own unit instead. */
export function parseGuardrails(typed: string, metrics: readonly Measured[]): Guardrail[] {
  const all = items(unmarked(typed))
  const each = all.filter((item) => item.replace(STOP, '') !== '')
  const stops = each.length < all.length
  const guardrails = each.map((item) => readGuardrail(item, metrics, stops))
  if (guardrails.length === 0) throw unreadable('guardrails', typed, guardrailsForm(metrics))
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
  const wrong = (why: string) => unreadable('a guardrail', item, `${why}${guardrailsForm(metrics)}`)
  const line = spokenGuardrail(item.replace(STOP, ''), metrics)
  const [, metric, amount, unit] = GUARDRAIL.exec(line) ?? []
  if (metric === undefined || amount === undefined || unit === undefined)
    throw wrong(misreadWords(line, [...metrics.map(({ name }) => name), 'at', 'most', 'points', 'percent']))
  const margin = said(() => marginOf(metric, amount, unit, metrics), wrong)
  return { metric, margin, ...(stopOnHarm ? { stopOnHarm } : {}) }
}

/** How much worse a metric may get: `amount` as it is typed, `unit` %, points or that of a mean. Throws a Refusal. */
export function marginOf(
  metric: string,
  amount: string,
  unit: string,
  metrics: readonly Measured[],
): Guardrail['margin'] {
  const mean = meanNamed(metric, metrics)
  const most = unit === '%' || !mean ? 100 : 1e9
  const value = readNumber(tidyLine(plainSigns(amount)))
  if (value === null) throw new Refusal('invalid', `How much worse may ${metric} get? Write a number.`)
  if (value < 0 || value > most) throw new Refusal('invalid', `At most ${most} fits there.`)
  if (unit === '%') return { amount: value / 100, unit: 'relative' }
  if (mean && unit.toLowerCase() === absoluteUnit(mean).toLowerCase())
    return { amount: value, unit: 'absolute', measure: absoluteUnit(mean) }
  if (!mean && POINTS.test(unit)) return { amount: value / 100, unit: 'absolute' }
  const units = mean ? `% or ${absoluteUnit(mean)}` : '% or points'
  throw new Refusal('invalid', `The margin of ${metric} is in ${units}.`)
}

function meanNamed(name: string, metrics: readonly Measured[]): Measured | undefined {
  return metrics.find((each) => each.name === name && each.kind !== 'proportion')
}

/** What an absolute margin of a metric is counted in. */
export function absoluteUnit({ kind, unit }: Pick<Measured, 'kind' | 'unit'>): string {
  return kind === 'proportion' ? 'points' : (unit ?? 'units')
}
