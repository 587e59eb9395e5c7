/** How much of alpha may have been used up by an information fraction t, between 0 and 1. */
import { normalCdf, normalQuantile } from './distributions.ts'

/** power: α·t^exponent (2 is the house's default). obrien-fleming: the Lan–DeMets function of that type. */
export type Spending =
  | { readonly type: 'power'; readonly exponent: number }
  | { readonly type: 'obrien-fleming' }

/** The house's default: stingy early, generous at the horizon. */
export const SQUARED: Spending = { type: 'power', exponent: 2 }

/** α·t^γ (Kim & DeMets 1987), or 2 − 2Φ(z_{1−α/2}/√t) (Lan & DeMets 1983). `alpha` is that of one tail. */
export function spent(spending: Spending, alpha: number, t: number): number {
  if (spending.type === 'power') return alpha * t ** spending.exponent
  return 2 * normalCdf(normalQuantile(alpha / 2) / Math.sqrt(t))
}
