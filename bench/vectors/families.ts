/** Corrections over families of tests, and guardrails against their margins. */
import { z } from 'zod'
import { pairOf } from '../../src/domain/statistics/measure.ts'
import type { StatisticKind } from '../../src/domain/statistics/moments.ts'
import { adjustedInterval, benjaminiHochberg, holm } from '../../src/domain/statistics/multiple-testing.ts'
import {
  type Alternative,
  allowedDifference,
  marginTest,
} from '../../src/domain/statistics/non-inferiority.ts'
import type { Pair } from '../../src/domain/statistics/pair.ts'
import { type Answering, isNotComputable, Unsupported } from './answer.ts'

const Family = z.object({ p_values: z.array(z.number()), alpha: z.number().default(0.05) })

export const holmAdjusted: Answering = (input) => adjusted(input, holm)
export const bhAdjusted: Answering = (input) => adjusted(input, benjaminiHochberg)

function adjusted(input: Readonly<Record<string, unknown>>, adjust: (ps: readonly number[]) => number[]) {
  const { p_values, alpha } = Family.parse(input)
  const ps = adjust(p_values)
  return { adjusted: ps, reject: ps.map((p) => p <= alpha) }
}

export const intervalAdjusted: Answering = (input) => {
  const { p_value_adjusted, lift, alpha, ci } = z
    .object({
      p_value_adjusted: z.number(),
      lift: z.number(),
      alpha: z.number().default(0.05),
      ci: z.tuple([z.number(), z.number()]),
    })
    .parse(input)
  const { low, high } = adjustedInterval(p_value_adjusted, lift, alpha, { low: ci[0], high: ci[1] })
  return { ci_adjusted: [low, high] }
}

const Direction = z.enum(['increase', 'decrease']).nullable()
const Margins = z.object({
  arms: z.array(
    z.object({
      group: z.string(),
      metric: z.string(),
      n: z.number(),
      sum: z.number(),
      sum_squares: z.number(),
    }),
  ),
  control: z.string(),
  nim_relative_and_direction: z.record(z.string(), z.tuple([z.number().nullable(), Direction])),
  interval_size: z.number().default(0.95),
  correction_method: z.string().default('bonferroni'),
  absolute_difference: z.boolean().default(true),
})
type Margins = z.infer<typeof Margins>
type ArmRow = Margins['arms'][number]

const ALTERNATIVES = { increase: 'larger', decrease: 'smaller' } as const

export const nonInferiority: Answering = (input) => {
  const asked = Margins.parse(input)
  if (!asked.absolute_difference) throw new Unsupported('relative differences against a margin')
  const treatments = asked.arms.filter((row) => row.group !== asked.control)
  const rows = treatments.sort((a, b) => order(a.metric, b.metric) || order(a.group, b.group))
  return { comparisons: rows.map((row) => comparison(asked, row, comparisons(asked, treatments))) }
}

/** Bonferroni counts every comparison; spot-1 only those without a margin, and tests one-sided ones at both sides of 2α. */
function comparisons({ correction_method, nim_relative_and_direction }: Margins, rows: readonly ArmRow[]) {
  if (correction_method === 'bonferroni') return rows.length
  if (correction_method !== 'spot-1-bonferroni') throw new Unsupported(`correction ${correction_method}`)
  return Math.max(1, rows.filter((row) => nim_relative_and_direction[row.metric]?.[0] == null).length)
}

function comparison(asked: Margins, row: ArmRow, count: number) {
  const [margin, preference] = asked.nim_relative_and_direction[row.metric] ?? [null, null]
  const pair = pairWith(asked, row)
  const better = preference === 'decrease' ? 'down' : 'up'
  const nullValue = margin === null ? 0 : allowedDifference(margin, better, pair.baseline)
  const bothSides = asked.correction_method.startsWith('spot-1')
  const alternative: Alternative = preference && !bothSides ? ALTERNATIVES[preference] : 'two-sided'
  const alpha = (1 - asked.interval_size) * (bothSides && preference ? 2 : 1)
  const test = marginTest(pair.absolute, nullValue, alternative, alpha)
  const corrected = marginTest(pair.absolute, nullValue, alternative, alpha / count)
  return {
    metric: row.metric,
    treatment: row.group,
    difference: pair.absolute.lift,
    std_err: pair.absolute.se,
    null_hypothesis: nullValue,
    p_value: test.p,
    adjusted_p: Math.min(1, test.p * count),
    ci: [test.low, test.high],
    adjusted_ci: [corrected.low, corrected.high],
    is_significant: test.p < alpha / count,
    preference: preference ?? 'two-sided',
    alternative,
    adjusted_alpha: alpha / count,
  }
}

function pairWith({ arms, control }: Margins, row: ArmRow): Pair {
  const base = arms.find((each) => each.group === control && each.metric === row.metric)
  if (!base) throw new Error(`${row.metric} has no control`)
  // The records don't say which metrics are proportions; where every value is 0 or 1, its square is itself.
  const type: StatisticKind = [base, row].every((each) => each.sum === each.sum_squares)
    ? 'proportion'
    : 'mean'
  const pair = pairOf({ type, control: sums(base), treatment: sums(row) })
  if (isNotComputable(pair)) throw new Unsupported(`not computable: ${pair.problem}`)
  return pair
}

function sums({ n, sum, sum_squares }: ArmRow) {
  return { n, sum, sumSquares: sum_squares }
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
