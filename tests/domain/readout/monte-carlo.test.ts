import { describe, expect, it } from 'vitest'
import { COURSES, type Course, decide } from '../../../bench/monte-carlo/decisions.ts'
import { binomial, uniform } from '../../../bench/monte-carlo/random.ts'
import { plan, simulate } from '../../../bench/monte-carlo/simulation.ts'

describe('campaigns looked at every day', () => {
  it('keep their promise with boundaries, and break it with a fixed interval', () => {
    const [own, , always, daily, once] = simulate(1500, 1)
    if (!own || !always || !daily || !once) throw new Error('a method is missing')
    expect(own.falsePositives).toBeLessThan(0.07)
    expect(own.power).toBeGreaterThan(0.72)
    expect(own.meanStop).toBeLessThan(once.meanStop)
    expect(always.falsePositives).toBeLessThan(own.falsePositives)
    expect(daily.falsePositives).toBeGreaterThan(0.17)
    expect(once.falsePositives).toBeLessThan(0.07)
    expect(once.power).toBeGreaterThan(own.power)
  })

  it('come out the same for the same seed', () => {
    expect(simulate(50, 7)).toEqual(simulate(50, 7))
    expect(simulate(50, 7)).not.toEqual(simulate(50, 8))
  })

  it('have as many people as the plan needs', () => {
    expect(plan()).toEqual({ baseline: 0.1, effect: 0.1, peopleADay: 1116 })
  })
})

function missing(): never {
  throw new Error('a course is missing')
}

describe('campaigns judged by their digests', () => {
  const [steady, , late] = COURSES
  const decided = (course: Course | undefined) => decide(plan(), course ?? missing(), 300, 1)

  it('find an effect where it is, and seldom where it is not', () => {
    const { found, power, lost } = decided(steady)
    expect(found).toBeLessThan(0.1)
    expect(power).toBeGreaterThan(0.68)
    expect(lost).toBeLessThan(0.06)
  })

  it('wait for people who are still to come', () => {
    expect(decided(late).power).toBeGreaterThan(0.65)
  })
})

describe('draws', () => {
  it('have the mean and the spread of their distribution', () => {
    const draw = binomial(200, 0.1, uniform(3))
    const drawn = Array.from({ length: 20_000 }, draw)
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (drawn.length - 1)
    expect(Math.abs(mean - 20)).toBeLessThan(0.15)
    expect(Math.abs(variance - 18)).toBeLessThan(1)
    const between = Array.from({ length: 1000 }, uniform(4))
    expect(Math.min(...between) >= 0 && Math.max(...between) < 1).toBe(true)
  })
})
