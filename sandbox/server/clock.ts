import { DateTime } from 'luxon'

/** The zone of the story's people, where "next morning" is 09:00. */
export const ZONE = 'Europe/Berlin'

/** The workspace's time: it runs like any clock, from wherever it was set. */
export interface Clock {
  now(): Date
  set(at: Date): void
  /** Called after each step; does what is due by then and says how much that was. */
  onMoved(listener: () => Promise<number>): void
  /** Does what is due now, also what that makes due a moment later. */
  settle(): Promise<void>
  /** Goes hour by hour up to `at` and settles at each, so that things happen at their own time. */
  moveTo(at: Date): Promise<void>
}

// Cards wait a second for more to change, and a reply is tried again a second later where its thread is not there yet.
const MOMENT_MS = 2_000

/** `passed`: milliseconds since whenever; a clock for which none pass stands still between its steps. */
export function createClock(start: Date, passed: () => number = () => performance.now()): Clock {
  let base = start.getTime()
  let since = passed()
  let catchUp: () => Promise<number> = async () => 0
  const now = () => new Date(base + passed() - since)
  const set = (at: Date) => {
    base = at.getTime()
    since = passed()
  }
  const settle = async () => {
    await catchUp()
    do set(new Date(now().getTime() + MOMENT_MS))
    while ((await catchUp()) > 0)
  }
  return {
    now,
    set,
    settle,
    onMoved: (listener) => {
      catchUp = listener
    },
    moveTo: async (at) => {
      await settle()
      for (const step of [...hoursBetween(now(), at), at]) {
        if (step > now()) set(step)
        await settle()
      }
    },
  }
}

/** Full hours after `from` and before `to`. */
export function hoursBetween(from: Date, to: Date): Date[] {
  const hours: Date[] = []
  const first = DateTime.fromJSDate(from, { zone: ZONE }).startOf('hour').plus({ hours: 1 })
  for (let hour = first; hour.toMillis() < to.getTime(); hour = hour.plus({ hours: 1 })) {
    hours.push(hour.toJSDate())
  }
  return hours
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
