import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import {
  describeSchedule,
  nextSlot,
  parseSchedule,
  type Schedule,
  slotsBetween,
  WEEKDAYS,
} from '../../../src/domain/time/schedule.ts'
import { Refusal } from '../../../src/refusal.ts'

const BERLIN = 'Europe/Berlin'

function slots(text: string, from: string, count: number): string[] {
  return slotsBetween(parseSchedule(text, BERLIN), new Date(from), new Date('2030-01-01'), count).map(
    (slot) => slot.toISOString(),
  )
}

describe('parseSchedule', () => {
  const daily: Schedule = { kind: 'daily', time: '09:00', zone: BERLIN }
  const hourly: Schedule = { kind: 'cron', expression: '0 9 * * 1-5', zone: BERLIN }
  it.each<[string, Schedule]>([
    ['daily 09:00', daily],
    ['daily', daily],
    ['9am Daily', daily],
    ['europe/berlin daily 9:00', daily],
    ['daily UTC', { ...daily, zone: 'UTC' }],
    ['weekdays 09:00 America/New_York', { kind: 'weekdays', time: '09:00', zone: 'America/New_York' }],
    [
      'America/Argentina/Buenos_Aires weekdays 17:30',
      { kind: 'weekdays', time: '17:30', zone: 'America/Argentina/Buenos_Aires' },
    ],
    ['weekdays 9:00 asia/kolkata', { kind: 'weekdays', time: '09:00', zone: 'Asia/Kolkata' }],
    ['weekly mon 09:00', { kind: 'weekly', day: 'mon', time: '09:00', zone: BERLIN }],
    ['weekly 09:00 Thursday', { kind: 'weekly', day: 'thu', time: '09:00', zone: BERLIN }],
    ['weekly', { kind: 'weekly', day: 'mon', time: '09:00', zone: BERLIN }],
    ['cron 0 9 * * 1-5', hourly],
    ['cron "0 9 * * 1-5"', hourly],
    ['“0 9 * * 1-5” Europe/Berlin', hourly],
    ['0 9 * * 1-5', hourly],
    ['UTC 5 */4 1,15 * mon-FRI/2', { kind: 'cron', expression: '5 */4 1,15 * mon-fri/2', zone: 'UTC' }],
  ])('%s', (text, schedule) => {
    expect(parseSchedule(text, BERLIN)).toEqual(schedule)
  })

  it.each([
    '',
    'x',
    '09:00',
    'hourly',
    'daily 25:00',
    'daily 9',
    'daily 09:00 10:00',
    'daily mon 09:00',
    'daily weekly',
    'weekly mon tue 09:00',
    'weekly xyz',
    'daily 09:00 <#C012AB3CD|growth>',
    'daily 09:00 UTC Europe/Berlin',
    'cron',
    'cron 0 9 * *',
    '0 9 * *',
    'cron 0 0 9 * * *',
    'cron 60 9 * * *',
    'cron 0 24 * * *',
    'cron H 9 * * *',
    'cron 0/0 9 * * *',
    'cron 0 9 L * *',
    'cron @daily',
    'mon tue wed thu fri',
    'cron 0 9 * * xyz',
  ])('refuses "%s" with the forms', (text) => {
    expect(() => parseSchedule(text, BERLIN)).toThrow(Refusal)
    expect(() => parseSchedule(text, BERLIN)).toThrow('weekdays 09:00 Europe/Berlin')
  })

  it.each([
    ['cron 0 9 30 2 *', '"`cron 0 9 30 2 *`" never comes: no month 2 has a day 30.'],
    ['0 9 31 4,6 *', '"`cron 0 9 31 4,6 *`" never comes: no month 4,6 has a day 31.'],
    ['cron 0 9 31 feb *', 'no month feb has a day 31'],
  ])('says that %s never comes', (text, why) => {
    expect(() => parseSchedule(text, BERLIN)).toThrow(why)
  })

  it.each([
    ['cron 0 9 29 2 *', 'cron 0 9 29 2 *'],
    ['cron 0 9 1\u201315 * *', 'cron 0 9 1-15 * *'],
    ['`cron 0 9 * * 1-5`', 'cron 0 9 * * 1-5'],
    ['weekdays\u00a009:00\u200b', 'weekdays 09:00'],
    ['daily 9 p.m.', null],
    ['daily 9p.m.', 'daily 21:00'],
    ['daily 24:00', null],
  ])('reads %j as %s', (text, words) => {
    if (words === null) expect(() => parseSchedule(text, BERLIN)).toThrow('as a digest')
    else expect(describeSchedule(parseSchedule(text, BERLIN))).toBe(`${words}, ${BERLIN}`)
  })

  it('quotes what was typed, with its stars', () => {
    expect(() => parseSchedule('cron * 9', BERLIN)).toThrow('I can\'t read "`cron * 9`" as')
    expect(() => parseSchedule('* 9 * * *', BERLIN)).toThrow(
      '"`* 9 * * *`" would post more often than hourly',
    )
  })

  it.each(['* * * * *', '*/15 * * * *', '0,30 9 * * *', '0-1 9 * * *'])(
    'refuses %s: more often than hourly',
    (text) => {
      expect(() => parseSchedule(text, BERLIN)).toThrow('more often than hourly')
    },
  )

  it('answers 3,000 characters with a short line', () => {
    expect(() => parseSchedule('daily '.repeat(500), BERLIN)).toThrow(/^.{1,300}$/)
  })

  it.each([
    ['daily 09:00 Europe/Berln', 'Europe/Berlin'],
    ['daily 09:00 US/NewYork', 'America/New_York'],
  ])('suggests a zone for %s', (text, zone) => {
    expect(() => parseSchedule(text, BERLIN)).toThrow(`Did you mean ${zone}?`)
  })
})

