import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  minimumDetectableEffect,
  plannedError,
  powerOf,
  runtime,
} from '../../../src/domain/statistics/power.ts'
import { powerAfter, remainingSample } from '../../../src/domain/statistics/remaining-sample.ts'
import { detectableDifference, tTestPower } from '../../../src/domain/statistics/t-power.ts'

const TENTH = { mean: 0.1, variance: 0.09 }
const PLAN = { people: 120_000, arms: 2, alpha: 0.05, planned: null }

describe('planning', () => {
  it('has the figures of GrowthBook', () => {
    const se = plannedError(TENTH, 0.05, PLAN)
    expect(se).toBeCloseTo(0.01775880063517804, 14)
    expect(powerOf(0.05, se, 0.05)).toBeCloseTo(0.8038751672722253, 10)
    expect(minimumDetectableEffect(TENTH, 0.8, PLAN)).toBeCloseTo(0.04974649491821734, 10)
    const always = { ...PLAN, planned: 5000 }
    expect(minimumDetectableEffect(TENTH, 0.8, always)).toBeCloseTo(0.08693851676157854, 10)
    expect(powerOf(0.05, plannedError(TENTH, 0.05, always), 0.05)).toBeCloseTo(0.37511583112022845, 10)
  })

  it('finds a fall over a negative mean', () => {
    const design = { people: 30_000, arms: 2, alpha: 0.05, planned: null }
    expect(minimumDetectableEffect({ mean: -5, variance: 400 }, 0.8, design)).toBeCloseTo(
      -0.12177594301518369,
      10,
    )
  })

  it('finds nothing with too few people, or with no more power than alpha', () => {
    expect(minimumDetectableEffect(TENTH, 0.8, { ...PLAN, people: 100 })).toBeNull()
    expect(minimumDetectableEffect(TENTH, 0.05, PLAN)).toBeNull()
  })

  it('has the power that was asked for at the effect that can be found', () => {
    const rate = fc.double({ min: 0.01, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(rate, fc.integer({ min: 1000, max: 1_000_000 }), (mean, people) => {
        const baseline = { mean, variance: mean * (1 - mean) }
        const design = { ...PLAN, people }
        const effect = minimumDetectableEffect(baseline, 0.8, design)
        if (effect === null) return
        const se = plannedError(baseline, effect, design)
        expect(powerOf(effect, se, 0.05)).toBeCloseTo(0.8, 4)
        expect(powerOf(effect, se, 0.05, 1)).toBeGreaterThan(0.8)
      }),
    )
  })

  it('counts weeks until the target, in whole percents', () => {
    const plan = { arms: 2, alpha: 0.05, planned: null, peopleAWeek: 20_000, weeks: 12, power: 0.8 }
    const revenue = { mean: 2.31, variance: 14.7 ** 2 }
    const { needed, weeks } = runtime(revenue, 0.1, plan)
    expect(needed).toBe(7)
    expect(weeks[6]?.power).toBeCloseTo(0.7986334784864656, 10)
    expect(weeks[11]?.minimumEffect).toBeCloseTo(0.07558432264196083, 10)
    expect(runtime(revenue, 0.001, plan).needed).toBeNull()
    expect(runtime(revenue, 0.1, { ...plan, peopleAWeek: 10 }).weeks[0]?.minimumEffect).toBeNull()
  })

  it('knows the power of a t test', () => {
    const samples = { control: 1000, treatment: 1000, alpha: 0.05 }
    const d = detectableDifference(0.8, samples)
    expect(d).toBeCloseTo(0.1252903452971738, 6)
    expect(tTestPower(d, samples)).toBeCloseTo(0.7996214617440898, 5)
    // R's ?power.t.test: n = 20, delta = 1, sd = 1.
    expect(tTestPower(1, { control: 20, treatment: 20, alpha: 0.05 })).toBeCloseTo(0.8689528, 6)
    expect(tTestPower(0, { control: 2, treatment: 2, alpha: 0.05 })).toBeCloseTo(0.05, 8)
  })
})

describe('in the middle of a campaign', () => {
  const MIDWAY = {
    se: Math.sqrt(0.00187872),
    units: 20_000,
    effect: 0.1,
    power: 0.8,
    alpha: 0.05,
    goals: 1,
    tests: 1,
    planned: null,
    prior: null,
  }

  it('has the figures of gbstats 0.8.0', () => {
    const { powerNow, factor } = remainingSample(MIDWAY)
    expect(powerNow).toBeCloseTo(0.635770424938718, 10)
    expect(factor).toBe(0.474609375)
    expect(remainingSample({ ...MIDWAY, effect: -0.1 })).toEqual(remainingSample(MIDWAY))
    const shared = remainingSample({ ...MIDWAY, goals: 2, tests: 4 })
    expect(shared).toEqual({
      powerNow: expect.closeTo(0.42442343488861606, 10),
      targetPower: expect.closeTo(0.8944271909999159, 12),
      factor: 1.6392822265625,
    })
  })

  it('needs nobody where there are enough, and gives up where no number is', () => {
    expect(remainingSample({ ...MIDWAY, effect: 0.3 }).factor).toBe(0)
    expect(remainingSample({ ...MIDWAY, effect: 1e-9 }).factor).toBeNull()
  })

  it('needs more for always-valid intervals and against a sceptical prior', () => {
    const fixed = powerAfter(MIDWAY, 0)
    expect(powerAfter({ ...MIDWAY, planned: 20_000 }, 0)).toBeLessThan(fixed)
    expect(powerAfter({ ...MIDWAY, prior: { mean: 0, variance: 0.01 } }, 0)).toBeLessThan(fixed)
    expect(powerAfter({ ...MIDWAY, prior: { mean: 0, variance: 1e9 } }, 0)).toBeCloseTo(fixed, 6)
  })
})
