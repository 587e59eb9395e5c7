import { describe, expect, it } from 'vitest'
import type { MetricInput, ReadoutInput } from '../../../src/domain/readout/input.ts'
import { readout } from '../../../src/domain/readout/look.ts'
import { dataFaults, liftsHidden, problemWords } from '../../../src/domain/readout/validity.ts'
import { comparison, looks, type ToldMetric, told, verdict } from './told.ts'

const DAY = 86_400_000

describe('a goal whose feed has stopped', () => {
  const asOf = new Date('2026-03-16T08:00:00Z')
  const ago = (days: number) => new Date(asOf.getTime() - days * DAY)
  /** Bought until `days` ago, by as many people. */
  const stopped = (days: number, values: number, metric: Partial<ToldMetric> = {}): ReadoutInput => {
    const arrived = { newest: ago(days), values }
    const input = told([5_000, 5_000], [{ sums: [500, 640], ...metric }], { day: 10, firstExposure: ago(10) })
    return {
      ...input,
      metrics: input.metrics.map((each): MetricInput => ({ ...each, arrived }) as MetricInput),
    }
  }

  it('is not measured, spends nothing, and is named with its day', () => {
    const seen = readout(stopped(5, 1_140))
    expect(seen).toMatchObject({ stale: false, fractions: [], crossings: [] })
    expect(seen.metrics[0]).toMatchObject({
      measured: false,
      failure: 'nothing newer than 11 March has come',
    })
    expect(verdict(seen)).toMatchObject({
      rule: 1,
      reason: 'm is not computable: nothing newer than 11 March has come.',
    })
    expect([dataFaults(seen), problemWords('behind', seen)]).toEqual([
      ['behind'],
      'm: nothing newer than 11 March.',
    ])
  })

  it.each<[string, number, number]>([
    ['a day', 1, 1_140],
    ['a rare event for days', 5, 9],
  ])('is read all the same after %s of silence', (_, days, values) => {
    const seen = readout(stopped(days, values))
    expect([seen.behind, seen.metrics[0]?.measured]).toEqual([[], true])
    expect(verdict(seen).verdict).toBe('ship')
  })

  it('of a guardrail holds a ship, and hides nothing else', () => {
    const late = stopped(5, 1_140, { role: 'guardrail', name: 'guard' })
    const goal = told([5_000, 5_000], [{ sums: [500, 640] }]).metrics
    const seen = readout({ ...late, metrics: [...goal, ...late.metrics] })
    expect(liftsHidden(seen)).toBe(false)
    expect(verdict(seen)).toMatchObject({
      rule: 6,
      reason: 'm is better in B, but guard could not be measured.',
    })
  })
})

describe('a metric with a window', () => {
  /** Nobody's window has passed; everybody is watched. */
  const inside = (everybody: readonly number[], metric: Partial<ToldMetric> = {}): ReadoutInput => {
    const rows = everybody.map((sum) => ({ n: 5_000, sum, sumSquares: sum }))
    const none = { n: 0, sum: 0, sumSquares: 0 }
    const told14 = { sums: [none, none], windowDays: 14, waiting: [5_000, 5_000], ...metric }
    const input = told([5_000, 5_000], [told14], { day: 3, plannedUnits: 40_000 })
    return { ...input, metrics: input.metrics.map((each) => ({ ...each, everybody: rows }) as MetricInput) }
  }

  it.each<[string, readonly number[], Partial<ToldMetric>, boolean]>([
    ['a goal that nobody reaches any more', [300, 0], {}, true],
    ['a goal that rises', [300, 420], {}, false],
    ['complaints', [0, 60], { role: 'guardrail', direction: 'down' }, true],
    ['as many complaints as before', [60, 62], { role: 'guardrail', direction: 'down' }, false],
  ])('is watched for harm before anybody’s has passed: %s', (_, everybody, metric, harmed) => {
    const seen = readout(inside(everybody, metric))
    expect(comparison(seen)).toMatchObject({ harmed, ...(harmed ? { everybody: expect.anything() } : {}) })
    const { reason, alongside } = verdict(seen)
    expect(
      [reason, ...alongside].some((line) => /^m is (worse|[\d.]+ points (higher|lower)) in B/.test(line)),
    ).toBe(harmed)
  })

  it('proves no guardrail by people who still wait', () => {
    const guard = (waiting: number): ToldMetric => ({
      ...{ role: 'guardrail', direction: 'down', name: 'guard', windowDays: 14, sums: [200, 100] },
      ...{ waiting: [waiting, waiting], margin: { amount: 0.01, unit: 'absolute' } },
    })
    const state = (waiting: number) =>
      comparison(readout(told([5_000, 5_000], [{ sums: [500, 640] }, guard(waiting)])), 'guard').guardrail
    expect([state(4_000), state(6_000)]).toEqual(['within margin', 'not proven'])
  })
})

describe('the split at many looks', () => {
  const at = (day: number, ...users: number[]) => told(users, [], { day })
  const healthy = (inputs: readonly ReadoutInput[]) =>
    looks(inputs).map(({ sampleRatio }) => sampleRatio.healthy)

  it.each<[string, readonly ReadoutInput[], boolean[]]>([
    ['by the χ² where it is the first', [at(1, 5_000, 5_360)], [false]],
    ['not by the χ² at a later one', [at(1, 500, 500), at(2, 5_000, 5_360)], [true, true]],
    ['by the sequence, by much', [at(1, 30, 30), at(2, 400, 600)], [true, false]],
    ['by the sequence, by little of many', [at(1, 500, 500), at(5, 100_000, 103_000)], [true, false]],
    ['for good', [at(1, 400, 600), at(9, 50_000, 50_200)], [false, false]],
    ['until the history is another', [at(1, 400, 600), at(2, 390, 395)], [false, true]],
  ])('is off %s', (_, inputs, wanted) => {
    expect(healthy(inputs)).toEqual(wanted)
  })

  it('by somebody who asks before the first digest is not judged by one χ²', () => {
    expect(readout(at(1, 5_000, 5_360), { counts: false }).sampleRatio.healthy).toBe(true)
    expect(readout(at(1, 400, 600), { counts: false }).sampleRatio.healthy).toBe(false)
  })
})
