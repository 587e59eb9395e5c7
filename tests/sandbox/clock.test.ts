import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClock, nextMorning, nextStop } from '../../sandbox/server/clock.ts'

const HOUR = 3_600_000

test.each([
  ['before nine', '2026-03-16T07:59:59Z', '2026-03-16T08:01:00Z'],
  ['at nine', '2026-03-16T08:00:00Z', '2026-03-17T08:01:00Z'],
  ['after nine', '2026-03-16T08:30:00Z', '2026-03-17T08:01:00Z'],
  ['the night when clocks go forward', '2026-03-28T12:00:00Z', '2026-03-29T07:01:00Z'],
  ['the night when they go back', '2026-10-24T12:00:00Z', '2026-10-25T08:01:00Z'],
])('the next morning in Berlin, %s', (_name, now, morning) => {
  expect(nextMorning(new Date(now))).toEqual(new Date(morning))
})

test('the next morning is later than now, and 25 hours and a minute away at most', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }),
      (now) => {
        const ahead = nextMorning(now).getTime() - now.getTime()
        expect(ahead).toBeGreaterThan(0)
        expect(ahead).toBeLessThanOrEqual(25 * HOUR + 60_000)
      },
    ),
  )
})

test('a night has a stop every third hour, also where the clocks change, and wherever something is due', () => {
  const stops = (from: string, to: string, due: readonly string[] = []) => {
    const [end, dueAt] = [new Date(to), due.map((at) => new Date(at))]
    const times: string[] = []
    for (let at = new Date(from); at < end; times.push(at.toISOString().slice(11, 16)))
      at = nextStop(at, end, dueAt.find((each) => each > at) ?? null)
    return times.join(' ')
  }
  const usual = '17:00 20:00 23:00 02:00 05:00 08:00 08:01'
  expect(stops('2026-03-16T16:30:00Z', '2026-03-17T08:01:00Z')).toBe(usual)
  expect(stops('2026-03-28T16:30:00Z', '2026-03-29T07:01:00Z')).toBe(
    '17:00 20:00 23:00 02:00 04:00 07:00 07:01',
  )
  const due = ['2026-03-16T17:30:00Z', '2026-03-16T17:31:00Z', '2026-03-17T09:00:00Z']
  expect(stops('2026-03-16T16:30:00Z', '2026-03-17T08:01:00Z', due)).toBe(
    usual.replace('20', '17:30 17:35 20'),
  )
  expect(stops('2026-03-16T09:00:00Z', '2026-03-16T10:00:00Z')).toBe('10:00')
  expect(stops('2026-03-16T12:00:00Z', '2026-03-19T08:01:00Z')).toMatch(
    /^23:00 11:00 14:00 17:00 20:00 23:00 02/,
  )
})

test('what is due is done at its own time, and what it makes due a moment later; each stop is told', async () => {
  const clock = createClock(new Date('2026-03-16T08:30:00Z'))
  const dueAt = ['2026-03-16T10:00:00Z', '2026-03-16T10:20:00Z'].map((at) => Date.parse(at))
  const [done, told]: [string[], string[]] = [[], []]
  const time = (at: Date) => at.toISOString().slice(11, 16)
  clock.onStop(({ from, now, to }) => told.push([from, now, to].map(time).join(' ')))
  clock.onMoved({
    catchUp: async () => {
      const due = dueAt.filter((at) => at <= clock.now().getTime())
      dueAt.splice(0, due.length)
      if (due.length > 0) done.push(clock.now().toISOString().slice(11, 16))
      return due.length
    },
    next: async () => (dueAt[0] === undefined ? null : new Date(dueAt[0])),
  })
  await clock.moveTo(new Date('2026-03-16T11:30:00Z'))
  expect(done).toEqual(['10:00', '10:20'])
  expect(told).toEqual(['10:00', '10:20', '11:00', '11:30'].map((now) => `08:30 ${now} 11:30`))
  expect(clock.now().toISOString().slice(0, 16)).toBe('2026-03-16T11:30')
})
