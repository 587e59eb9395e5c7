/** What is known of whether people are reached: after a stop that they are no more, after a launch that they are at all. */

/** What one read of the exposures found; counts are of exposures. */
export interface Seen {
  /** Dated after the moment that is asked about, up to the read. */
  readonly after: number
  /** Of these, those of the hour that ends with the newest. */
  readonly lastHour: number
  /** The newest of all; null where there is none. */
  readonly newestAt: Date | null
}

/** What a target says of whom one of its steps still reaches. */
export interface TargetSays {
  /** "the flag checkout is on in production"; null where it has no state that it could say. */
  readonly state: string | null
  /** By that state somebody can be reached. */
  readonly open: boolean
  /** By its own count; null where it has none. */
  readonly count: TargetCount | null
  /** Why it gave none where it has one, without a full stop. */
  readonly why?: string
}

export interface TargetCount {
  /** What is counted: "evaluations". */
  readonly of: string
  readonly count: number
  /** From when on; null: of all times, so that only what comes on top of it says something. */
  readonly fromAt: Date | null
  /** Of these, those of the hour that ends with the newest; null where it does not count by the hour. */
  readonly lastHour: number | null
  /** Null where there is none, or it is not said. */
  readonly newestAt: Date | null
  /** When the next of them would have been counted at the latest: from then on a count that stands still is an end. */
  readonly settledAt: Date
}

/** The same of the n-th step, by the title of its target, or who did it by hand. */
export interface TargetSeen extends TargetSays {
  readonly n: number
  readonly target: string
  /** That it was taken back, by its target or its person; or that this is asked for. Missing where neither is so. */
  readonly undo?: 'undone' | 'undoing'
  /** It counts somebody who can't have been under way at the stop. */
  readonly counts?: true
}

/**
 * What is known since a stop.
 * waiting: nothing came, but the data may be late. reached: exposures are dated well after the stop, or a target counts
 * more. open: nothing was seen, but by the state of a target somebody can be. unread: who counts could not be asked. ended:
 * proven. unprovable: something went out that nobody can count. given_up: not proven, and asked no more.
 */
export interface Proof {
  readonly is: 'waiting' | 'reached' | 'open' | 'unread' | 'ended' | 'unprovable' | 'given_up'
  readonly stoppedAt: Date
  readonly readAt: Date
  /** What was found when the warehouse could be asked last. */
  readonly seen?: Seen
  /** What is known of each step of which something went out; missing where nothing did. */
  readonly targets?: readonly TargetSeen[]
  /** The first read since which nothing new came, once all that was exposed before must have arrived. */
  readonly quietAt?: Date
  /** Of `unread`, and of what was given up by it: why, without a full stop. */
  readonly why?: string
}

/** How many people a readout found. */
export interface PeopleSeen {
  /** Whom the exposure query gave, in whatever arm. */
  readonly exposed: number
  /** Those of them in one of the planned arms, and in no other. */
  readonly analysed: number
  readonly at: Date
}

/** Whether exposures of a launch arrive, once somebody has looked: `unread` where the warehouse could not say. */
export interface FirstData {
  readonly is: 'none' | 'unread' | 'came'
  readonly at: Date
  /** The newest exposure of all; null where there is none, or it is not known. */
  readonly newestAt: Date | null
  /** Of `unread`: why, without a full stop. */
  readonly why?: string
}
