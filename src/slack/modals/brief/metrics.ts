import type { Catalog, MetricDefinition } from '../../../domain/catalog/catalog.ts'
import { NONE_CHOICE } from './part.ts'

/** Metrics as choices of a select. */

/** Over that many, each in two units, a select holds no more. */
const MOST_METRICS = 240

/** Longer names don't fit into the value of a choice. */
const LONGEST_NAME = 60

/** Whether metrics, and what a brief names already, can be chosen from a menu. */
export function canChoose({ metrics }: Catalog, named: readonly string[]): boolean {
  const names = [...metrics.map(({ name }) => name), ...named]
  const fits = names.every((name) => name.length <= LONGEST_NAME && /^\S+$/.test(name))
  return fits && metrics.length > 0 && metrics.length <= MOST_METRICS
}

export interface Choice {
  readonly value: string
  readonly text: string
}

/** "Purchase (purchase)" where its label says more than its name. */
export function metricWords({ name, label }: Pick<MetricDefinition, 'name' | 'label'>): string {
  const same = label.toLowerCase() === name.toLowerCase()
  return same ? label : `${label} (${name})`
}

/** None, those declared, and `kept` where it is not declared any more. */
export function metricChoices({ metrics }: Catalog, kept: string | undefined): Choice[] {
  const all = metrics.map((metric) => ({ value: metric.name, text: metricWords(metric) }))
  const lost = kept === undefined || metrics.some(({ name }) => name === kept)
  return [NONE_CHOICE, ...all, ...(lost ? [] : [{ value: kept, text: `${kept} (not declared)` }])]
}
