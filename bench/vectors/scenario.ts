/** A whole look at a campaign: every metric in every arm, the split, and the correction over goals × arms. */
import { z } from 'zod'
import { alwaysValidInterval } from '../../src/domain/statistics/always-valid.ts'
import { posterior } from '../../src/domain/statistics/bayesian.ts'
import type { Estimate } from '../../src/domain/statistics/estimates.ts'
import { type Contrast, fixedInterval, type NotComputable } from '../../src/domain/statistics/lift.ts'
import { pairOf } from '../../src/domain/statistics/measure.ts'
import { varianceOf } from '../../src/domain/statistics/moments.ts'
import { benjaminiHochberg, holm } from '../../src/domain/statistics/multiple-testing.ts'
import type { Pair } from '../../src/domain/statistics/pair.ts'
import { remainingSample } from '../../src/domain/statistics/remaining-sample.ts'
import { sampleRatio } from '../../src/domain/statistics/sample-ratio.ts'
import { type Answering, isNotComputable, Unsupported } from './answer.ts'
import { measure, type Statistic } from './statistics.ts'

const Row = z.object({
  n: z.number(),
  sum: z.number(),
  sum_squares: z.number().default(0),
  d_sum: z.number().default(0),
  d_sum_squares: z.number().default(0),
  m_d: z.number().default(0),
  pre_sum: z.number().default(0),
  pre_sum_squares: z.number().default(0),
  post_pre: z.number().default(0),
})
const Metric = z.object({
  id: z.string(),
  role: z.string(),
  type: z.enum(['proportion', 'mean', 'ratio', 'cuped']),
  data: z.array(Row),
  inverse: z.boolean().default(false),
  /** Of this metric; without it the scenario's. */
  target_mde: z.number().nullish(),
})
const Scenario = z.object({
  arms: z.array(z.string()),
  weights: z.array(z.number()),
  engine: z.enum(['frequentist', 'bayesian']).default('frequentist'),
  sequential_tuning_parameter: z.number().nullable().default(null),
  alpha: z.number().default(0.05),
  metrics: z.array(Metric),
  // Most records were made with these, and do not repeat them.
  target_mde: z.number().default(0.1),
  target_power: z.number().default(0.8),
})
type Scenario = z.infer<typeof Scenario>
type Metric = z.infer<typeof Metric>

export const scenario: Answering = (input) => {
  const asked = Scenario.parse(input)
  const [users] = asked.metrics.map((metric) => metric.data.map((row) => row.n))
  const metrics = asked.metrics.map((metric) => ({ metric, rows: rowsOf(asked, metric) }))
  const goals = metrics.filter(({ metric }) => metric.role === 'goal')
  const tests = goals.flatMap(({ metric, rows }) => rows.slice(1).map((row) => ({ metric: metric.id, row })))
  // What is not computable is a test too, and found nothing.
  const ps = tests.map(({ row }) => ('p_value' in row ? row.p_value : 1))
  const family = (adjusted: readonly number[]) =>
    adjusted.map((p, i) => ({ metric: tests[i]?.metric, arm: tests[i]?.row.arm, adjusted_p: p }))
  return {
    metrics: Object.fromEntries(metrics.map(({ metric, rows }) => [metric.id, rows])),
    srm_p_value: sampleRatio(users ?? [], asked.weights).p,
    adjusted_holm: family(holm(ps)),
    adjusted_bh: family(benjaminiHochberg(ps)),
  }
}

function rowsOf(asked: Scenario, metric: Metric) {
  const [first, ...treatments] = metric.data
  if (!first) throw new Error(`${metric.id} has no control`)
  const pairs = treatments.map((row) => ({ row, pair: pairBetween(metric, first, row) }))
  const rows = pairs.map(({ row, pair }, i) => ({
    arm: asked.arms[i + 1],
    users: row.n,
    ...(isNotComputable(pair) ? pair : comparisonFields(asked, metric, pair)),
  }))
  const [own] = pairs.flatMap(({ pair }) =>
    isNotComputable(pair) ? [] : [valueFields(pair.control, pair.baseline)],
  )
  return [{ arm: asked.arms[0], users: first.n, ...(own ?? plainFields(metric.type, first)) }, ...rows]
}

function valueFields({ variance }: Estimate, mean: number) {
  return { mean, stddev: Math.sqrt(variance) }
}

/** Of a control that nothing could be compared with. */
function plainFields(kind: Metric['type'], { n, sum, sum_squares }: Row) {
  if (kind !== 'proportion' && kind !== 'mean') throw new Unsupported(`a ${kind} without a comparison`)
  return { mean: sum / n, stddev: Math.sqrt(varianceOf(n, { kind, sum, sumSquares: sum_squares })) }
}

function comparisonFields(asked: Scenario, metric: Metric, pair: Pair) {
  const { relative, treatment, outcome } = pair
  if (isNotComputable(relative)) return relative
  const figures = seen(asked, metric, relative, pair)
  if (isNotComputable(figures)) return figures
  const { lift, se } = relative
  const factor = factorOf(asked, metric, se, pair.units)
  const power = { status: factor === null ? 'unsuccessful' : 'successful', scaling_factor: factor }
  return { ...valueFields(treatment, outcome), lift, standard_error: se, error: null, power, ...figures }
}

function seen(asked: Scenario, metric: Metric, contrast: Contrast, pair: Pair) {
  if (asked.engine === 'bayesian') {
    const { alpha } = asked
    const result = posterior(contrast, null, { alpha, lowerIsBetter: metric.inverse })
    const { low, high, risk, chanceToWin } = result
    return { ci: [low, high], chance_to_win: chanceToWin, risk: [risk.control, risk.treatment] }
  }
  const planned = asked.sequential_tuning_parameter
  const interval =
    planned === null
      ? fixedInterval(contrast, asked.alpha)
      : alwaysValidInterval(contrast, { units: pair.units, planned }, asked.alpha)
  if (isNotComputable(interval)) return interval
  return { ci: [interval.low, interval.high], p_value: interval.p }
}

/** Goals share the power; p values of a frequentist family share alpha. */
function factorOf(asked: Scenario, metric: Metric, se: number, units: number): number | null {
  const goals = asked.metrics.filter((metric) => metric.role === 'goal').length
  const corrected = asked.engine === 'frequentist'
  return remainingSample({
    se,
    units,
    effect: metric.target_mde ?? asked.target_mde,
    power: asked.target_power,
    alpha: asked.alpha,
    goals,
    tests: corrected ? goals * (asked.arms.length - 1) : 1,
    planned: corrected ? asked.sequential_tuning_parameter : null,
    prior: null,
  }).factor
}

type Row = z.infer<typeof Row>

function pairBetween(metric: Metric, control: Row, treatment: Row): Pair | NotComputable {
  return pairOf(measure(statistic(metric.type, control), statistic(metric.type, treatment)))
}

function statistic(type: Metric['type'], row: Row): Statistic {
  const { n, sum, sum_squares } = row
  const own = { type: 'mean', n, sum, sum_squares } as const
  switch (type) {
    case 'proportion':
      return { type, n, sum }
    case 'mean':
      return own
    case 'ratio': {
      const d = { type: 'mean', n, sum: row.d_sum, sum_squares: row.d_sum_squares } as const
      return { type, n, m: own, d, m_d_sum_of_products: row.m_d }
    }
    case 'cuped': {
      const pre = { type: 'mean', n, sum: row.pre_sum, sum_squares: row.pre_sum_squares } as const
      return { type, n, post: own, pre, post_pre_sum_of_products: row.post_pre }
    }
  }
}
