/** Statistics of the records as the readout's measures. */
import { z } from 'zod'
import type { Sums } from '../../src/domain/statistics/estimates.ts'
import type { NotComputable } from '../../src/domain/statistics/lift.ts'
import { type Measure, pairOf } from '../../src/domain/statistics/measure.ts'
import type { Moments } from '../../src/domain/statistics/moments.ts'
import type { Pair, Scale } from '../../src/domain/statistics/pair.ts'

const Proportion = z.object({ type: z.literal('proportion'), n: z.number(), sum: z.number() })
const Mean = z.object({ type: z.literal('mean'), n: z.number(), sum: z.number(), sum_squares: z.number() })
const Column = z.discriminatedUnion('type', [Proportion, Mean])
const Ratio = z.object({
  type: z.literal('ratio'),
  n: z.number(),
  m: Column,
  d: Column,
  m_d_sum_of_products: z.number(),
})
const Cuped = z.object({
  type: z.literal('cuped'),
  n: z.number(),
  post: Column,
  pre: Column,
  post_pre_sum_of_products: z.number(),
})
const CupedRatio = z.object({
  type: z.literal('cuped_ratio'),
  n: z.number(),
  m_statistic_post: Column,
  d_statistic_post: Column,
  m_statistic_pre: Column,
  d_statistic_pre: Column,
  m_post_m_pre_sum_of_products: z.number(),
  d_post_d_pre_sum_of_products: z.number(),
  m_pre_d_pre_sum_of_products: z.number(),
  m_post_d_post_sum_of_products: z.number(),
  m_post_d_pre_sum_of_products: z.number(),
  m_pre_d_post_sum_of_products: z.number(),
})
const Statistic = z.discriminatedUnion('type', [Proportion, Mean, Ratio, Cuped, CupedRatio])
export type Statistic = z.infer<typeof Statistic>

const Two = z.object({ control: Statistic, treatment: Statistic })

/** Both arms of an input, as one measure. Throws where the arms are of different types. */
export function measureOf(input: Readonly<Record<string, unknown>>): Measure {
  const { control, treatment } = Two.parse(input)
  return measure(control, treatment)
}

export function measure(a: Statistic, b: Statistic): Measure {
  if (a.type === 'proportion' && b.type === 'proportion') return { type: a.type, ...arms(sums, a, b) }
  if (a.type === 'mean' && b.type === 'mean') return { type: a.type, ...arms(sums, a, b) }
  if (a.type === 'ratio' && b.type === 'ratio') return { type: a.type, ...arms(ratioSums, a, b) }
  if (a.type === 'cuped' && b.type === 'cuped') return { type: a.type, ...arms(cupedSums, a, b) }
  if (a.type === 'cuped_ratio' && b.type === 'cuped_ratio') {
    return { type: 'cuped ratio', ...arms(cupedRatioSums, a, b) }
  }
  throw new Error(`Two arms of different types: ${a.type} and ${b.type}`)
}

export function pairIn(input: Readonly<Record<string, unknown>>): Pair | NotComputable {
  return pairOf(measureOf(input))
}

/** `scaled` rests on the absolute difference. */
export const DifferenceType = z.enum(['relative', 'absolute', 'scaled'])

export function scaleOf(type: z.infer<typeof DifferenceType>): Scale {
  return type === 'relative' ? 'relative' : 'absolute'
}

function arms<S, T>(convert: (statistic: S) => T, a: S, b: S): { control: T; treatment: T } {
  return { control: convert(a), treatment: convert(b) }
}

function sums(column: z.infer<typeof Column>): Sums {
  const { sum, sumSquares } = moments(column)
  return { n: column.n, sum, sumSquares }
}

function moments(column: z.infer<typeof Column>): Moments {
  const sumSquares = column.type === 'mean' ? column.sum_squares : column.sum
  return { kind: column.type, sum: column.sum, sumSquares }
}

export function ratioSums(ratio: z.infer<typeof Ratio>) {
  const [numerator, denominator] = [moments(ratio.m), moments(ratio.d)]
  return { n: ratio.n, numerator, denominator, products: ratio.m_d_sum_of_products }
}

function cupedSums(cuped: z.infer<typeof Cuped>) {
  const [post, pre] = [moments(cuped.post), moments(cuped.pre)]
  return { n: cuped.n, post, pre, products: cuped.post_pre_sum_of_products }
}

function cupedRatioSums(cuped: z.infer<typeof CupedRatio>) {
  return {
    n: cuped.n,
    mPost: moments(cuped.m_statistic_post),
    dPost: moments(cuped.d_statistic_post),
    mPre: moments(cuped.m_statistic_pre),
    dPre: moments(cuped.d_statistic_pre),
    products: {
      mPostMPre: cuped.m_post_m_pre_sum_of_products,
      dPostDPre: cuped.d_post_d_pre_sum_of_products,
      mPreDPre: cuped.m_pre_d_pre_sum_of_products,
      mPostDPost: cuped.m_post_d_post_sum_of_products,
      mPostDPre: cuped.m_post_d_pre_sum_of_products,
      mPreDPost: cuped.m_pre_d_post_sum_of_products,
    },
  }
}
