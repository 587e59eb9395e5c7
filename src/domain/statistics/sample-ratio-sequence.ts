/** Is the split off? asked again at every look, without the false alarms of asking often. */
import { logGamma } from './distributions.ts'

/** After one look: `p` never rises again; `posterior` is the probability of an off split, starting from one half. */
export interface SampleRatioLook {
  readonly p: number
  readonly posterior: number
}

/** How closely an off split is expected to lie around the plan, as people seen before. */
const CONCENTRATION = 10_000

/**
 * Dirichlet-multinomial Bayes factor of any split around the plan against the plan itself; p_t = min(p_{t−1}, 1/BF_t)
 * (Lindon & Malek 2022, "Anytime-Valid Inference for Multinomial Count Data"; as Optimizely's ssrm). `increments` are
 * the new people per arm since the look before, `weights` any positive shares; arms of weight 0 are left out.
 */
export function sequentialSampleRatio(
  increments: readonly (readonly number[])[],
  weights: readonly number[],
  concentration = CONCENTRATION,
): SampleRatioLook[] {
  const arms = weights.flatMap((weight, index) => (weight > 0 ? [{ weight, index }] : []))
  const whole = arms.reduce((sum, arm) => sum + arm.weight, 0)
  const shares = arms.map((arm) => arm.weight / whole)
  const seen = arms.map(() => 0)
  let p = 1
  return increments.map((look) => {
    for (const [i, arm] of arms.entries()) seen[i] = (seen[i] ?? 0) + (look[arm.index] ?? 0)
    const evidence = logBayesFactor(seen, shares, concentration)
    p = Math.min(p, Math.exp(-evidence))
    return { p, posterior: 1 / (1 + Math.exp(-evidence)) }
  })
}

/** Splits that are off by much show early where they are expected far from the plan, those by little where near. */
const CONCENTRATIONS = [200, CONCENTRATION]

/** Of all people at once: the mean of the Bayes factors of both expectations, which holds at any number of looks too. */
export function anySplit(users: readonly number[], weights: readonly number[]): SampleRatioLook {
  const { seen, shares } = planned(users, weights)
  const evidence = CONCENTRATIONS.map((each) => logBayesFactor(seen, shares, each))
  const most = Math.max(...evidence)
  const mean = evidence.reduce((sum, each) => sum + Math.exp(each - most), 0) / evidence.length
  const log = most + Math.log(mean)
  return { p: Math.min(1, Math.exp(-log)), posterior: 1 / (1 + Math.exp(-log)) }
}

function planned(users: readonly number[], weights: readonly number[]) {
  const arms = weights.flatMap((weight, i) => (weight > 0 ? [{ weight, seen: users[i] ?? 0 }] : []))
  const whole = arms.reduce((sum, arm) => sum + arm.weight, 0)
  return { seen: arms.map(({ seen }) => seen), shares: arms.map(({ weight }) => weight / whole) }
}

/** ln of Γ(A)/Γ(A+N) · Π Γ(αᵢ+nᵢ)/(Γ(αᵢ)·wᵢ^nᵢ) with αᵢ = A·wᵢ; the multinomial coefficient cancels. */
function logBayesFactor(seen: readonly number[], shares: readonly number[], concentration: number): number {
  const all = seen.reduce((sum, people) => sum + people, 0)
  const start = logGamma(concentration) - logGamma(concentration + all)
  return seen.reduce((sum, people, i) => {
    const share = shares[i] ?? 0
    const before = concentration * share
    return sum + logGamma(before + people) - logGamma(before) - people * Math.log(share)
  }, start)
}
