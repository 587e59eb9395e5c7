import { DateTime } from 'luxon'
import type { ClockMove } from '../contract.ts'

/** The zone of the story's people, where "next morning" is 09:00. */
export const ZONE = 'Europe/Berlin'

/** What Stairway does by the clock. */
export interface ByTheClock {
  /** Does what is due now, and says how much that was. */
  catchUp(): Promise<number>
  /** When the next thing falls due after now and by `until`; null where nothing has a time of its own. */
  next(until: Date): Promise<Date | null>
}

/** The workspace's time: it runs like any clock, from wherever it was set. */
export interface Clock {
  now(): Date
  set(at: Date): void
  /** What each step is followed by. */
  onMoved(does: ByTheClock): void
  /** Called at each stop. */
  onStop(listener: (move: ClockMove) => void): void
  /** Does what is due now, also what that makes due a moment later. */
  settle(): Promise<void>
  /** Goes up to `at`, stops wherever something is due on the way, and settles there, so that things happen at their own time. */
  moveTo(at: Date): Promise<void>
}

// Cards wait a second for more to change, and a reply is tried again a second later where its thread is not there yet.
const MOMENT_MS = 2_000
const NOTHING: ByTheClock = { catchUp: async () => 0, next: async () => null }

/** `passed`: milliseconds since whenever; a clock for which none pass stands still between its steps. */
export function createClock(start: Date, passed: () => number = () => performance.now()): Clock {
  let base = start.getTime()
  let since = passed()
  let does = NOTHING
  let tell: (move: ClockMove) => void = () => undefined
  const now = () => new Date(base + passed() - since)
  const set = (at: Date) => {
    base = at.getTime()
    since = passed()
  }
  const settle = async () => {
    await does.catchUp()
    do set(new Date(now().getTime() + MOMENT_MS))
    while ((await does.catchUp()) > 0)
  }
  return {
    now,
    set,
    settle,
    onMoved: (given) => {
      does = given
    },
    onStop: (listener) => {
      tell = listener
    },
    moveTo: async (at) => {
      const from = now()
      await settle()
      while (now() < at) {
        set(nextStop(now(), at, await does.next(at)))
        tell({ from, now: now(), to: at })
        await settle()
      }
    },
  }
}

/** Where nothing has a time of its own, guardrails and reminders are still looked after so often; on a long way twice a day. */
const STRIDE_HOURS = 3
const LONG_STRIDE_HOURS = 12
const LONG_MS = 2 * 86_400_000
/** Things that are due within so short a time are one stop. */
const TOGETHER_MS = 5 * 60_000

/** The next time after `from` and up to `to` at which something is due, or the next stride of the day. */
export function nextStop(from: Date, to: Date, due: Date | null): Date {
  const hour = DateTime.fromJSDate(from, { zone: ZONE }).startOf('hour')
  const hours = to.getTime() - from.getTime() > LONG_MS ? LONG_STRIDE_HOURS : STRIDE_HOURS
  const stride = hour.plus({ hours: hours - (hour.hour % hours) }).toMillis()
  const own = due ? Math.ceil(due.getTime() / TOGETHER_MS) * TOGETHER_MS : to.getTime()
  return new Date(Math.min(stride, own, to.getTime()))
}

/** 09:01 of the next morning to come: whoever posts at 09:00 has posted by then. */
export function nextMorning(now: Date): Date {
  const today = DateTime.fromJSDate(now, { zone: ZONE }).set({
    hour: 9,
    minute: 0,
    second: 0,
    millisecond: 0,
  })
  const nine = today.toMillis() > now.getTime() ? today : today.plus({ days: 1 })
  return nine.plus({ minutes: 1 }).toJSDate()
}

/** The `count`th of the next mornings to come. */
export function mornings(now: Date, count: number): Date {
  const first = DateTime.fromJSDate(nextMorning(now), { zone: ZONE })
  return first.plus({ days: count - 1 }).toJSDate()
}
