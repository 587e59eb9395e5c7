import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wallTimeAt } from '../../../src/domain/time/local-time.ts'
import {
  checkWorkingDays,
  inWorkingDays,
  isWorkingDay,
  remindersFor,
} from '../../../src/domain/time/working-days.ts'

const BERLIN = 'Europe/Berlin'
const at = (text: string) => new Date(text)

describe('in working days', () => {
  test.each([
    ['Monday', '2026-03-02T08:00Z', 3, '2026-03-05T16:00Z'],
    ['Thursday, over a weekend', '2026-03-05T08:00Z', 2, '2026-03-09T16:00Z'],
    ['Friday night', '2026-03-06T23:30Z', 1, '2026-03-09T16:00Z'],
    ['Saturday', '2026-03-07T08:00Z', 1, '2026-03-09T16:00Z'],
    ['Friday, over the hour that clocks skip', '2026-03-27T08:00Z', 1, '2026-03-30T15:00Z'],
    ['Monday, a week', '2026-03-02T08:00Z', 5, '2026-03-09T16:00Z'],
  ])('from %s', (_, now, count, due) => {
    expect(inWorkingDays(at(now), count, BERLIN)).toEqual(at(due))
  })

  test('the day is that of the zone', () => {
    // Sunday in Los Angeles, Monday in Tokyo.
    const now = at('2026-03-01T20:00Z')
    expect(inWorkingDays(now, 1, 'America/Los_Angeles')).toEqual(at('2026-03-03T01:00Z'))
    expect(inWorkingDays(now, 1, 'Asia/Tokyo')).toEqual(at('2026-03-03T08:00Z'))
  })

  test.each([0, 261])('are a few: %d', (count) =>
    expect(() => checkWorkingDays(count)).toThrow(/write 1 to 260, such as `\+2wd`/),
  )
})

describe('reminders', () => {
  test.each([
    ['Wednesday', '2026-03-04T16:00Z', ['2026-03-03T08:00Z', '2026-03-04T08:00Z', '2026-03-05T16:00Z']],
    ['Monday', '2026-03-09T16:00Z', ['2026-03-06T08:00Z', '2026-03-09T08:00Z', '2026-03-10T16:00Z']],
    ['Friday', '2026-03-06T16:00Z', ['2026-03-05T08:00Z', '2026-03-06T08:00Z', '2026-03-09T16:00Z']],
    ['Saturday', '2026-03-07T16:00Z', ['2026-03-05T08:00Z', '2026-03-06T08:00Z', '2026-03-09T16:00Z']],
    ['Wednesday early', '2026-03-04T07:00Z', ['2026-03-03T08:00Z', '2026-03-04T07:00Z', '2026-03-05T07:00Z']],
  ])('of what is due on %s', (_, due, [before, on, late]) => {
    const times = remindersFor(at(due), BERLIN)
    expect([times.before, times.due, times.late]).toEqual([before, on, late].map((each) => at(each ?? '')))
  })

  test('come in order, on working days; who is late hears of it later than of the due day', () => {
    const instant = fc.date({
      noInvalidDate: true,
      min: at('2020-01-01T00:00Z'),
      max: at('2040-01-01T00:00Z'),
    })
    const zone = fc.constantFrom(BERLIN, 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Apia', 'UTC')
    fc.assert(
      fc.property(instant, zone, (dueAt, where) => {
        const { before, due, late } = remindersFor(dueAt, where)
        expect(before < due && due <= dueAt && dueAt < late).toBe(true)
        for (const each of [before, due, late])
          expect(isWorkingDay(wallTimeAt(each.getTime(), where))).toBe(true)
      }),
    )
  })
})
