import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueBefore, leadMark, leadWords, readLead } from '../../../src/domain/time/lead-time.ts'
import { Refusal } from '../../../src/refusal.ts'

describe('what is typed', () => {
  test.each([
    ['T-3d', 'T-3d', '3 days before go-live'],
    ['t - 1 day', 'T-1d', '1 day before go-live'],
    ['T\u22122wd', 'T-2wd', '2 working days before go-live'],
    ['T-3 working days', 'T-3wd', '3 working days before go-live'],
    ['T-1w', 'T-1w', '1 week before go-live'],
    ['T-4h', 'T-4h', '4 hours before go-live'],
    ['T-0d', 'T-0d', 'at go-live'],
    ['3 days before go-live', 'T-3d', '3 days before go-live'],
    ['two weeks before the launch', 'T-2w', '2 weeks before go-live'],
  ])('%s is %s', (typed, mark, words) => {
    const lead = readLead(typed)
    expect(lead && [leadMark(lead), leadWords(lead)]).toEqual([mark, words])
  })

  test.each(['tomorrow 17:00', '+3d', '2026-03-04', 'Tue', 'today'])('%s speaks of no go-live', (typed) => {
    expect(readLead(typed)).toBeNull()
  })

  test.each([
    'T-3',
    'T+3d',
    'T-',
    'T-soon',
    'T-1M',
    'T-1mo',
    'T-400d',
    'T-90h',
    'T-in 3 days',
    'after go-live',
  ])('%s is refused', (typed) => {
    expect(() => readLead(typed)).toThrow(Refusal)
  })

  test('what is said is read again', () => {
    fc.assert(
      fc.property(fc.nat({ max: 52 }), fc.constantFrom('h', 'd', 'wd', 'w'), (count, unit) => {
        const lead = { count, unit } as const
        expect(readLead(leadMark(lead))).toEqual(lead)
        if (count > 0) expect(readLead(leadWords(lead))).toEqual(lead)
      }),
    )
  })
})

describe('when that is', () => {
  const zone = 'Europe/Berlin'
  /** Go-live Tuesday 9:00 in Berlin. */
  const TUESDAY = new Date('2026-03-10T08:00:00Z')

  test.each([
    ['T-3d', '2026-03-07T16:00:00Z'],
    ['T-2wd', '2026-03-06T16:00:00Z'],
    ['T-1d', '2026-03-09T16:00:00Z'],
    ['T-1w', '2026-03-03T16:00:00Z'],
    ['T-4h', '2026-03-10T04:00:00Z'],
    ['T-0d', '2026-03-10T08:00:00Z'],
  ])('%s ends a working day there, and never after go-live', (typed, at) => {
    const lead = readLead(typed)
    expect(lead && dueBefore(TUESDAY, { ...lead, zone }).toISOString()).toBe(new Date(at).toISOString())
  })

  test('over a change of the clocks it is five in the evening all the same', () => {
    const day = { count: 1, unit: 'd', zone } as const
    expect(dueBefore(new Date('2026-03-30T07:00:00Z'), day).toISOString()).toBe('2026-03-29T15:00:00.000Z')
    expect(dueBefore(new Date('2026-10-26T08:00:00Z'), day).toISOString()).toBe('2026-10-25T16:00:00.000Z')
  })
})