describe('slots', () => {
  it.each([
    ['daily 09:00', ['2026-03-06T08:00', '2026-03-07T08:00', '2026-03-08T08:00']],
    ['weekdays 09:00', ['2026-03-06T08:00', '2026-03-09T08:00', '2026-03-10T08:00']],
    ['weekly thu 09:00', ['2026-03-12T08:00', '2026-03-19T08:00', '2026-03-26T08:00']],
    ['weekly sun 23:30', ['2026-03-08T22:30', '2026-03-15T22:30', '2026-03-22T22:30']],
    ['0 9-10 * * *', ['2026-03-05T09:00', '2026-03-06T08:00', '2026-03-06T09:00']],
    ['0 9 29 2 *', ['2028-02-29T08:00']],
  ])('%s after Thursday 5 March 2026, 09:00 in Berlin', (text, expected) => {
    expect(slots(text, '2026-03-05T08:00:00Z', 3)).toEqual(expected.map((slot) => `${slot}:00.000Z`))
  })

  it('keeps the wall time over a clock change', () => {
    expect(slots('daily 09:00', '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ])
    expect(slots('daily 09:00', '2026-10-24T00:00:00Z', 2)).toEqual([
      '2026-10-24T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
    ])
  })

  it.each([
    ['daily 02:30', '2026-03-29T00:59:59Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
    ['daily 02:30 America/New_York', '2026-03-08T06:00:00Z', ['2026-03-08T07:00', '2026-03-09T06:30']],
    ['daily 02:15 Australia/Lord_Howe', '2026-10-03T12:00:00Z', ['2026-10-03T15:30', '2026-10-04T15:15']],
    ['daily 00:30 Africa/Cairo', '2026-04-23T12:00:00Z', ['2026-04-23T22:00', '2026-04-24T21:30']],
    ['0 * * * *', '2026-03-29T00:00:00Z', ['2026-03-29T01:00', '2026-03-29T02:00']],
  ])('does not skip the day of a spring gap: %s', (text, from, expected) => {
    expect(slots(text, from, 2)).toEqual(expected.map((slot) => `${slot}:00.000Z`))
  })

  it.each([
    ['daily 02:30', '2026-10-24T12:00:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['daily 02:30', '2026-10-25T00:30:00Z', ['2026-10-26T01:30', '2026-10-27T01:30']],
    ['daily 02:30', '2026-10-25T01:10:00Z', ['2026-10-26T01:30', '2026-10-27T01:30']],
    ['daily 01:30 America/New_York', '2026-11-01T05:40:00Z', ['2026-11-02T06:30', '2026-11-03T06:30']],
    ['0 * * * *', '2026-10-25T00:00:00Z', ['2026-10-25T02:00', '2026-10-25T03:00']],
  ])('fires once in an hour that comes twice: %s after %s', (text, from, expected) => {
    expect(slots(text, from, 2)).toEqual(expected.map((slot) => `${slot}:00.000Z`))
  })

  it('includes until, leaves out after, and stops at max', () => {
    const schedule = parseSchedule('daily 09:00', 'UTC')
    const [from, to] = [new Date('2026-03-01T09:00:00Z'), new Date('2026-03-03T09:00:00Z')]
    expect(slotsBetween(schedule, from, to, 9).map((slot) => slot.getUTCDate())).toEqual([2, 3])
    expect(slotsBetween(schedule, from, to, 1).map((slot) => slot.getUTCDate())).toEqual([2])
    expect(slotsBetween(schedule, from, to, 0)).toEqual([])
    expect(slotsBetween(schedule, to, from, 9)).toEqual([])
  })

  const zones = fc.constantFrom(
    BERLIN,
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Asia/Kathmandu',
    'UTC',
  )
  const times = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
  const named: fc.Arbitrary<Schedule> = fc.oneof(
    fc.record({ kind: fc.constantFrom('daily' as const, 'weekdays' as const), time: times, zone: zones }),
    fc.record({
      kind: fc.constant('weekly' as const),
      day: fc.constantFrom(...WEEKDAYS),
      time: times,
      zone: zones,
    }),
  )
  const moments = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })

  it('gives every local day of a year exactly one daily slot, however it is asked', () => {
    fc.assert(
      fc.property(times, zones, (time, zone) => {
        const schedule: Schedule = { kind: 'daily', time, zone }
        const [from, to] = [new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')]
        const all = slotsBetween(schedule, from, to, 1_000)
        const days = all.map((slot) => DateTime.fromJSDate(slot, { zone }).startOf('day'))
        const gaps = days.slice(1).map((day, index) => Math.round(day.diff(days[index] ?? day, 'days').days))
        expect(new Set(gaps)).toEqual(new Set([1]))
        expect(all.length).toBeGreaterThanOrEqual(365)
      }),
      { numRuns: 20 },
    )
  })

  it('asked slot by slot, or from anywhere before a slot, gives the same slots', () => {
    fc.assert(
      fc.property(named, moments, fc.double({ min: 0, max: 0.999, noNaN: true }), (schedule, after, part) => {
        const first = nextSlot(schedule, after)
        const second = nextSlot(schedule, first)
        expect(slotsBetween(schedule, after, second, 9)).toEqual([first, second])
        const between = new Date(first.getTime() + Math.floor((second.getTime() - first.getTime()) * part))
        expect(nextSlot(schedule, between)).toEqual(second)
      }),
    )
  })

  it('is described in words that read back as the same schedule', () => {
    expect(describeSchedule(parseSchedule('weekdays 9:00', BERLIN))).toBe('weekdays 09:00, Europe/Berlin')
    expect(describeSchedule(parseSchedule('weekly mon', 'UTC'))).toBe('weekly Mon 09:00, UTC')
    expect(describeSchedule(parseSchedule('0 9 * * 1,3', BERLIN))).toBe('cron 0 9 * * 1,3, Europe/Berlin')
    fc.assert(
      fc.property(named, (schedule) => {
        expect(parseSchedule(describeSchedule(schedule), 'Pacific/Auckland')).toEqual(schedule)
      }),
    )
    const cron = parseSchedule('0 9 * * 1,3', BERLIN)
    expect(parseSchedule(describeSchedule(cron), 'UTC')).toEqual(cron)
  })
})
