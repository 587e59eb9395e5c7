import type { UserId } from '../people.ts'

/** A time in which no launch starts; its end is free again. */
export interface FreezeSpan {
  readonly beginsAt: Date
  readonly endsAt: Date
  readonly reason: string
}

/** Somebody who is named for it launches though a freeze holds: it stands on the card and in the history for ever. */
export interface FreezeOverride {
  readonly by: UserId
  readonly at: Date
  /** The launch that it is for. */
  readonly launchAt: Date
  readonly words: string
  /** The request that waited or was approved then; missing where none was, so that approvers saw it in the next one. */
  readonly of?: number
  /** Those that held then: another one that is declared later is not overridden. */
  readonly freezes: readonly FreezeSpan[]
}
