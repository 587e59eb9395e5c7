import { describe, expect, it } from 'vitest'
import { least, missed, most } from '../../../bench/monte-carlo/aims.ts'
import { arrivals } from '../../../bench/monte-carlo/arrivals.ts'
import { stream } from '../../../bench/monte-carlo/draws.ts'
import { estimateOf, type Mark, merged, tallied } from '../../../bench/monte-carlo/figures.ts'
import { inputAt } from '../../../bench/monte-carlo/input.ts'
import { arrive, openLedger } from '../../../bench/monte-carlo/ledger.ts'
import { runLine } from '../../../bench/monte-carlo/line.ts'
import { plan, simulate } from '../../../bench/monte-carlo/methods.ts'
import type { Setting } from '../../../bench/monte-carlo/setting.ts'
import { settingNamed, WITH_AN_EFFECT, WITHOUT_AN_EFFECT } from '../../../bench/monte-carlo/settings/all.ts'
import { lifted, metric, rate, setting } from '../../../bench/monte-carlo/settings/base.ts'
import type { Values } from '../../../bench/monte-carlo/values.ts'

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

describe('campaigns judged by their digests', () => {
  const shareOf = (name: string, mark: Mark, runs = 100) =>
    estimateOf(runLine(settingNamed(name), 1, 0, runs), mark)?.mean

  it('find an effect where it is, and seldom where it is not', () => {
    expect(shareOf('base: 10 % convert, 31 248 people', 'found')).toBeLessThan(0.14)
    expect(shareOf('base, +10 %', 'shipped')).toBeGreaterThan(0.6)
  })

  it('come out the same for the same seed, in one part or in several', () => {
    const one = settingNamed('base, +10 %')
    const whole = runLine(one, 7, 0, 20)
    expect(runLine(one, 7, 0, 20)).toEqual(whole)
    expect(runLine(one, 8, 0, 20)).not.toEqual(whole)
    const parts = merged([runLine(one, 7, 0, 8), runLine(one, 7, 8, 20)])
    expect(parts.runs).toBe(20)
    expect(parts.shippedOn).toEqual(whole.shippedOn)
    expect(estimateOf(parts, 'found')).toEqual(estimateOf(whole, 'found'))
  })

  it('have names that tell them apart, and as many values as arms', () => {
    const all = [...WITHOUT_AN_EFFECT, ...WITH_AN_EFFECT]
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { arms, metrics } of all)
      for (const { values } of metrics) expect(values).toHaveLength(arms.length)
  })
})

describe('aims', () => {
  const of = (hits: number, runs: number) =>
    tallied(Array.from({ length: runs }, (_, i) => ({ found: Number(i < hits) })))

  it('are missed beyond two standard errors alone', () => {
    expect(missed(of(60, 1000), [most('found', 0.055)])).toEqual([])
    expect(missed(of(80, 1000), [most('found', 0.055)])).toEqual([{ aim: most('found', 0.055), came: 0.08 }])
    expect(missed(of(940, 1000), [least('found', 0.95)])).toEqual([])
    expect(missed(of(900, 1000), [least('found', 0.95)])).toHaveLength(1)
  })

  it('that were never asked are not missed', () => {
    expect(missed(of(60, 100), [least('relative', 0.94)])).toEqual([])
  })
})

describe('what the warehouse brings', () => {
  const DELAYED = rate(0.5, { acting: { from: 0, to: 3 } })

  function inputOn(day: number, values: Values, windowDays?: number) {
    const one = setting('one', [metric(lifted(values, 0), windowDays === undefined ? {} : { windowDays })], {
      people: 14_000,
      arrivalDays: 14,
    })
    const ledger = openLedger(one)
    const random = stream(5)
    for (let slot = 0; slot < day; slot++) arrive(ledger, arrivals(one, slot, random), slot, slot + 1, random)
    const input = inputAt(one, ledger, day - 1)
    const [goal] = input.metrics
    if (!goal || 'failure' in goal) throw new Error('a metric is missing')
    return { users: input.users, goal }
  }

  const people = (sums: readonly { readonly n: number }[]) => sums.reduce((all, { n }) => all + n, 0)

  it('counts everybody without a window, and the last week beside them', () => {
    const { users, goal } = inputOn(14, rate(0.5))
    expect(goal.sums.map(({ n }) => n)).toEqual(users)
    expect(people(goal.sums)).toBe(14_000)
    expect(goal.waiting).toBeUndefined()
    expect(goal.recent?.days).toBe(7)
    expect(people(goal.recent?.sums ?? [])).toBe(7000)
  })

  it('counts those whose window has passed, and names the others', () => {
    const { users, goal } = inputOn(9, DELAYED, 3)
    expect(people(goal.sums)).toBe(6000)
    expect(goal.windowDays).toBe(3)
    expect(goal.sums.map(({ n }, arm) => n + (goal.waiting?.[arm] ?? 0))).toEqual(users)
    expect(goal.recent?.days).toBe(3)
    expect(people(goal.recent?.sums ?? [])).toBe(3000)
    for (const { n, sum } of goal.sums) expect(Math.abs(sum / n - 0.5)).toBeLessThan(0.05)
  })

  it('has no last days before the second that counts', () => {
    expect(inputOn(1, rate(0.5)).goal.recent).toBeUndefined()
    expect(inputOn(4, DELAYED, 3).goal.recent).toBeUndefined()
    expect(inputOn(5, DELAYED, 3).goal.recent?.days).toBe(1)
  })

  it('knows only what people have done by then', () => {
    const { goal } = inputOn(1, DELAYED)
    const [first] = goal.sums
    expect(Math.abs((first?.sum ?? 0) / (first?.n ?? 1) - 0.5 / 6)).toBeLessThan(0.05)
    expect(first?.largest).toBe(1)
  })
})

describe('arrivals', () => {
  const total = (one: Setting, slots: number) => {
    const random = stream(9)
    const days = Array.from({ length: slots }, (_, slot) => arrivals(one, slot, random))
    return one.arms.map((_, arm) => days.reduce((sum, day) => sum + (day[arm] ?? 0), 0))
  }

  it('bring all who are planned, to the arms by their weights', () => {
    const [control = 0, treatment = 0] = total(settingNamed('control 10 %, 31 000 people, 10 %'), 14)
    expect(control + treatment).toBe(31_248)
    expect(Math.abs(control - 3124.8)).toBeLessThan(200)
  })

  it('end with the last day of arrivals', () => {
    const one = settingNamed('act within 14 days, window of 14')
    expect(total(one, 28)).toEqual(total(one, 14))
  })
})
