/** CUPED on a ratio metric: the ratio before the campaign adjusts the ratio after it. */
import type { Estimated } from './estimates.ts'
import { type NotComputable, notComputable } from './lift.ts'
import { covarianceOf, finite, type Moments, ROUNDING_NOISE, varianceOf } from './moments.ts'
import { adjustedPair, type Over, type Pair, unadjustedPair } from './pair.ts'
import { ratioEstimate } from './ratio.ts'

/** Numerator (m) and denominator (d), after (post) and before (pre); sums over units of the six products. */
export interface CupedRatioSums {
  readonly n: number
  readonly mPost: Moments
  readonly dPost: Moments
  readonly mPre: Moments
  readonly dPre: Moments
  readonly products: {
    readonly mPostMPre: number
    readonly dPostDPre: number
    readonly mPreDPre: number
    readonly mPostDPost: number
    readonly mPostDPre: number
    readonly mPreDPost: number
  }
}

/** What one unit of each column adds to the estimate: mPost, dPost, mPre, dPre. */
type Gradient = readonly [number, number, number, number]

const EXPLAINS_NOTHING = 1e-8

/**
 * Delta method over the four means: m = R_post − θ·R_pre with θ = Σcov(R_post, R_pre)/Σvar(R_pre) over the arms; the
 * relative lift is over the unadjusted control ratio (as gbstats' RegressionAdjustedRatioStatistic). Without a
 * pre-period, the plain ratio.
 */
export function cupedRatioPair(control: CupedRatioSums, treatment: CupedRatioSums): Pair | NotComputable {
  const plain = unadjustedPair(afterwards(control), afterwards(treatment), 0)
  if (!plain.computable) return plain
  const theta = cupedRatioTheta(control, treatment)
  if (theta === 0) return plain
  const a = adjust(control, theta)
  if (!a.usable) return notComputable(a.problem, 'control')
  const b = adjust(treatment, theta)
  if (!b.usable) return notComputable(b.problem, 'treatment')
  const { baseline, outcome } = plain
  const relativeVariance =
    quadratic(control, relativeGradient(control, theta, b.mean - a.mean)) / a.n +
    b.variance / (b.n * baseline ** 2)
  const over = overOf(control, theta)
  return adjustedPair({ control: a, treatment: b, baseline, outcome, theta, relativeVariance, over })
}

/** Var(R_post) and Cov(mB − mA, R_post) of the control, m = R_post − θ·R_pre. */
function overOf(control: CupedRatioSums, theta: number): Over {
  const adjusted = combine(after(control), 1, before(control), -theta)
  return {
    variance: quadratic(control, after(control)) / control.n,
    covariance: -covariance(control, adjusted, after(control)) / control.n,
  }
}

/** θ, or 0 where a denominator is missing, the pre-period doesn't vary, or it explains nothing. */
function cupedRatioTheta(a: CupedRatioSums, b: CupedRatioSums): number {
  const arms = [a, b].filter(({ dPre, dPost }) => dPre.sum !== 0 && dPost.sum !== 0)
  const shared = arms.reduce((sum, arm) => sum + covariance(arm, after(arm), before(arm)), 0)
  const spread = arms.reduce((sum, arm) => sum + quadratic(arm, before(arm)), 0)
  const theta = spread > 0 ? shared / spread : 0
  const everywhere = arms.length === 2
  return everywhere && Math.abs(theta) >= EXPLAINS_NOTHING ? theta : 0
}

/** ∂R_post and ∂R_pre by the four means. */
function after({ n, mPost, dPost }: CupedRatioSums): Gradient {
  return [n / dPost.sum, (-mPost.sum * n) / dPost.sum ** 2, 0, 0]
}

function before({ n, mPre, dPre }: CupedRatioSums): Gradient {
  return [0, 0, n / dPre.sum, (-mPre.sum * n) / dPre.sum ** 2]
}

/** The control's part of (mB − mA)/|u|: its ratio is in the numerator and in |u|. `gain` is mB − mA. */
function relativeGradient(control: CupedRatioSums, theta: number, gain: number): Gradient {
  const ratio = control.mPost.sum / control.dPost.sum
  const byRatio = -(1 + gain / ratio) / Math.abs(ratio)
  return combine(after(control), byRatio, before(control), theta / Math.abs(ratio))
}

function combine(a: Gradient, p: number, b: Gradient, q: number): Gradient {
  return [a[0] * p + b[0] * q, a[1] * p + b[1] * q, a[2] * p + b[2] * q, a[3] * p + b[3] * q]
}

function adjust(sums: CupedRatioSums, theta: number): Estimated {
  const { n, mPost, dPost, mPre, dPre } = sums
  const mean = mPost.sum / dPost.sum - (theta * mPre.sum) / dPre.sum
  const gradient = combine(after(sums), 1, before(sums), -theta)
  const variance = quadratic(sums, gradient)
  const columns = [mPost, dPost, mPre, dPre]
  const meanSquare =
    columns.reduce((sum, { sumSquares }, i) => sum + sumSquares * (gradient[i] ?? 0) ** 2, 0) / n
  if (!(variance > ROUNDING_NOISE * meanSquare)) return { usable: false, problem: 'no spread' }
  return { usable: true, n, mean, variance }
}

function quadratic(sums: CupedRatioSums, gradient: Gradient): number {
  return covariance(sums, gradient, gradient)
}

/** aᵀΛb, Λ the covariances of the four columns over units. */
function covariance(sums: CupedRatioSums, a: Gradient, b: Gradient): number {
  return matrix(sums).reduce(
    (total, row, i) => total + row.reduce((sum, cell, j) => sum + (a[i] ?? 0) * cell * (b[j] ?? 0), 0),
    0,
  )
}

function matrix({ n, mPost, dPost, mPre, dPre, products }: CupedRatioSums): number[][] {
  const postPost = covarianceOf(n, mPost, dPost, products.mPostDPost)
  const mm = covarianceOf(n, mPost, mPre, products.mPostMPre)
  const md = covarianceOf(n, mPost, dPre, products.mPostDPre)
  const dm = covarianceOf(n, dPost, mPre, products.mPreDPost)
  const dd = covarianceOf(n, dPost, dPre, products.dPostDPre)
  const prePre = covarianceOf(n, mPre, dPre, products.mPreDPre)
  return [
    [varianceOf(n, mPost), postPost, mm, md],
    [postPost, varianceOf(n, dPost), dm, dd],
    [mm, dm, varianceOf(n, mPre), prePre],
    [md, dd, prePre, varianceOf(n, dPre)],
  ]
}

function afterwards({ n, mPost, dPost, mPre, dPre, products }: CupedRatioSums): Estimated {
  if (!finite(n, [mPre, dPre], Object.values(products))) return { usable: false, problem: 'no numbers' }
  return ratioEstimate({ n, numerator: mPost, denominator: dPost, products: products.mPostDPost })
}
