import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uniform } from '../../../bench/monte-carlo/random.ts'
import { rateDifferenceSequence, rateSequence } from '../../../src/domain/statistics/rate-sequence.ts'

describe('a rate at any moment', () => {
  // Ends by bisection of the likelihood against its mixture over Beta(½, ½) with 50 digits.
  it.each([
    [0, 1, 0, 0.975],
    [0, 5000, 0, 0.0015641192509005546],
    [5000, 5000, 0.9984358807490994, 1],
    [300, 5000, 0.04788080526141541, 0.07387219325865915],
    [2, 1561, 1.5007768839357109e-5, 0.008044240667576924],
    [1_000_000, 10_000_000, 0.09954999066800324, 0.10045121259192853],
    [0, 0, 0, 1],
  ])('%i of %i', (x, n, low, high) => {
    expect(rateSequence({ x, n }, 0.05)).toEqual({
      low: expect.closeTo(low, 10),
      high: expect.closeTo(high, 10),
    })
  })

  it.each([0.02, 0.5])('leaves out a true rate of %f at some look of 400 in 5 of 100 at most', (rate) => {
    const random = uniform(7)
    const leavesOut = () => {
      let x = 0
      for (let n = 1; n <= 400; n++) {
        x += random() < rate ? 1 : 0
        const { low, high } = rateSequence({ x, n }, 0.05)
        if (rate < low || rate > high) return true
      }
      return false
    }
    const left = Array.from({ length: 400 }, leavesOut).filter(Boolean)
    expect(left.length).toBeLessThanOrEqual(20)
  })

  it('holds the rate that was seen, and is turned round with the outcome', () => {
    const counted = fc.integer({ min: 1, max: 1_000_000 }).chain((n) => fc.nat(n).map((x) => ({ x, n })))
    const alphas = fc.double({ min: 1e-6, max: 0.5, noNaN: true })
    fc.assert(
      fc.property(counted, alphas, ({ x, n }, alpha) => {
        const { low, high } = rateSequence({ x, n }, alpha)
        expect(low <= x / n && x / n <= high).toBe(true)
        const turned = rateSequence({ x: n - x, n }, alpha)
        expect([turned.low, turned.high]).toEqual([expect.closeTo(1 - high, 9), expect.closeTo(1 - low, 9)])
      }),
    )
  })
})

describe('the difference of two', () => {
  it('has half of alpha for each', () => {
    const [a, b] = [
      { x: 5000, n: 5000 },
      { x: 4800, n: 5000 },
    ]
    const [control, treatment] = [rateSequence(a, 0.025), rateSequence(b, 0.025)]
    const difference = rateDifferenceSequence(a, b, 0.05)
    expect(difference).toEqual({ low: treatment.low - control.high, high: treatment.high - control.low })
    expect(difference.high).toBeLessThan(-0.02)
    expect(rateDifferenceSequence({ x: 0, n: 5000 }, { x: 60, n: 5000 }, 0.05).low).toBeGreaterThan(0)
  })
})
