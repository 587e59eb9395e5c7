import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { weeklyEdges } from '../../src/config/freezes.ts'
import type { Freeze } from '../../src/domain/catalog/catalog.ts'
import { frozenAt, spanAt } from '../../src/domain/freezes.ts'
import { request } from '../slack/cards/facts.ts'
import { aState } from './build.ts'

const BERLIN = 'Europe/Berlin'
const weekly = (written: string, zone = BERLIN, override?: readonly string[]): Freeze => {
  const edges = weeklyEdges(written)
  if (!edges) throw new Error(`${written} can't be read`)
  return { weekly: edges, zone, reason: written, ...(override && { override }) }
}
const dated = (from: string, to: string, override?: readonly string[]): Freeze => ({
  ...{ from: new Date(from), to: new Date(to), reason: `${from}` },
  ...(override && { override }),
})
const local = (written: string, zone = BERLIN) => DateTime.fromISO(written, { zone }).toJSDate()
const held = (freeze: Freeze, at: Date) => {
  const span = spanAt(freeze, at)
  return span && [span.beginsAt.toISOString(), span.endsAt.toISOString()]
}

describe('a weekly freeze', () => {
  const weekend = weekly('Fri 15:00 – Mon 08:00')

  test.each([
    ['2026-03-06T14:59:59', false],
    ['2026-03-06T15:00:00', true],
    ['2026-03-08T23:59:59', true],
    ['2026-03-09T07:59:59', true],
    ['2026-03-09T08:00:00', false],
    ['2026-03-11T12:00:00', false],
  ])('holds by the clocks of its zone: %s', (at, holds) => {
    expect(spanAt(weekend, local(at)) !== null).toBe(holds)
  })

  test('is another one in another zone', () => {
    expect(held(weekend, local('2026-03-06T15:00'))).toEqual([
      '2026-03-06T14:00:00.000Z',
      '2026-03-09T07:00:00.000Z',
    ])
    const there = weekly('Fri 15:00 – Mon 08:00', 'America/New_York')
    expect(spanAt(there, local('2026-03-06T15:00'))).toBeNull()
    expect(held(there, local('2026-03-06T15:00', 'America/New_York'))?.[0]).toBe('2026-03-06T20:00:00.000Z')
  })

  test('is an hour shorter over the change to summer time, and an hour longer over the one back', () => {
    // 29 March and 25 October 2026 in Berlin.
    expect(held(weekend, local('2026-03-28T12:00'))).toEqual([
      '2026-03-27T14:00:00.000Z',
      '2026-03-30T06:00:00.000Z',
    ])
    expect(held(weekend, local('2026-10-24T12:00'))).toEqual([
      '2026-10-23T13:00:00.000Z',
      '2026-10-26T07:00:00.000Z',
    ])
  })

  test.each([
    [
      'begins as clocks jump over its beginning',
      'Sun 02:30 – Sun 05:00',
      '2026-03-29T01:00:00Z',
      ['01:00', '03:00'],
    ],
    ['ends as clocks jump over its end', 'Sat 22:00 – Sun 02:30', '2026-03-28T22:00:00Z', ['21:00', '01:00']],
    [
      'begins when clocks show its beginning first',
      'Sun 02:30 – Sun 05:00',
      '2026-10-25T00:30:00Z',
      ['00:30', '04:00'],
    ],
    [
      'ends when they show its end first',
      'Sat 22:00 – Sun 02:30',
      '2026-10-25T00:29:59Z',
      ['20:00', '00:30'],
    ],
  ])('%s', (_case, written, at, hours) => {
    expect(held(weekly(written), new Date(at))?.map((each) => each.slice(11, 16))).toEqual(hours)
  })

  test('that lies in an hour which is skipped is none that week, and never a whole week', () => {
    const skipped = weekly('Sun 02:10 – Sun 02:50')
    for (let minute = 0; minute < 3 * 60; minute += 5)
      expect(spanAt(skipped, new Date(Date.parse('2026-03-29T00:00:00Z') + minute * 60_000))).toBeNull()
    expect(spanAt(skipped, local('2026-04-01T12:00'))).toBeNull()
    expect(spanAt(skipped, local('2026-04-05T02:30'))).not.toBeNull()
  })

  test('holds at a moment exactly where a clock on the wall there is between its ends', () => {
    const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
    // No quarter of an hour that clocks change in, so that each is shown once.
    const time = fc.record({ day: fc.integer({ min: 0, max: 6 }), hour: fc.integer({ min: 4, max: 23 }) })
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
    )
    const at = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) })
    const minutes = ({ day, hour }: { day: number; hour: number }) => day * 1_440 + hour * 60
    const words = ({ day, hour }: { day: number; hour: number }) => `${days[day]} ${hour}:00`
    fc.assert(
      fc.property(time, time, zone, at, (from, to, where, ms) => {
        fc.pre(minutes(from) !== minutes(to))
        const wall = DateTime.fromMillis(ms, { zone: where })
        const now = minutes({ day: wall.weekday - 1, hour: wall.hour }) + wall.minute
        const [a, b] = [minutes(from), minutes(to)]
        const between = a < b ? a <= now && now < b : now >= a || now < b
        expect(spanAt(weekly(`${words(from)} – ${words(to)}`, where), new Date(ms)) !== null).toBe(between)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is in the way', () => {
  const state = aState()
  const noon = new Date('2026-03-06T18:00:00Z')

  test('is nothing where no freeze holds', () => {
    expect(frozenAt(state, [weekly('Sat 10:00 – Sun 10:00')], noon)).toBeNull()
  })

  test('says when a launch is possible again, over freezes that go over into each other', () => {
    const freezes = [weekly('Fri 15:00 – Mon 08:00'), dated('2026-03-09T06:00:00Z', '2026-03-10T12:00:00Z')]
    expect(frozenAt(state, freezes, noon)?.until.toISOString()).toBe('2026-03-10T12:00:00.000Z')
  })

  test('comes to an end though freezes leave no moment free', () => {
    const always = [weekly('Mon 08:00 – Fri 15:00'), weekly('Fri 15:00 – Mon 08:00')]
    expect(frozenAt(state, always, noon)?.until.getTime()).toBeGreaterThan(noon.getTime())
  })

  test('is overridden by whom each of them names', () => {
    const mine = ['UANA', 'UMEI']
    const one = weekly('Fri 15:00 – Mon 08:00', BERLIN, mine)
    const day = (override?: readonly string[]) =>
      dated('2026-03-06T00:00:00Z', '2026-03-07T00:00:00Z', override)
    expect(frozenAt(state, [one], noon)?.override).toEqual(mine)
    expect(frozenAt(state, [one, day(['UMEI', 'UZOE'])], noon)?.override).toEqual(['UMEI'])
    expect(frozenAt(state, [one, day()], noon)?.override).toEqual([])
  })

  test('is not what was overridden, yet what was declared since is', () => {
    const one = weekly('Fri 15:00 – Mon 08:00', BERLIN, ['UMEI'])
    const { spans: freezes = [] } = frozenAt(state, [one], noon) ?? {}
    const override = { by: 'UMEI', at: noon, launchAt: noon, words: 'It is wrong', freezes }
    const after = aState({ overrides: [override] })
    expect(frozenAt(after, [one], noon)).toBeNull()
    expect(frozenAt(after, [one], new Date(noon.getTime() + 7 * 86_400_000))).not.toBeNull()
    const outage = dated('2026-03-06T00:00:00Z', '2026-03-07T00:00:00Z')
    expect(frozenAt(after, [one, outage], noon)?.spans.map(({ reason }) => reason)).toEqual([outage.reason])
    // Of the same time for another reason, it is another one.
    expect(frozenAt(after, [{ ...one, reason: 'Outage' }], noon)).not.toBeNull()
  })

  test('that was overridden for one request holds what is asked for anew', () => {
    const one = weekly('Fri 15:00 – Mon 08:00', BERLIN, ['UMEI'])
    const { spans: freezes = [] } = frozenAt(state, [one], noon) ?? {}
    const override = { by: 'UMEI', at: noon, launchAt: noon, words: 'It is wrong', of: 1, freezes }
    const asked = (n: number) => ({ ...aState({ overrides: [override] }), request: request(n) })
    expect(frozenAt(asked(1), [one], noon)).toBeNull()
    expect(frozenAt(asked(2), [one], noon)).not.toBeNull()
  })
})

test.each([
  ['Fri 15:00 – Mon 08:00', { from: { day: 5, time: '15:00' }, to: { day: 1, time: '08:00' } }],
  ['friday 3pm - monday 8:00', { from: { day: 5, time: '15:00' }, to: { day: 1, time: '08:00' } }],
  ['Sun 00:00 to Sun 06:00', { from: { day: 7, time: '00:00' }, to: { day: 7, time: '06:00' } }],
  ['Fri 15:00', null],
  ['Fri 15:00 – Fri 15:00', null],
  ['Fry 15:00 – Mon 08:00', null],
  ['Fri 25:00 – Mon 08:00', null],
])('"%s" in stairway.yaml', (written, read) => {
  expect(weeklyEdges(written)).toEqual(read)
})
