import type { Reader } from '../domain/state/actor.ts'
import { Refusal } from '../refusal.ts'

/** Runs a read that costs much; who asks for the same meanwhile gets the same. Throws a Refusal to who asks for too many. */
export type Sparing = <T>(reader: Reader, what: string, read: () => Promise<T>) => Promise<T>

/** What one person may have under way, and begin within a minute. */
const UNDER_WAY = 3
const A_MINUTE = 10
const MINUTE_MS = 60_000

interface Asked {
  underWay: number
  /** When each began that was begun within the last minute. */
  begun: number[]
}

/** `ms` goes on by itself, whatever day it is for people: what is spared is the warehouse, which knows no other clock. */
export function createSparing(ms: () => number): Sparing {
  const running = new Map<string, Promise<unknown>>()
  const people = new Map<string, Asked>()

  const ended = (asked: Asked, same: string) => {
    asked.underWay -= 1
    running.delete(same)
    forget(people, ms())
  }

  return async <T>(reader: Reader, what: string, read: () => Promise<T>) => {
    const person = `${reader.teamId} ${reader.userId}`
    // Who is of outside may be refused what others get: nobody else's reading is theirs.
    const same = `${reader.outside ? person : reader.teamId}: ${what}`
    const known = running.get(same) as Promise<T> | undefined
    if (known) return known
    const asked = mayBegin(people.get(person) ?? { underWay: 0, begun: [] }, ms())
    people.set(person, asked)
    const reading = read().finally(() => ended(asked, same))
    running.set(same, reading)
    return reading
  }
}

/** One more. Throws a Refusal that says when, where that is too much. */
function mayBegin(asked: Asked, at: number): Asked {
  asked.begun = asked.begun.filter((begun) => begun > at - MINUTE_MS)
  if (asked.underWay >= UNDER_WAY)
    throw new Refusal(
      'conflict',
      `${UNDER_WAY} readings that you asked for are under way: ask again when one of them is here.`,
    )
  const [first] = asked.begun
  if (asked.begun.length >= A_MINUTE && first !== undefined) {
    const seconds = Math.ceil((first + MINUTE_MS - at) / 1_000)
    throw new Refusal(
      'conflict',
      `You asked for ${A_MINUTE} readings within a minute: again in ${seconds} s.`,
    )
  }
  asked.underWay += 1
  asked.begun.push(at)
  return asked
}

function forget(people: Map<string, Asked>, at: number): void {
  for (const [name, { underWay, begun }] of people)
    if (underWay === 0 && begun.every((each) => each <= at - MINUTE_MS)) people.delete(name)
}
