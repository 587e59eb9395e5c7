import type { UserId } from '../people.ts'
import type { Direction } from '../statistics/direction.ts'
import type { TeamKind } from '../terms.ts'

/** One a team: the owner's for growth, the data partner's for data. Fractions of relative lift. */
export interface Prediction {
  readonly team: TeamKind
  readonly by: UserId
  readonly at: Date
  /** The goal when it was made; where the brief names another one since, it counts no more. */
  readonly metric: string
  readonly lift: number
  /** The range that holds the lift 8 times of 10; null where only a lift was given. */
  readonly low: number | null
  readonly high: number | null
}

/** `predictions` with a team's new one in place of its old one. */
export function withPrediction(predictions: readonly Prediction[], one: Prediction): Prediction[] {
  return [...predictions.filter(({ team }) => team !== one.team), one]
}

/** Fractions of the control's mean, with the 95 % interval that the readout printed. */
export interface MeasuredLift {
  readonly found: true
  readonly metric: string
  readonly label: string
  readonly direction: Direction
  readonly arm: string
  /** How many arms it is the best of. */
  readonly of: number
  readonly lift: number
  readonly se: number
  readonly low: number
  readonly high: number
  /** The digest whose snapshot it was read from, and when that was read. */
  readonly digestId: number
  readonly readAt: Date
}

/** What a campaign's goal did, or why that is not known: a sentence without its full stop. */
export type Measurement = MeasuredLift | { readonly found: false; readonly reason: string }
