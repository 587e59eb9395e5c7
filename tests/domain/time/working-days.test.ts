import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wallTimeAt } from '../../../src/domain/time/local-time.ts'
import {
  checkWorkingDays,
  inWorkingDays,
  isWorkingDay,
  isWorkingTime,
  nextMorning,
  remindersFor,
  workingHoursAfter,
  workingHoursBetween,
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

describe('the next morning', () => {
  test.each([
    ['of the same day', '2026-03-02T07:59Z', '2026-03-02T08:00Z'],
    ['not of this moment', '2026-03-02T08:00Z', '2026-03-03T08:00Z'],
    ['over a weekend', '2026-03-06T12:00Z', '2026-03-09T08:00Z'],
    ['on a Saturday', '2026-03-07T07:00Z', '2026-03-09T08:00Z'],
    ['over the hour that clocks skip', '2026-03-27T12:00Z', '2026-03-30T07:00Z'],
    ['over the hour that comes twice', '2026-10-23T12:00Z', '2026-10-26T08:00Z'],
  ])('%s', (_, now, next) => {
    expect(nextMorning(at(now), BERLIN)).toEqual(at(next))
  })

  const instant = fc.date({ noInvalidDate: true, min: at('2020-01-01T00:00Z'), max: at('2040-01-01T00:00Z') })
  const zone = fc.constantFrom(BERLIN, 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Apia', 'UTC')

  test('is later, is nine on a working day, and working time begins with it', () => {
    fc.assert(
      fc.property(instant, zone, (now, where) => {
        const next = nextMorning(now, where)
        expect(next > now && next.getTime() - now.getTime() <= 3.1 * 86_400_000).toBe(true)
        expect(new Date(wallTimeAt(next.getTime(), where)).getUTCHours()).toBe(9)
        expect(isWorkingTime(next, where)).toBe(true)
        expect(isWorkingTime(new Date(next.getTime() - 1), where)).toBe(false)
      }),
    )
  })

  test('working hours between two instants, added to the first, come no later than the second', () => {
    fc.assert(
      fc.property(
        instant,
        fc.nat({ max: 60 * 24 }),
        fc.constantFrom('UTC', 'Asia/Kolkata'),
        (from, hours, where) => {
          const to = new Date(from.getTime() + hours * 3_600_000)
          const between = workingHoursBetween(from, to, where)
          expect(between).toBeLessThanOrEqual(hours + 1e-6)
          if (between > 0)
            expect(workingHoursAfter(from, between, where).getTime()).toBeLessThanOrEqual(to.getTime() + 1)
          expect(workingHoursBetween(to, from, where)).toBe(0)
        },
      ),
    )
  })
})
