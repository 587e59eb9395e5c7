/**
 * Power of a two-sample t test and of its normal approximation, for a difference d in standard deviations.
 * For the reference vectors alone (`npm run vectors`): no readout asks for this.
 */
import { logGamma, normalCdf, normalQuantile, tQuantile } from './distributions.ts'
import { powerOf } from './power.ts'

interface TwoSamples {
  readonly control: number
  readonly treatment: number
  readonly alpha: number
}

const STEPS = 2000
const SPREAD = 10

/**
 * d with normal power as asked, two-sided with both tails: d/SE solves 1 − Φ(z − x) + Φ(−z − x) = power, SE = √(1/n₁ + 1/n₂).
 */
export function detectableDifference(power: number, { control, treatment, alpha }: TwoSamples): number {
  const se = Math.sqrt(1 / control + 1 / treatment)
  let low = 0
  let high = normalQuantile(power) - normalQuantile(alpha / 2) + 1
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (powerOf(middle, 1, alpha) < power) low = middle
    else high = middle
  }
  return high * se
}

/**
 * Two-sided power of Student's t with ν = n₁ + n₂ − 2: the non-central t as a normal over an independent s = √(χ²_ν/ν),
 * ∫ [Φ(δ − t·s) + Φ(−δ − t·s)] f(s) ds by Simpson's rule, δ = d/√(1/n₁ + 1/n₂).
 */
export function tTestPower(d: number, { control, treatment, alpha }: TwoSamples): number {
  const df = control + treatment - 2
  const shift = d / Math.sqrt(1 / control + 1 / treatment)
  const critical = tQuantile(1 - alpha / 2, df)
  const found = (s: number) => normalCdf(shift - critical * s) + normalCdf(-shift - critical * s)
  const reach = SPREAD / Math.sqrt(2 * df)
  const from = Math.max(0, 1 - reach)
  return simpson((s) => found(s) * chiDensity(s, df), from, 1 + reach)
}

/** Density of √(χ²_ν/ν): 2(ν/2)^{ν/2}/Γ(ν/2) · s^{ν−1}·exp(−νs²/2). */
function chiDensity(s: number, df: number): number {
  if (s === 0) return 0
  const half = df / 2
  return 2 * Math.exp(half * Math.log(half) - logGamma(half) + (df - 1) * Math.log(s) - half * s * s)
}

function simpson(f: (x: number) => number, from: number, to: number): number {
  const width = (to - from) / STEPS
  let sum = f(from) + f(to)
  for (let i = 1; i < STEPS; i++) sum += f(from + i * width) * (i % 2 === 1 ? 4 : 2)
  return (sum * width) / 3
}
