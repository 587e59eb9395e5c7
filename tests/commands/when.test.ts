import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWhen } from '../../commands/when.ts'
import { Refusal } from '../../src/refusal.ts'

const BERLIN = 'Europe/Berlin'
const NEW_YORK = 'America/New_York'
/** Tuesday 3 March 2026, 13:00 in Berlin. */
const NOW = new Date('2026-03-03T12:00:00Z')

function when(text: string, now = NOW, zone = BERLIN, defaultTime?: string): string {
  return parseWhen(text, now, zone, defaultTime === undefined ? {} : { defaultTime }).toISOString()
}

function refusal(text: string, now = NOW, zone = BERLIN): string {
  try {
    const read = parseWhen(text, now, zone)
    throw new Error(`"${text}" was read as ${read.toISOString()}`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(error.code).toBe('invalid')
    return error.message
  }
}

describe('what is typed, on Tuesday 3 March 2026 at 13:00 in Berlin', () => {
  it.each([
    ['2026-03-04', '2026-03-04T08:00:00.000Z'],
    ['2026-3-9', '2026-03-09T08:00:00.000Z'],
    ['2026/03/05', '2026-03-05T08:00:00.000Z'],
    ['2026-03-03 15:00', '2026-03-03T14:00:00.000Z'],
    ['2026-03-03T15:00', '2026-03-03T14:00:00.000Z'],
    ['2026-03-03T15:00Z', '2026-03-03T15:00:00.000Z'],
    ['2026-03-03 15:00+02:00', '2026-03-03T13:00:00.000Z'],
    ['4 Mar', '2026-03-04T08:00:00.000Z'],
    ['31.03.', '2026-03-31T07:00:00.000Z'],
    ['31.03. 15:00', '2026-03-31T13:00:00.000Z'],
    ['13/04', '2026-04-13T07:00:00.000Z'],
    ['04/04', '2026-04-04T07:00:00.000Z'],
    ['March 5th', '2026-03-05T08:00:00.000Z'],
    ['3 Mar at 15:00', '2026-03-03T14:00:00.000Z'],
    ['March 3rd, 2027', '2027-03-03T08:00:00.000Z'],
    ['1 Dec', '2026-12-01T08:00:00.000Z'],
    ['wed 4 mar', '2026-03-04T08:00:00.000Z'],
    ['Wed', '2026-03-04T08:00:00.000Z'],
    ['Mon, 9:00', '2026-03-09T08:00:00.000Z'],
    ['on friday', '2026-03-06T08:00:00.000Z'],
    ['tue 15:00', '2026-03-03T14:00:00.000Z'],
    ['tue 12:00', '2026-03-10T11:00:00.000Z'],
    ['Tue', '2026-03-10T08:00:00.000Z'],
    ['next tue', '2026-03-10T08:00:00.000Z'],
    ['15:00', '2026-03-03T14:00:00.000Z'],
    ['13:00', '2026-03-04T12:00:00.000Z'],
    ['9am', '2026-03-04T08:00:00.000Z'],
    ['12:15 am', '2026-03-03T23:15:00.000Z'],
    ['noon', '2026-03-04T11:00:00.000Z'],
    ['tomorrow', '2026-03-04T08:00:00.000Z'],
    ['tomorrow 9:00', '2026-03-04T08:00:00.000Z'],
    ['  Tomorrow   at 9:30pm ', '2026-03-04T20:30:00.000Z'],
    ['9am tomorrow', '2026-03-04T08:00:00.000Z'],
    ['today 17:00', '2026-03-03T16:00:00.000Z'],
    ['the day after tomorrow', '2026-03-05T08:00:00.000Z'],
    ['+3d', '2026-03-06T08:00:00.000Z'],
    ['+3d 15:00', '2026-03-06T14:00:00.000Z'],
    ['in 3 days', '2026-03-06T08:00:00.000Z'],
    ['+1w', '2026-03-10T08:00:00.000Z'],
    ['+2h', '2026-03-03T14:00:00.000Z'],
    ['in an hour', '2026-03-03T13:00:00.000Z'],
    ['+30m', '2026-03-03T12:30:00.000Z'],
    ['+36h', '2026-03-05T00:00:00.000Z'],
    ['36h', '2026-03-05T00:00:00.000Z'],
    ['+1.5h', '2026-03-03T13:30:00.000Z'],
    ['in 1,5 hours', '2026-03-03T13:30:00.000Z'],
    ['2 weeks', '2026-03-17T08:00:00.000Z'],
    ['in 3 wks', '2026-03-24T08:00:00.000Z'],
    ['two days', '2026-03-05T08:00:00.000Z'],
    ['+1,000d', '2028-11-27T08:00:00.000Z'],
    ['3 business days 12:00', '2026-03-06T11:00:00.000Z'],
    ['+1mo', '2026-04-03T07:00:00.000Z'],
    ['in 2 months', '2026-05-03T07:00:00.000Z'],
    ['12am', '2026-03-03T23:00:00.000Z'],
    ['12pm', '2026-03-04T11:00:00.000Z'],
    ['9:00 a.m.', '2026-03-04T08:00:00.000Z'],
    ['9 p.m. tomorrow', '2026-03-04T20:00:00.000Z'],
    ['24:00', '2026-03-03T23:00:00.000Z'],
    ['tomorrow 24:00', '2026-03-04T23:00:00.000Z'],
    ['2026-03-04 24:00', '2026-03-04T23:00:00.000Z'],
    ['`tomorrow 9:00`', '2026-03-04T08:00:00.000Z'],
    ['“tue 15:00”', '2026-03-03T14:00:00.000Z'],
    ['tomorrow\u00a09:00', '2026-03-04T08:00:00.000Z'],
    ['\u200btomorrow', '2026-03-04T08:00:00.000Z'],
    ['2026\u201303\u201304', '2026-03-04T08:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(when(text)).toBe(instant)
  })

  it('takes the default time for every day without one', () => {
    for (const text of ['2026-03-04', '4 Mar', 'Wed', 'tomorrow', '+1d']) {
      expect(when(text, NOW, BERLIN, '17:00')).toBe('2026-03-04T16:00:00.000Z')
    }
    expect(when('today', NOW, BERLIN, '17:00')).toBe('2026-03-03T16:00:00.000Z')
  })

  it('reads the day in the zone of the person, not of the process', () => {
    const late = new Date('2026-03-03T23:30:00Z')
    expect(when('tomorrow', late, 'Asia/Tokyo')).toBe('2026-03-05T00:00:00.000Z')
    expect(when('tomorrow', late, NEW_YORK)).toBe('2026-03-04T14:00:00.000Z')
    expect(when('tomorrow', late, 'UTC')).toBe('2026-03-04T09:00:00.000Z')
  })

  it('takes a date without a year as the coming one', () => {
    expect(when('5 Jan', new Date('2026-12-20T12:00:00Z'))).toBe('2027-01-05T08:00:00.000Z')
    expect(refusal('28 Feb')).toContain(
      '"28 Feb" is Sat 28 Feb 2026 09:00 in Europe/Berlin, which has passed',
    )
  })
})

describe('clock changes', () => {
  it.each([
    ['2026-03-29 02:30', BERLIN, '02:30 does not exist on Sun 29 Mar 2026 in Europe/Berlin', 'Write 03:00'],
    ['8 Mar 02:30', NEW_YORK, '02:30 does not exist on Sun 8 Mar 2026 in America/New_York', 'Write 03:00'],
  ])('refuses %s in %s, which no clock shows', (text, zone, why, what) => {
    const message = refusal(text, NOW, zone)
    expect(message).toContain(why)
    expect(message).toContain(what)
  })

  it('refuses a midnight that the clocks of Cairo skip, and says the next minute there is', () => {
    const message = refusal('tomorrow 0:00', new Date('2026-04-23T12:00:00Z'), 'Africa/Cairo')
    expect(message).toContain('00:00 does not exist on Fri 24 Apr 2026 in Africa/Cairo')
    expect(message).toContain('Write 01:00')
    expect(refusal('24:00', new Date('2026-04-23T12:00:00Z'), 'Africa/Cairo')).toContain('Write 01:00')
  })

  it('counts months by the calendar, to the last day that there is', () => {
    expect(when('+1mo', new Date('2026-01-31T12:00:00Z'))).toBe('2026-02-28T08:00:00.000Z')
    expect(when('+1mo 12:00', new Date('2026-03-05T12:00:00Z'))).toBe('2026-04-05T10:00:00.000Z')
  })

  it('refuses a bare time in tonight’s gap, and no more once the night is over', () => {
    expect(refusal('02:30', new Date('2026-03-28T21:00:00Z'))).toContain('does not exist on Sun 29 Mar 2026')
    expect(when('02:30', new Date('2026-03-29T10:00:00Z'))).toBe('2026-03-30T00:30:00.000Z')
  })

  it.each([
    [
      BERLIN,
      '2026-10-25 02:30',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T00:45:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
    [
      NEW_YORK,
      '2026-11-01 01:30',
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T05:45:00Z',
      '2026-11-01T06:30:00.000Z',
    ],
  ])(
    'takes the first of the two that %s shows, the second once the first is past',
    (zone, text, first, between, second) => {
      expect(when(text, NOW, zone)).toBe(first)
      expect(when(text, new Date(between), zone)).toBe(second)
    },
  )

  it('counts days by the calendar and hours by the clock', () => {
    const before = new Date('2026-03-28T11:00:00Z')
    expect(when('+1d 12:00', before)).toBe('2026-03-29T10:00:00.000Z')
    expect(when('+24h', before)).toBe('2026-03-29T11:00:00.000Z')
    const beforeFall = new Date('2026-10-31T16:00:00Z')
    expect(when('+1d 12:00', beforeFall, NEW_YORK)).toBe('2026-11-01T17:00:00.000Z')
    expect(when('+1w 12:00', beforeFall, NEW_YORK)).toBe('2026-11-07T17:00:00.000Z')
  })
})

describe('refusals', () => {
  it.each(['yesterday', 'last fri', 'today', '3 Mar', '2026-03-03 13:00', '-3d', '+0m', '12 mar 1999'])(
    'says what a past time was understood as: %s',
    (text) => {
      expect(refusal(text)).toMatch(/is \w{3} \d+ \w{3} \d{4} \d\d:\d\d in Europe\/Berlin, which has passed/)
    },
  )

  it('names the day that yesterday is', () => {
    expect(refusal('yesterday')).toContain(
      '"yesterday" is Mon 2 Mar 2026 09:00 in Europe/Berlin, which has passed',
    )
  })

  it.each([
    ['03/04', 'Write 2026-04-03 or 2026-03-04.'],
    ['3.4.', 'Write 2026-04-03 or 2026-03-04.'],
    ['03-04-2027', 'Write 2027-04-03 or 2027-03-04.'],
    ['1/2/27 9:00', 'Write 2027-02-01 or 2027-01-02.'],
    ['02/01', 'Write 2027-01-02 or 2027-02-01.'],
    ['13/02', 'Write 2027-02-13.'],
    ['3/2', 'Write 2027-02-03 or 2027-03-02.'],
    ['9.30', 'Write 2026-09-30 or 09:30.'],
    ['9h', 'Write 9:00 or +9h.'],
    ['15 h', 'Write 15:00 or +15h.'],
    ['+1.500h', 'Write 1500 or 1.5.'],
  ])('asks for the ISO form of %s', (text, what) => {
    expect(refusal(text)).toContain(what)
  })

  it.each(['2026-02-30', '2026-13-01'])('says that %s is not in the calendar', (text) => {
    expect(refusal(text)).toContain(`${text} is not in the calendar`)
  })

  it('says that a weekday and a date disagree', () => {
    expect(refusal('tue 4 mar')).toContain('4 Mar 2026 is a Wednesday')
  })

  it.each(['+9999w', '9999-12-31'])('refuses what is far ahead: %s', (text) => {
    expect(refusal(text)).toContain('more than 5 years ahead')
  })

  it.each([
    '',
    ' ',
    'x',
    'soon',
    '9',
    '2026',
    'March',
    'weekend',
    'tonight',
    'friday morning',
    'next month',
    'Mon - Fri',
    'now',
    '25:00',
    '9:75',
    '13pm',
    '0am',
    '15.30',
    '31 Apr',
    '+1.5d',
    '1,5 days',
    '+1.5w',
    'in 1,5 weeks',
    '14',
    '+3',
    'midnight',
    '24:30',
    '+1000000000w',
    '+999999999999mo',
    '+d',
    '<@U012AB3CD> tomorrow',
    'tomorrow please',
    'tomorrow 15:00 EST',
    'Friday 13',
    '2026-03-03T15:00:00.5',
  ])('lists the forms for "%s"', (text) => {
    expect(refusal(text)).toContain('`tomorrow 9:00`')
  })

  it.each([
    ['spaces', ' '.repeat(3_000)],
    ['digits', '1 '.repeat(1_500)],
    ['months', 'mar 3 '.repeat(500)],
    ['colons', '1:'.repeat(1_500)],
  ])('answers 3,000 characters of %s with a short line', (_, text) => {
    expect(refusal(text).length).toBeLessThan(300)
  })

  it('gives a future instant or a refusal, whatever is typed', () => {
    const piece = fc.constantFrom(
      'tue',
      '3',
      'mar',
      '+',
      'd',
      ':',
      '30',
      '9',
      'am',
      'at',
      'tomorrow',
      '/',
      '2026',
      '-',
      ' ',
      'next',
      'T',
      'Z',
    )
    const typed = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    )
    const moments = fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(
        typed,
        moments,
        fc.constantFrom(BERLIN, NEW_YORK, 'UTC', 'Pacific/Kiritimati'),
        (text, now, zone) => {
          try {
            expect(parseWhen(text, now, zone).getTime()).toBeGreaterThan(now.getTime())
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal)
          }
        },
      ),
    )
  })
})
