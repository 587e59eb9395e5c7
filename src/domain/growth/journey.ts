import type { RecordedEvent } from '../state/events.ts'
import type { Flight } from '../state/stage.ts'
import { type Stretch, stretchesOf } from './holds.ts'

export const FLIGHTS: readonly Flight[] = ['pre-activation', 'activation', 'post-activation']

export interface Hold {
  /** "late tasks: data". */
  readonly words: string
  readonly days: number
}

/** One campaign's way: its days in each flight, and what held it there, the longest first. */
export interface Journey {
  readonly days: Readonly<Record<Flight, number>>
  readonly held: Readonly<Record<Flight, readonly Hold[]>>
}

const DAY = 86_400_000

export function journeyOf(history: readonly RecordedEvent[], id: number, until: Date): Journey {
  const stretches = stretchesOf(history, id, until)
  const inFlight = (flight: Flight) => stretches.filter((each) => each.flight === flight)
  return {
    days: each((flight) => daysOf(inFlight(flight))),
    held: each((flight) => heldOf(inFlight(flight))),
  }
}

function heldOf(stretches: readonly Stretch[]): Hold[] {
  return summed(
    stretches
      .filter(({ free }) => !free)
      .map(({ what, who, ms }) => ({
        words: who.length > 0 ? `${what}: ${who.join(' and ')}` : what,
        days: ms / DAY,
      })),
  )
}

/** What is held by the same put together, the longest first. */
export function summed(held: readonly Hold[]): Hold[] {
  const days = new Map<string, number>()
  for (const each of held) days.set(each.words, (days.get(each.words) ?? 0) + each.days)
  return [...days].map(([words, total]) => ({ words, days: total })).sort((a, b) => b.days - a.days)
}

function daysOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { ms }) => sum + ms, 0) / DAY
}

function each<T>(of: (flight: Flight) => T): Record<Flight, T> {
  return {
    'pre-activation': of('pre-activation'),
    activation: of('activation'),
    'post-activation': of('post-activation'),
  }
}
