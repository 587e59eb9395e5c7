import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hoursAfter, remindersOf } from '../../../src/domain/approval/expiry.ts'
import { wallTimeAt } from '../../../src/domain/time/local-time.ts'
import { isWorkingDay } from '../../../src/domain/time/working-days.ts'

const BERLIN = 'Europe/Berlin'
const HOUR = 3_600_000

describe('72 hours', () => {
  test.each([
    ['Monday', '2026-03-02T08:00Z', '2026-03-05T08:00Z'],
    ['Thursday, over a weekend', '2026-03-05T08:00Z', '2026-03-10T08:00Z'],
    ['Friday, over the hour that clocks skip', '2026-03-27T08:00Z', '2026-04-01T07:00Z'],
    ['Saturday, from Monday on', '2026-03-07T08:00Z', '2026-03-11T23:00Z'],
  ])('from %s', (_, at, ends) => {
    expect(hoursAfter(new Date(at), 72, BERLIN)).toEqual(new Date(ends))
  })

  test('never end at a weekend, and are as long as they say where none lies between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * 24 }), fc.integer({ min: 1, max: 720 }), (start, hours) => {
        const at = new Date(Date.UTC(2026, 0, 1) + start * HOUR)
        const end = hoursAfter(at, hours, 'UTC')
        // The very end of a Friday is a Saturday's midnight.
        expect(isWorkingDay(wallTimeAt(end.getTime() - 1, 'UTC'))).toBe(true)
        expect(end.getTime() - at.getTime()).toBeGreaterThanOrEqual(hours * HOUR)
      }),
    )
  })
})

test('who is waited for is reminded at half time and four hours before the end; of a short one once; or as the policy says', () => {
  const at = new Date('2026-03-06T08:00Z') // a Friday
  expect([...remindersOf(at, { expiresAfterHours: 72 }, BERLIN)]).toEqual([
    ['half', new Date('2026-03-09T20:00Z')],
    ['last', new Date('2026-03-11T04:00Z')],
  ])
  expect([...remindersOf(at, { expiresAfterHours: 8 }, BERLIN).keys()]).toEqual(['half'])
  expect([...remindersOf(at, { expiresAfterHours: 72, remindAfterHours: [24, 48] }, BERLIN)]).toEqual([
    ['after24', new Date('2026-03-09T08:00Z')],
    ['after48', new Date('2026-03-10T08:00Z')],
  ])
})
