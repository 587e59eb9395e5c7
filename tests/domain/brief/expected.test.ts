import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baselineOf, expectedOf } from '../../../src/domain/brief/expected.ts'
import type { Brief } from '../../../src/domain/state/brief.ts'
import { BRIEF } from '../../slack/cards/facts.ts'
import { failed, look, PURCHASE, SPEND, VISIT } from '../readout/fixtures.ts'

const READOUT = look({ metrics: [PURCHASE, VISIT, SPEND] })
const visit = baselineOf(READOUT, 'visit')
const about = (changes: Partial<Brief>) =>
  visit && expectedOf({ ...BRIEF, audience: { words: 'lapsed', size: 60_000 }, ...changes }, visit)

describe('a baseline', () => {
  it('is the control of a readout, mean and variance of one person', () => {
    expect(visit).toMatchObject({ kind: 'proportion', mean: 2262 / 21306 })
    expect(visit?.variance).toBeCloseTo(0.1062 * (1 - 0.1062), 4)
    expect(baselineOf(READOUT, 'spend')).toMatchObject({ kind: 'mean', unit: 'USD' })
  })

  it('is none for what was not measured, or is not there', () => {
    expect(baselineOf(look({ metrics: [failed(VISIT)] }), 'visit')).toBeNull()
    expect(baselineOf(READOUT, 'clicks')).toBeNull()
  })
})

describe('what is expected', () => {
  it('is seen after about so many days of the horizon', () => {
    // 0.08/√(8.42·(1 + 1.08²)/n) = 2.8016, so n = 22 371 an arm: 44 742 of 60 000 people, 10.4 of 14 days.
    expect(about({})).toEqual({ seen: true, day: 11, horizonDays: 14 })
    expect(about({ outcome: { ...(BRIEF.outcome ?? fail()), direction: 'down' } })).toMatchObject({
      seen: true,
    })
  })

  it('is the chance by the horizon where it is likely missed', () => {
    const few = about({ audience: { words: 'lapsed', size: 10_000 } })
    expect(few).toMatchObject({ seen: false, horizonDays: 14 })
    expect(few?.seen === false && few.chance).toBeCloseTo(0.25, 1)
  })

  it('is later where the split is uneven, and unknown where something is missing', () => {
    const uneven = about({
      arms: [
        { name: 'control', weight: 1 },
        { name: 'mail', weight: 4 },
      ],
    })
    expect(uneven).toMatchObject({ seen: false })
    expect(about({ audience: null })).toBeNull()
    expect(about({ horizonDays: null })).toBeNull()
    expect(about({ outcome: { ...(BRIEF.outcome ?? fail()), minimumEffect: null } })).toBeNull()
  })

  it('is never later with more people', () => {
    const day = (size: number) => {
      const found = about({ audience: { words: 'lapsed', size } })
      return found?.seen ? found.day : Number.POSITIVE_INFINITY
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 1, max: 1e7 }), (size, more) => {
        expect(day(size + more)).toBeLessThanOrEqual(day(size))
      }),
    )
  })
})

function fail(): never {
  throw new Error('The brief has no outcome')
}
