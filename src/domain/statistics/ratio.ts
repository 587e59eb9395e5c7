/** Ratio metrics such as clicks per session: the mean of units' numerators over the mean of their denominators. */
import type { Estimated } from './estimates.ts'
import { covarianceOf, finite, type Moments, ROUNDING_NOISE, varianceOf } from './moments.ts'

/** `products` is the sum over units of numerator × denominator. */
export interface RatioSums {
  readonly n: number
  readonly numerator: Moments
  readonly denominator: Moments
  readonly products: number
}

/**
 * Delta method: m = ΣM/ΣD, v = vM/D̄² + vD·M̄²/D̄⁴ − 2c·M̄/D̄³ (Deng et al. 2018, "Applying the Delta Method in Metric
 * Analytics"; as gbstats' RatioStatistic).
 */
export function ratioEstimate(sums: RatioSums): Estimated {
  const { n, numerator, denominator } = sums
  if (!finite(n, [numerator, denominator], [sums.products])) return { usable: false, problem: 'no numbers' }
  if (n <= 1) return { usable: false, problem: n <= 0 ? 'no one' : 'one person' }
  if (denominator.sum === 0) return { usable: false, problem: 'zero denominator' }
  const mean = numerator.sum / denominator.sum
  const size = denominator.sum / n
  const spread = varianceOf(n, numerator) + varianceOf(n, denominator) * mean ** 2
  const variance = (spread - 2 * ratioCovariance(sums) * mean) / size ** 2
  const meanSquare = (numerator.sumSquares + denominator.sumSquares * mean ** 2) / (n * size ** 2)
  if (!(variance > ROUNDING_NOISE * meanSquare)) return { usable: false, problem: 'no spread' }
  return { usable: true, n, mean, variance }
}

/** Covariance of numerator and denominator over units. */
export function ratioCovariance({ n, numerator, denominator, products }: RatioSums): number {
  return covarianceOf(n, numerator, denominator, products)
}
