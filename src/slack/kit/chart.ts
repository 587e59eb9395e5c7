import type { Block } from '@slack/types'
import { LIMITS } from './limits.ts'
import { plainLine, uniqueLabels } from './text.ts'

/** Slack's native chart (June 2026), which @slack/types 3.2 does not know. All its texts are shown as they are. */
export interface ChartBlock extends Block {
  type: 'data_visualization'
  title: string
  chart: {
    type: 'bar' | 'line' | 'area'
    series: { name: string; data: { label: string; value: number }[] }[]
    axis_config: { categories: string[] }
  }
}

interface ChartOptions {
  readonly title: string
  readonly kind: ChartBlock['chart']['type']
  readonly categories: readonly string[]
  /** One value a category, in their order. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** Slack wants exactly one value a category: only categories that every series has a finite value for can be drawn. */
const drawable = ({ categories, series, kind }: ChartOptions): number[] => {
  const whole = categories.flatMap((_, i) =>
    series.every(({ values }) => Number.isFinite(values[i])) ? [i] : [],
  )
  return kind === 'bar' ? whole.slice(0, LIMITS.chartCategories) : whole.slice(-LIMITS.chartCategories)
}

/**
 * A chart of the first 12 series and of 20 categories: the first ones as bars, the last ones on a line or area, where
 * they are the newest. Null when nothing can be drawn. The numbers must stand in the message's text as well.
 */
export const chart = (options: ChartOptions): ChartBlock | null => {
  const series = options.series.slice(0, LIMITS.chartSeries)
  const shown = drawable({ ...options, series })
  if (series.length === 0 || shown.length === 0) return null
  const categories = uniqueLabels(
    shown.map((i) => options.categories[i] ?? ''),
    LIMITS.chartLabel,
  )
  const names = uniqueLabels(
    series.map(({ name }) => name),
    LIMITS.chartLabel,
  )
  return {
    type: 'data_visualization',
    title: plainLine(options.title, LIMITS.chartTitle),
    chart: {
      type: options.kind,
      series: series.map(({ values }, s) => ({
        name: names[s] ?? '',
        data: shown.map((i, c) => ({ label: categories[c] ?? '', value: values[i] ?? 0 })),
      })),
      axis_config: { categories },
    },
  }
}
