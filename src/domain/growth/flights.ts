/** Days in each flight of the stairs, and what took them. */
import type { Flight } from '../state/stage.ts'
import { FLIGHTS, type Hold, type Journey, summed } from './journey.ts'
import type { LedgerRow } from './ledger-row.ts'

export interface FlightTimes {
  readonly flight: Flight
  /** Campaigns that it is measured over. */
  readonly n: number
  readonly median: number
  readonly least: number
  readonly most: number
  /** With the share of all days in the flight, the longest first. */
  readonly held: readonly (Hold & { readonly share: number })[]
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

/** Of a sorted list. */
function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
