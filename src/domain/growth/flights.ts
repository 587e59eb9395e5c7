/** Days in each flight of the stairs, and what took them. */
import type { RecordedEvent } from '../events.ts'
import type { Flight } from '../stage.ts'
import { type Stretch, stretchesOf } from './holds.ts'
import type { LedgerRow } from './ledger.ts'

export const FLIGHTS: readonly Flight[] = ['pre-activation', 'activation', 'post-activation']

export interface Held {
  /** "late tasks: data". */
  readonly words: string
  readonly days: number
}

/** One campaign's way: its days in each flight, and what held it there, the longest first. */
export interface Journey {
  readonly days: Readonly<Record<Flight, number>>
  readonly held: Readonly<Record<Flight, readonly Held[]>>
}

export interface FlightTimes {
  readonly flight: Flight
  /** Campaigns that it is measured over. */
  readonly n: number
  readonly median: number
  readonly least: number
  readonly most: number
  /** With the share of all days in the flight, the longest first. */
  readonly held: readonly (Held & { readonly share: number })[]
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

/** The first two flights over what was launched in the quarter, the last one over what was concluded in it. */
export function flightTimes(rows: readonly LedgerRow[]): FlightTimes[] {
  return FLIGHTS.flatMap((flight) => {
    const over = rows.filter((row) => (flight === 'post-activation' ? row.concluded : row.launched))
    return over.length === 0
      ? []
      : [
          timesOf(
            flight,
            over.map(({ journey }) => journey),
          ),
        ]
  })
}

function timesOf(flight: Flight, journeys: readonly Journey[]): FlightTimes {
  const days = journeys.map((journey) => journey.days[flight]).sort((a, b) => a - b)
  const total = days.reduce((sum, each) => sum + each, 0)
  const held = summed(journeys.flatMap((journey) => journey.held[flight]))
  return {
    flight,
    n: days.length,
    median: median(days),
    least: days[0] ?? 0,
    most: days.at(-1) ?? 0,
    held: held.map((one) => ({ ...one, share: total > 0 ? one.days / total : 0 })),
  }
}

function heldOf(stretches: readonly Stretch[]): Held[] {
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
function summed(held: readonly Held[]): Held[] {
  const days = new Map<string, number>()
  for (const each of held) days.set(each.words, (days.get(each.words) ?? 0) + each.days)
  return [...days].map(([words, total]) => ({ words, days: total })).sort((a, b) => b.days - a.days)
}

function daysOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { ms }) => sum + ms, 0) / DAY
}

/** Of a sorted list. */
function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

function each<T>(of: (flight: Flight) => T): Record<Flight, T> {
  return {
    'pre-activation': of('pre-activation'),
    activation: of('activation'),
    'post-activation': of('post-activation'),
  }
}
