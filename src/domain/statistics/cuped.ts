/** CUPED: what units did before the campaign takes away the part of their spread that it can't have caused. */
import { type Estimate, type Estimated, estimate } from './estimates.ts'
import { type NotComputable, notComputable } from './lift.ts'
import { covarianceOf, finite, type Moments, pooled, ROUNDING_NOISE, varianceOf } from './moments.ts'
import { adjustedPair, type Over, type Pair, unadjustedPair } from './pair.ts'

/** `products` is the sum over units of their value after × their value before. */
export interface CupedSums {
  readonly n: number
  readonly post: Moments
  readonly pre: Moments
  readonly products: number
}

/**
 * θ = cov/var(pre) over both arms; m = post − θ·pre, v = v_post + θ²v_pre − 2θc (Deng et al. 2013). The relative lift
 * is over the unadjusted control mean. Without a pre-period, or with one that doesn't vary, the plain comparison.
 */
export function cupedPair(control: CupedSums, treatment: CupedSums): Pair | NotComputable {
  const plain = unadjustedPair(afterwards(control), afterwards(treatment), 0)
  const theta = cupedTheta(control, treatment)
  if (!plain.computable || theta === 0) return plain
  const a = adjust(control, theta)
  if (!a.usable) return notComputable(a.problem, 'control')
  const b = adjust(treatment, theta)
  if (!b.usable) return notComputable(b.problem, 'treatment')
  const { baseline, outcome } = plain
  const relativeVariance = relativeVarianceOf(control, b, theta, outcome / baseline) / baseline ** 2
  const over = overOf(control, theta)
  return adjustedPair({ control: a, treatment: b, baseline, outcome, theta, relativeVariance, over })
}

/** Var(uA) = vA_post/nA; Cov(mB − mA, uA) = −Cov(post − θ·pre, post)/nA. */
function overOf({ n, post, pre, products }: CupedSums, theta: number): Over {
  const variance = varianceOf(n, post)
  const covariance = theta * covarianceOf(n, post, pre, products) - variance
  return { variance: variance / n, covariance: covariance / n }
}

/** cov(post, pre)/var(pre) over the units of both arms; 0 where either doesn't vary. */
function cupedTheta(a: CupedSums, b: CupedSums): number {
  const n = a.n + b.n
  const post = pooled(a.post, b.post)
  const pre = pooled(a.pre, b.pre)
  if (!varies(n, pre) || !varies(n, post)) return 0
  return covarianceOf(n, post, pre, a.products + b.products) / varianceOf(n, pre)
}

/** vB_adj/nB + [vA_post·r² − 2θc_A·r + θ²vA_pre]/nA with r = uB/uA: the relative variance times uA². */
function relativeVarianceOf(control: CupedSums, treated: Estimate, theta: number, r: number): number {
  const { n, post, pre, products } = control
  const shared = 2 * theta * covarianceOf(n, post, pre, products) * r
  const fromControl = varianceOf(n, post) * r ** 2 - shared + theta ** 2 * varianceOf(n, pre)
  return treated.variance / treated.n + fromControl / n
}

function adjust({ n, post, pre, products }: CupedSums, theta: number): Estimated {
  const mean = (post.sum - theta * pre.sum) / n
  const shared = 2 * theta * covarianceOf(n, post, pre, products)
  const variance = varianceOf(n, post) + theta ** 2 * varianceOf(n, pre) - shared
  const meanSquare = (post.sumSquares + theta ** 2 * pre.sumSquares) / n
  if (!(variance > ROUNDING_NOISE * meanSquare)) return { usable: false, problem: 'no spread' }
  return { usable: true, n, mean, variance }
}

function afterwards(sums: CupedSums): Estimated {
  if (!finite(sums.n, [sums.pre], [sums.products])) return { usable: false, problem: 'no numbers' }
  return estimate(sums.post.kind, { n: sums.n, sum: sums.post.sum, sumSquares: sums.post.sumSquares })
}

function varies(n: number, column: Moments): boolean {
  return varianceOf(n, column) > (ROUNDING_NOISE * column.sumSquares) / n
}
