import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClock, hoursBetween, nextMorning } from '../../sandbox/server/clock.ts'
import { guideOf } from '../../sandbox/server/guide.ts'

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

test('every full hour of a night is passed once, also where the clocks change', () => {
  const night = (from: string, to: string) => hoursBetween(new Date(from), new Date(to)).length
  expect(night('2026-03-16T16:30:00Z', '2026-03-17T08:01:00Z')).toBe(16)
  expect(night('2026-03-28T16:30:00Z', '2026-03-29T07:01:00Z')).toBe(15)
  expect(hoursBetween(new Date('2026-03-16T09:00:00Z'), new Date('2026-03-16T10:00:00Z'))).toEqual([])
})

test('what is due is done at its own time, and what it makes due a moment later', async () => {
  const clock = createClock(new Date('2026-03-16T08:30:00Z'))
  const dueAt = [new Date('2026-03-16T10:00:00Z').getTime(), new Date('2026-03-16T10:20:00Z').getTime()]
  const done: string[] = []
  clock.onMoved(async () => {
    const due = dueAt.filter((at) => at <= clock.now().getTime())
    dueAt.splice(0, due.length)
    if (due.length > 0) done.push(clock.now().toISOString().slice(0, 16))
    return due.length
  })
  await clock.moveTo(new Date('2026-03-16T11:30:00Z'))
  expect(done).toEqual(['2026-03-16T10:00', '2026-03-16T11:00'])
  expect(clock.now().toISOString().slice(0, 16)).toBe('2026-03-16T11:30')
})

test('the guide ticks the last step on the first morning after the launch, not before', () => {
  const campaign = { key: 'weekend', approved: true, launchedAt: new Date('2026-03-16T08:40:00Z') }
  const last = (now: string) => guideOf([campaign], new Date(now)).at(-1)?.done
  expect(last('2026-03-17T08:00:00Z')).toBe(false)
  expect(last('2026-03-17T08:01:00Z')).toBe(true)
  expect(guideOf([], new Date()).map(({ done }) => done)).toEqual([false, false, false, false])
})
