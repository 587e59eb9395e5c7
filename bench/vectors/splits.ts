/** Distributions, splits and boundaries. */
import { z } from 'zod'
import { shapedBoundaries } from '../../src/domain/statistics/classical-boundaries.ts'
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareUpperTail,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
} from '../../src/domain/statistics/distributions.ts'
import { spendingBoundaries } from '../../src/domain/statistics/group-sequential.ts'
import { sampleRatio, sampleRatioDistance } from '../../src/domain/statistics/sample-ratio.ts'
import { sequentialSampleRatio } from '../../src/domain/statistics/sample-ratio-sequence.ts'
import { type Answering, Unsupported } from './answer.ts'

const At = z.object({ x: z.number(), t: z.number(), p: z.number(), df: z.number() }).partial()

function at(input: Readonly<Record<string, unknown>>) {
  const { x = Number.NaN, t = Number.NaN, p = Number.NaN, df = Number.NaN } = At.parse(input)
  return { x, t, p, df }
}

export const distributions: Readonly<Record<string, Answering>> = {
  'normal.cdf': (input) => ({ cdf: normalCdf(at(input).x), sf: normalCdf(-at(input).x) }),
  'normal.quantile': (input) => ({ quantile: normalQuantile(at(input).p) }),
  't.cdf': (input) => ({ cdf: tCdf(at(input).t, at(input).df), sf: tCdf(-at(input).t, at(input).df) }),
  't.quantile': (input) => ({ quantile: tQuantile(at(input).p, at(input).df) }),
  'chisquare.cdf': (input) => ({
    cdf: chiSquareCdf(at(input).x, at(input).df),
    sf: chiSquareUpperTail(at(input).x, at(input).df),
  }),
  'chisquare.quantile': (input) => ({ quantile: chiSquareQuantile(at(input).p, at(input).df) }),
}

const Counts = z.object({ users: z.array(z.number()), weights: z.array(z.number()) })

export const split: Answering = (input) => {
  const { users, weights } = Counts.parse(input)
  const { distance, df } = sampleRatioDistance(users, weights)
  return { p_value: sampleRatio(users, weights).p, chi2: distance, dof: df }
}

export const splitByLooks: Answering = (input) => {
  const { increments, weights, dirichlet_concentration } = z
    .object({
      increments: z.array(z.array(z.number())),
      weights: z.array(z.number()),
      dirichlet_concentration: z.number().optional(),
    })
    .parse(input)
  const looks = sequentialSampleRatio(increments, weights, dirichlet_concentration)
  return {
    p_values: looks.map((look) => look.p),
    posterior_probability_of_srm: looks.map((look) => look.posterior),
  }
}

const Bounds = z.object({
  information_fractions: z.array(z.number()).optional(),
  looks: z.number().optional(),
  alpha: z.number().default(0.05),
  sides: z.union([z.literal(1), z.literal(2)]).default(2),
  design: z.string().optional(),
  spending: z.string().optional(),
  gamma: z.number().nullish(),
})

export const boundaries: Answering = (input) => {
  const { information_fractions, looks = 0, alpha, sides, ...asked } = Bounds.parse(input)
  const even = Array.from({ length: looks }, (_, i) => (i + 1) / looks)
  const { z: bounds, spent } = designed({ fractions: information_fractions ?? even, alpha, sides }, asked)
  return { z_bounds: bounds, cumulative_alpha: spent }
}

type Looks = Parameters<typeof spendingBoundaries>[0]

function designed(looks: Looks, asked: Pick<z.infer<typeof Bounds>, 'design' | 'spending' | 'gamma'>) {
  const { design = asked.spending ?? '' } = asked
  if (design === 'Pocock') return shapedBoundaries(looks, 0.5)
  if (design === "O'Brien-Fleming") return shapedBoundaries(looks, 0)
  if (/^Lan-DeMets O'Brien-Fleming/.test(design)) return spendingBoundaries(looks, { type: 'obrien-fleming' })
  const exponent = asked.gamma ?? Number(/^alpha\*t\^(\d+(\.\d+)?)/.exec(design)?.[1])
  if (!Number.isFinite(exponent)) throw new Unsupported(`design ${design}`)
  return spendingBoundaries(looks, { type: 'power', exponent })
}
