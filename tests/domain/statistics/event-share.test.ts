import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uniform } from '../../../bench/monte-carlo/random.ts'
import { logGamma } from '../../../src/domain/statistics/distributions.ts'
import { type BothArms, eventRatioSequence } from '../../../src/domain/statistics/event-share.ts'

const arms = (control: number, treatment: number): BothArms => ({ control, treatment })
const EVEN = arms(1, 1)

/** One over the Bayes factor of a beta prior of ten events around the plan against one ratio; at most 1. */
function pOf({ control, treatment }: BothArms, weights: BothArms, ratio = 1): number {
  const [wA, wB] = [weights.control, weights.treatment]
  const beta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b)
  const [a, b] = [(10 * wB) / (wA + wB), (10 * wA) / (wA + wB)]
  const mixture = beta(a + treatment, b + control) - beta(a, b)
  const share = (ratio * wB) / (wA + ratio * wB)
  const likelihood =
    (treatment > 0 ? treatment * Math.log(share) : 0) + (control > 0 ? control * Math.log(1 - share) : 0)
  return Math.min(1, Math.exp(likelihood - mixture))
}

describe('the ratio of two rates', () => {
  // Ends by bisection of the likelihood against its beta mixture with 50 digits.
  it.each([
    [arms(5, 20), arms(1, 2), 0.5712932245273332, 10.496848625068006, 0.8076366424202033],
    [arms(300, 0), EVEN, 0, 0.07611121317314114, 8.853568400128543e-83],
    [arms(0, 12), EVEN, 1.040798134248036, Infinity, 0.0394287109375],
    [arms(2, 70), arms(1, 9), 0.8072313275166553, 79.69955207015414, 0.17819899599314148],
    [arms(40, 45), arms(3, 1), 1.6100192376479463, 7.151652255875289, 4.277652558639434e-6],
    [arms(100_000, 110_000), EVEN, 1.0809362007135146, 1.119405447897965, 5.417920759449016e-102],
    [arms(0, 0), EVEN, 0, Infinity, 1],
  ])('of %j events with weights %j', (events, weights, low, high, p) => {
    const sequence = eventRatioSequence(events, weights, 0.05)
    expect(sequence.low).toBeCloseTo(low, 9)
    expect(sequence.high === high || Math.abs(sequence.high / high - 1) < 1e-10).toBe(true)
    expect(pOf(events, weights) / p).toBeCloseTo(1, 8)
  })

  it('is found to differ from one at 0 against 12, sooner with a weaker prior and later with a stronger one', () => {
    const first = (concentration?: number) =>
      Array.from({ length: 50 }, (_, k) => k + 1).find(
        (k) => eventRatioSequence(arms(0, k), EVEN, 0.05, concentration).low > 1,
      )
    expect([first(), first(1), first(100)]).toEqual([12, 7, 29])
  })

  it('is impossible where somebody had what it says nobody has', () => {
    expect(pOf(arms(5, 1), EVEN, 0)).toBe(0)
    expect(pOf(arms(5, 0), EVEN, 0)).toBe(1)
  })
})

describe('looked at after every event', () => {
  /** Whether one of so many looks finds a difference in arms without one. */
  function crosses(random: () => number, looks: number, weights: BothArms): boolean {
    const share = weights.treatment / (weights.control + weights.treatment)
    let treatment = 0
    for (let seen = 1; seen <= looks; seen++) {
      treatment += random() < share ? 1 : 0
      if (pOf(arms(seen - treatment, treatment), weights) < 0.05) return true
    }
    return false
  }

  it.each([EVEN, arms(1, 9), arms(9, 1)])(
    'it finds one where there is none in 5 of 100 at most: weights %j',
    (weights) => {
      const random = uniform(20260302)
      const found = Array.from({ length: 600 }, () => crosses(random, 300, weights)).filter(Boolean)
      expect(found.length).toBeLessThanOrEqual(30)
      expect(found.length).toBeGreaterThan(0)
    },
  )
})

describe('for any events', () => {
  const counts = fc.record({ control: fc.nat(5000), treatment: fc.nat(5000) })
  const weights = fc.record({
    control: fc.double({ min: 0.05, max: 1, noNaN: true }),
    treatment: fc.double({ min: 0.05, max: 1, noNaN: true }),
  })
  const alphas = fc.double({ min: 1e-6, max: 0.5, noNaN: true })

  it('a ratio is left out exactly where its p is below alpha', () => {
    const ratios = fc.double({ min: 0.01, max: 100, noNaN: true })
    fc.assert(
      fc.property(counts, weights, alphas, ratios, (events, planned, alpha, ratio) => {
        const { low, high } = eventRatioSequence(events, planned, alpha)
        const p = pOf(events, planned, ratio)
        fc.pre(Math.abs(p / alpha - 1) > 1e-6)
        expect(ratio < low || ratio > high).toBe(p < alpha)
      }),
    )
  })

  it('the ratio that was seen is inside, and the arms can be turned round', () => {
    fc.assert(
      fc.property(counts, weights, alphas, (events, planned, alpha) => {
        const { low, high } = eventRatioSequence(events, planned, alpha)
        const seen = (events.treatment * planned.control) / (events.control * planned.treatment)
        if (!Number.isNaN(seen)) expect(low <= seen && seen <= high).toBe(true)
        const turn = ({ control, treatment }: BothArms) => arms(treatment, control)
        const turned = eventRatioSequence(turn(events), turn(planned), alpha)
        expect(turned.low * high === 0 || high === Infinity || Math.abs(turned.low * high - 1) < 1e-6).toBe(
          true,
        )
        expect(high === Infinity).toBe(events.control === 0)
      }),
    )
  })
})
