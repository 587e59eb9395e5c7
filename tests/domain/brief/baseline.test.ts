import { describe, expect, it } from 'vitest'
import { baselineOf } from '../../../src/domain/brief/baseline.ts'
import { failed, look, PURCHASE, SPEND, VISIT } from '../readout/fixtures.ts'

const READOUT = { ...look({ metrics: [PURCHASE, VISIT, SPEND] }), day: 14, horizonDays: 14 }

describe('a baseline', () => {
  it('is the control of a readout, mean and variance of one person', () => {
    const visit = baselineOf(READOUT, 'visit')
    expect(visit).toMatchObject({ kind: 'proportion', mean: 2262 / 21306 })
    expect(visit?.variance).toBeCloseTo(0.1062 * (1 - 0.1062), 4)
    expect(baselineOf(READOUT, 'spend')).toMatchObject({ kind: 'mean', unit: 'USD' })
  })

  it('is none for what was not measured, or is not there', () => {
    expect(baselineOf(look({ metrics: [failed(VISIT)] }), 'visit')).toBeNull()
    expect(baselineOf(READOUT, 'clicks')).toBeNull()
  })

  it('is none before its people are done: their window has passed, or the horizon where there is none', () => {
    expect(baselineOf({ ...READOUT, day: 13 }, 'visit')).toBeNull()
    expect(baselineOf({ ...READOUT, horizonDays: null }, 'visit')).toBeNull()
    const metrics = READOUT.metrics.map((metric) => ({ ...metric, windowDays: 7 }))
    expect(baselineOf({ ...READOUT, metrics, day: 6 }, 'visit')).toBeNull()
    expect(baselineOf({ ...READOUT, metrics, day: 7 }, 'visit')).toMatchObject({ mean: 2262 / 21306 })
  })
})
